import { describe, expect, test } from '@jest/globals';
import { leftInWords, leftUntil, regionNow } from './countdown.ts';

const clock = { asOf: '2026-03-02T10:00:00Z', cameAt: 5_000 };
const at = (minutes: number) => regionNow(clock, 5_000 + minutes * 60_000);

describe('countdown by the region’s clock', () => {
  test('counts from the server’s time, whatever the computer’s clock says', () => {
    expect(new Date(at(3)).toISOString()).toBe('2026-03-02T10:03:00.000Z');
  });

  test('does not run backwards', () => {
    expect(regionNow(clock, 0)).toBe(Date.parse(clock.asOf));
  });

  test.each([
    ['2026-03-02T10:15:00Z', 3, { overdue: false, minutes: 12, seconds: 0 }],
    ['2026-03-02T10:15:00Z', 15, { overdue: true, minutes: 0, seconds: 0 }],
    ['2026-03-02T10:15:00Z', 20.5, { overdue: true, minutes: 5, seconds: 30 }],
    ['2026-03-02T15:15:00+05:00', 3, { overdue: false, minutes: 12, seconds: 0 }],
  ])('due %s after %p minutes', (dueAt, minutes, left) => {
    expect(leftUntil(dueAt, at(minutes))).toEqual(left);
  });

  test.each([undefined, '', 'soon'])('no deadline is said as none: %p', (dueAt) => {
    expect(leftUntil(dueAt, at(0))).toBeUndefined();
  });

  test.each([
    [{ overdue: false, minutes: 12, seconds: 5 }, '12 мин 05 с', '12 min 05 s'],
    [{ overdue: false, minutes: 59, seconds: 59 }, '59 мин', '59 min'],
    [{ overdue: true, minutes: 61, seconds: 0 }, '1 ч 1 мин', '1 h 1 min'],
    [{ overdue: true, minutes: 3000, seconds: 0 }, '2 сут 2 ч', '2 d 2 h'],
  ])('%p in words', (left, ru, en) => {
    expect(leftInWords(left, 'ru')).toBe(ru);
    expect(leftInWords(left, 'en')).toBe(en);
  });
});
