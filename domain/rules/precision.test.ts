import { describe, expect, test } from '@jest/globals';
import { ageMonthsAt, agreed, anyTrue, readingsOf } from './precision.ts';

const ZONE = 'Asia/Yekaterinburg';

describe('an age', () => {
  test.each([
    ['2026-03-01', 0, 0],
    ['2025-03-02', 11, 11],
    ['2025-03-01', 12, 12],
    ['2025-03', 11, 12],
    ['2025', 2, 14],
    ['1950', 902, 914],
  ])('of %s on 1 March 2026 is from %i to %i months', (birthDate, min, max) => {
    expect(ageMonthsAt(birthDate, '2026-03-01T12:00:00.000Z', ZONE)).toEqual({ min, max });
  });
  test('is counted on the calendar of the zone: the birthday has begun there', () => {
    expect(ageMonthsAt('2025-03-01', '2026-02-28T20:00:00.000Z', ZONE)).toEqual({ min: 12, max: 12 });
    expect(ageMonthsAt('2025-03-01', '2026-02-28T20:00:00.000Z', 'UTC')).toEqual({ min: 11, max: 11 });
  });
  test.each(['2026-03-02', 'unknown', undefined, ''])('of %s is unknown', (birthDate) => {
    expect(ageMonthsAt(birthDate, '2026-03-01T12:00:00.000Z', ZONE)).toBeUndefined();
  });
});

describe('a time', () => {
  test('with its zone is one instant; a bare date is read in every zone on Earth', () => {
    expect(readingsOf('2026-03-01T10:00:00+05:00')).toEqual({
      earliest: Date.parse('2026-03-01T05:00:00Z'),
      latest: Date.parse('2026-03-01T05:00:00Z'),
    });
    expect(readingsOf('2026-03-01')).toEqual({
      earliest: Date.parse('2026-02-28T10:00:00Z'),
      latest: Date.parse('2026-03-02T12:00:00Z') - 1,
    });
    expect(readingsOf('2026-02')?.latest).toBe(Date.parse('2026-03-01T12:00:00Z') - 1);
    expect(readingsOf('soon')).toBeUndefined();
  });
});

test('what the readings do not agree on is unknown', () => {
  const isAdult = (months: number) => months >= 216;
  expect(agreed({ min: 216, max: 220 }, isAdult)).toBe(true);
  expect(agreed({ min: 215, max: 216 }, isAdult)).toBeUndefined();
  expect(agreed(undefined, isAdult)).toBeUndefined();
  expect([anyTrue(true, undefined), anyTrue(false, undefined), anyTrue(false, false)]).toEqual([
    true,
    undefined,
    false,
  ]);
});
