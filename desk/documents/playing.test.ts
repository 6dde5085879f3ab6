import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askingOrder, frameAfter, nearest, standsMs } from './playing.ts';

describe('a loop', () => {
  test('asks for each of its frames once, the coarse movement first', () => {
    expect(askingOrder(10)).toEqual([0, 8, 4, 2, 6, 1, 3, 5, 7, 9]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (frames) => {
        const order = askingOrder(frames);
        return order.length === frames && new Set(order).size === frames && order.every((one) => one < frames);
      }),
    );
  });

  test("plays at its device's rate, slower and faster as wanted, never faster than a screen", () => {
    expect(standsMs(40, 1)).toBe(40);
    expect(standsMs(40, 0.5)).toBe(80);
    expect(standsMs(10, 2)).toBeCloseTo(1000 / 60);
    expect(standsMs(undefined, 1)).toBeCloseTo(1000 / 15);
  });

  test('goes round, and never to a frame that it does not have', () => {
    expect(frameAfter(8, 100, 10, 40)).toBe(0);
    fc.assert(
      fc.property(fc.nat(50), fc.nat(100_000), fc.integer({ min: 1, max: 51 }), (from, ms, frames) => {
        const at = frameAfter(from, ms, frames, 33);
        return at >= 0 && at < frames;
      }),
    );
  });

  test('shows the nearest earlier frame while some are on their way', () => {
    const frames = new Map([
      [0, 'a'],
      [8, 'b'],
    ]);
    expect([nearest(frames, 3), nearest(frames, 9), nearest(new Map([[4, 'c']]), 2)]).toEqual(['a', 'b', 'c']);
    expect(nearest(new Map(), 2)).toBeUndefined();
  });
});
