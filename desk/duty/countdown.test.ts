import { describe, expect, test } from '@jest/globals';
import { leftInWords, leftUntil } from './countdown.ts';

const at = (minutes: number) => new Date(Date.parse('2026-03-02T10:00:00Z') + minutes * 60_000);

describe('countdown to a deadline', () => {
  test.each([
    ['2026-03-02T10:15:00Z', 3, { overdue: false, minutes: 12, seconds: 0 }],
    ['2026-03-02T10:15:00Z', 3.01, { overdue: false, minutes: 11, seconds: 59 }],
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
