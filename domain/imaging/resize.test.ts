import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Grey } from './grey.ts';
import { areaResize, fitWithin, squareOf } from './resize.ts';

const grey = (rows: number, columns: number, values: number[]) => ({
  rows,
  columns,
  values: Float32Array.from(values),
});

describe('area resize', () => {
  test('is the mean of what a pixel covers', () => {
    expect([...areaResize(grey(2, 4, [0, 2, 4, 6, 2, 4, 6, 8]), 1, 2).values]).toEqual([2, 6]);
    const thirds = areaResize(grey(1, 3, [0, 3, 6]), 1, 2).values;
    expect(thirds[0]).toBeCloseTo(1);
    expect(thirds[1]).toBeCloseTo(5);
  });

  test('keeps the mean of any picture', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(size, size, size, size, fc.integer(), (rows, columns, toRows, toColumns, seed) => {
        const values = Array.from({ length: rows * columns }, (_, k) => Math.abs(Math.sin(seed + k)));
        const mean = (all: ArrayLike<number>) => Array.from(all).reduce((sum, value) => sum + value, 0) / all.length;
        const small = areaResize(grey(rows, columns, values), toRows, toColumns);
        expect(mean(small.values)).toBeCloseTo(mean(values), 4);
      }),
    );
  });
});

/** What a network is given of a picture where it wants no other size. */
const seen = (picture: Grey, fit: 'centre-crop' | 'pad'): number[] => {
  const square = squareOf(picture, fit);
  return [...areaResize(picture, square.rows, square.columns, square).values];
};

test('the centre crop leaves an odd surplus at the bottom and right', () => {
  expect(seen(grey(1, 4, [1, 2, 3, 4]), 'centre-crop')).toEqual([2]);
  expect(seen(grey(4, 1, [1, 2, 3, 4]), 'centre-crop')).toEqual([2]);
  expect(seen(grey(2, 3, [1, 2, 3, 4, 5, 6]), 'centre-crop')).toEqual([1, 2, 4, 5]);
});

test('a picture is filled up with black on all sides, an odd surplus stands at the bottom and right', () => {
  expect(seen(grey(1, 2, [1, 2]), 'pad')).toEqual([1, 2, 0, 0]);
  expect(seen(grey(3, 1, [1, 2, 3]), 'pad')).toEqual([0, 1, 0, 0, 2, 0, 0, 3, 0]);
});

test('a part that reaches beyond its picture is resized as if black stood there', () => {
  const size = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(size, size, size, fc.integer(), (rows, columns, to, seed) => {
      const picture = grey(
        rows,
        columns,
        Array.from({ length: rows * columns }, (_, k) => Math.abs(Math.sin(seed + k))),
      );
      const square = squareOf(picture, 'pad');
      const filled = grey(square.rows, square.columns, seen(picture, 'pad'));
      expect(areaResize(picture, to, to, square)).toEqual(areaResize(filled, to, to));
    }),
  );
});

test('a picture is fitted within a side and never enlarged', () => {
  const fitted = fitWithin(grey(1000, 500, new Array(500_000).fill(0.5)), 512);
  expect([fitted.rows, fitted.columns]).toEqual([512, 256]);
  expect(fitWithin(grey(2, 2, [0, 1, 0, 1]), 512).rows).toBe(2);
});
