import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { areaResize, centreCrop, fitWithin } from './resize.ts';

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

test('the centre crop leaves an odd surplus at the bottom and right', () => {
  expect(centreCrop(grey(1, 4, [1, 2, 3, 4])).values).toEqual(Float32Array.from([2]));
  expect(centreCrop(grey(4, 1, [1, 2, 3, 4])).values).toEqual(Float32Array.from([2]));
  expect([...centreCrop(grey(2, 3, [1, 2, 3, 4, 5, 6])).values]).toEqual([1, 2, 4, 5]);
});

test('a picture is fitted within a side and never enlarged', () => {
  const fitted = fitWithin(grey(1000, 500, new Array(500_000).fill(0.5)), 512);
  expect([fitted.rows, fitted.columns]).toEqual([512, 256]);
  expect(fitWithin(grey(2, 2, [0, 1, 0, 1]), 512).rows).toBe(2);
});
