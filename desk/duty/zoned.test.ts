import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instantIn, localIn, week } from './zoned.ts';

const ZONES = ['Asia/Yekaterinburg', 'Asia/Kamchatka', 'Europe/Moscow', 'America/New_York', 'Asia/Kolkata'];

describe('times on a clinic’s clocks', () => {
  test('eight in the morning in Yekaterinburg is three by UTC, whatever zone the computer is in', () => {
    expect(instantIn('2026-03-02T08:00', 'Asia/Yekaterinburg')).toBe('2026-03-02T03:00:00.000Z');
  });

  test.each(['', 'soon', '2026-03-02', '2026-13-40T08:00'])('%p is no time', (local) => {
    expect(instantIn(local, 'Europe/Moscow')).toBeUndefined();
  });

  test('there and back is the same minute', () => {
    const instants = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES.slice(0, 3)), (at, zone) => {
        const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
        expect(instantIn(localIn(minute, zone), zone)).toBe(minute.toISOString());
      }),
    );
  });

  test('an hour that a change of clocks leaves out is not lost', () => {
    expect(instantIn('2026-03-08T02:30', 'America/New_York')).toMatch(/^2026-03-08T0[67]:30/);
  });

  test('a week begins today on the clinic’s calendar and has seven days', () => {
    const days = week(new Date('2026-03-01T20:00:00Z'), 'Asia/Yekaterinburg');
    expect(days.map(({ day }) => day)[0]).toBe('2026-03-02');
    expect(days).toHaveLength(7);
    expect(days[0]).toEqual({
      day: '2026-03-02',
      noon: '2026-03-02T07:00:00.000Z',
      night: '2026-03-02T19:00:00.000Z',
    });
  });
});
