import { describe, expect, test } from '@jest/globals';
import { frequencyOf } from './frequencies.ts';

describe('natural frequencies', () => {
  test('a share is a count out of a hundred, its interval rounded outwards', () => {
    expect(frequencyOf(0.876, [0.831, 0.914])).toEqual({ of: 100, count: 88, low: 83, high: 92 });
  });

  test('an interval on whole hundredths stays as it is', () => {
    expect(frequencyOf(0.9, [0.83, 0.91])).toEqual({ of: 100, count: 90, low: 83, high: 91 });
  });

  test('under one in a hundred it is counted out of a thousand', () => {
    expect(frequencyOf(0.004)).toEqual({ of: 1000, count: 4 });
  });

  test('none of them is none of a hundred', () => {
    expect(frequencyOf(0)).toEqual({ of: 100, count: 0 });
  });

  test.each([undefined, Number.NaN, -0.1, 1.1])('what is no share is not shown as one: %p', (share) => {
    expect(frequencyOf(share)).toBeUndefined();
  });

  test('a broken interval is left out, not shown', () => {
    expect(frequencyOf(0.5, [Number.NaN, 0.6])).toEqual({ of: 100, count: 50 });
  });
});
