import { expect, test } from '@jest/globals';
import type { Quality } from '../../schemas/quality.ts';
import type { Grey } from './grey.ts';
import { qualityFault } from './quality.ts';

const SIZE = 32;
const picture = (value: (row: number, column: number) => number): Grey => ({
  rows: SIZE,
  columns: SIZE,
  values: Float32Array.from({ length: SIZE * SIZE }, (_, k) => value(Math.floor(k / SIZE), k % SIZE)),
});
/** Bright in the middle, dark towards the sides, as a chest is. */
const chest = (row: number, column: number) =>
  0.2 + 0.6 * Math.sin((Math.PI * (row + 0.5)) / SIZE) * Math.sin((Math.PI * (column + 0.5)) / SIZE);

const quality: Quality = {
  mean: [0.3, 0.6],
  contrast: [0.05, 0.3],
  centreMinusBorder: [0.1, 0.7],
  template: { size: 2, minimumCorrelation: 0.5, values: [0.4, 0.41, 0.42, 0.43] },
};
const tilted = (row: number, column: number) => chest(row, column) + (0.02 * (row * 2 + column)) / SIZE;

test('a picture like the training films has no fault', () => {
  expect(qualityFault(picture(tilted), quality)).toBeUndefined();
});

test('a film that came upside down is told, where the manifest gives a margin', () => {
  const top = { size: 2, minimumCorrelation: -1, uprightMargin: 0.05, values: [0.6, 0.6, 0.2, 0.2] };
  const upright = picture((row, column) => chest(row, column) + (row < SIZE / 2 ? 0.05 : -0.05));
  const turned = picture((row, column) => chest(row, column) + (row < SIZE / 2 ? -0.05 : 0.05));
  expect(qualityFault(upright, { ...quality, template: top })).toBeUndefined();
  expect(qualityFault(turned, { ...quality, template: top })).toBe('upsideDown');
  const { uprightMargin: _, ...without } = top;
  expect(qualityFault(turned, { ...quality, template: without })).toBeUndefined();
});

test.each<[string, Grey]>([
  ['mean', picture(() => 0)],
  ['contrast', picture(() => 0.5)],
  ['centreMinusBorder', picture((row, column) => 1 - chest(row, column) - 0.1)],
  ['template', picture((row, column) => chest(row, column) - (0.02 * (row * 2 + column)) / SIZE + 0.02)],
  // Nothing varies at the template's size: a correlation that is no number passes no threshold.
  [
    'template',
    picture(
      (row, column) => ((row + column) % 2) * 0.2 + (row > 7 && row < 24 && column > 7 && column < 24 ? 0.55 : 0.35),
    ),
  ],
])('one unlike them is told by its first number outside: %s', (fault, image) => {
  expect(qualityFault(image, quality)).toBe(fault);
});
