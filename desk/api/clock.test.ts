import { describe, expect, test } from '@jest/globals';
import { prefixOf } from '../config.ts';
import { makeClock, skewOf } from './clock.ts';

const header = (ms: number): string => new Date(ms).toUTCString();
const T = Date.UTC(2026, 10, 22, 17, 0, 0);

describe('the region’s clock', () => {
  test('is read in the middle of the round trip, half a second into the header’s second', () => {
    expect(skewOf(header(T), T, T + 1000)).toBe(0);
    expect(skewOf(header(T + 300_000), T, T + 1000)).toBe(300_000);
    expect(skewOf(null, T, T)).toBeUndefined();
    expect(skewOf('yesterday', T, T)).toBeUndefined();
  });

  test('a device that is off by more than two minutes is told; one within is not', () => {
    for (const [off, isOff] of [
      [0, false],
      [110_000, false],
      [130_000, true],
      [-130_000, true],
    ] as const) {
      const clock = makeClock(() => T);
      clock.heard(header(T + off), T - 200, T + 200);
      expect([off, clock.isOff()]).toEqual([off, isOff]);
      expect(Math.abs(clock.now().getTime() - (T + off))).toBeLessThanOrEqual(1000);
    }
  });

  test('the quickest answer is believed: a slow one does not shift the clock', () => {
    const clock = makeClock(() => T);
    clock.heard(header(T), T - 100, T + 100);
    const first = clock.skew();
    clock.heard(header(T), T - 100, T + 1900);
    expect(clock.skew()).toBe(first);
  });

  test('a clock that was set meanwhile is noticed at once', () => {
    const clock = makeClock(() => T);
    clock.heard(header(T), T - 100, T + 100);
    clock.heard(header(T + 3_600_000), T + 900, T + 1900);
    expect(clock.isOff()).toBe(true);
  });
});

test('the API lies beside the desk, under whatever stage', () => {
  expect(prefixOf('/desk')).toBe('');
  expect(prefixOf('/v1/desk')).toBe('/v1');
  expect(prefixOf('/v1/desk/')).toBe('/v1');
  expect(prefixOf('/oka/desk-two/desk')).toBe('/oka/desk-two');
});
