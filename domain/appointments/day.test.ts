import { expect, test } from '@jest/globals';
import { dayOf, todayIn } from './day.ts';

test('a day has the hours that the clinic’s clocks give it', () => {
  const hours = (date: string, zone: string): number => {
    const { from, to } = dayOf(date, zone);
    return (Date.parse(to) - Date.parse(from)) / 3_600_000;
  };
  expect(dayOf('2026-03-02', 'Asia/Yekaterinburg')).toEqual({
    from: '2026-03-01T19:00:00.000Z',
    to: '2026-03-02T19:00:00.000Z',
  });
  expect([hours('2026-03-29', 'Europe/Berlin'), hours('2026-10-25', 'Europe/Berlin')]).toEqual([23, 25]);
  expect(todayIn(new Date('2026-03-02T20:00:00.000Z'), 'Asia/Yekaterinburg')).toBe('2026-03-03');
});
