import { expect, test } from '@jest/globals';
import type { Grey } from './grey.ts';
import { overlay } from './heat-map.ts';

const wide: Grey = { rows: 10, columns: 20, values: new Float32Array(200) };
/** Evidence in the leftmost quarter of the square, none in the rest. */
const values = Float32Array.from({ length: 16 }, (_, k) => (k % 4 === 0 ? 1 : -1));
/** Columns of the middle line where the overlay shows anything. */
const shown = (fit?: 'centre-crop' | 'pad'): number[] => {
  const { bytes, columns } = overlay(wide, { rows: 4, columns: 4, values, ...(fit === undefined ? {} : { fit }) });
  return Array.from({ length: columns }, (_, k) => k).filter((k) => (bytes[(5 * columns + k) * 4] ?? 0) > 0);
};

test('a map of the cut-out square lies over the middle of the picture', () => {
  expect(shown()).toEqual(shown('centre-crop'));
  expect(shown('centre-crop')[0]).toBe(5);
});

test('a map of the filled-up square lies over the whole picture', () => {
  expect(shown('pad')[0]).toBe(0);
  expect(shown('pad').at(-1)).toBeLessThan(10);
});

test('evidence against the label is not shown', () => {
  const { bytes } = overlay(wide, { rows: 4, columns: 4, values: values.map(() => -1) });
  expect(bytes.every((value, at) => value === (at % 4 === 3 ? 255 : 0))).toBe(true);
});
