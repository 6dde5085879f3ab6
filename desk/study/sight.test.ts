import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { placeOfLevel } from './sight.ts';

describe('a lower resolution on its film', () => {
  test('has each of its values over the middle of the first pixel that it stands for', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.integer({ min: 1, max: 500 }), fc.nat(499), (discarded, columns, at) => {
        fc.pre(at < columns);
        const { left, width } = placeOfLevel(discarded, columns, 1);
        const middle = left + ((at + 0.5) * width) / columns;
        expect(middle).toBeCloseTo(at * 2 ** discarded + 0.5, 9);
      }),
    );
    expect(placeOfLevel(0, 7, 5)).toEqual({ left: 0, top: 0, width: 7, height: 5 });
  });
});
