import { expect, test } from '@jest/globals';
import { ageingClock } from './ageing.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-03-01T05:00:00.000Z');

/** A machine whose clock may be set while time passes. */
function machine() {
  let [passed, ahead] = [0, 0];
  const age = ageingClock(
    () => new Date(START + passed + ahead),
    () => passed,
  );
  return {
    /** What the clock says after so many hours, in hours since the start. */
    after(hours: number): number {
      passed += hours * HOUR_MS;
      return (age().getTime() - START) / HOUR_MS;
    },
    set: (hours: number): void => {
      ahead += hours * HOUR_MS;
    },
  };
}

test('a clock that runs is believed', () => {
  const { after } = machine();
  expect([after(0), after(1), after(100)]).toEqual([0, 1, 101]);
});

test('nothing ages because a clock was set ahead by mistake and is set right again', () => {
  const { after, set } = machine();
  set(24 * 365 * 10);
  expect([after(0), after(1), after(10)]).toEqual([0, 1, 11]);
  set(-24 * 365 * 10);
  expect([after(1), after(1)]).toEqual([12, 13]);
});

test('a clock that stays ahead for a day is believed: it was wrong before', () => {
  const { after, set } = machine();
  set(7);
  expect([after(1), after(22), after(2), after(1)]).toEqual([1, 23, 32, 33]);
});

test('a clock that is set back is believed at once: then less is old', () => {
  const { after, set } = machine();
  expect(after(10)).toBe(10);
  set(-5);
  expect([after(0), after(1)]).toEqual([5, 6]);
});
