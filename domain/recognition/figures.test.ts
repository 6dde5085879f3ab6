import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { figuresOf, type Judged } from './figures.ts';

const judged = (ill: number[], well: number[]): Judged[] => [
  ...ill.map((probability) => ({ positive: true, probability })),
  ...well.map((probability) => ({ positive: false, probability })),
];

test('figures of a small case by hand', () => {
  const figures = figuresOf(judged([0.9, 0.8, 0.4], [0.1, 0.4, 0.3, 0.2]), 0.4);
  // 11 of 12 pairs in order, one tie: (11 + 0.5) / 12.
  expect(figures.auc).toBeCloseTo(11.5 / 12, 12);
  expect(figures.sensitivity).toBe(1);
  expect(figures.specificity).toBe(0.75);
  expect(figures.brier).toBeCloseTo((0.01 + 0.04 + 0.36 + 0.01 + 0.16 + 0.09 + 0.04) / 7, 12);
  // Bins 0.1, 0.2, 0.3, 0.4 (two), 0.8, 0.9.
  expect(figures.ece).toBeCloseTo((0.1 + 0.2 + 0.3 + 0.2 + 0.2 + 0.1) / 7, 12);
  // DeLong by hand: V10 = 1, 1, 7/8; V01 = 1, 5/6, 1, 1.
  const reach = 1.959964 * Math.sqrt(1 / 192 / 3 + 1 / 144 / 4);
  expect(figures.aucCi95[0]).toBeCloseTo(11.5 / 12 - reach, 6);
  expect(figures.aucCi95[1]).toBe(1);
});

test('the area is the share of pairs in order', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(scores, scores, (ill, well) => {
      const pairs = ill.flatMap((a) => well.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
      const share = pairs.reduce((sum: number, one) => sum + one, 0) / pairs.length;
      const part = (values: number[]) => values.map((value) => value / 20);
      expect(figuresOf(judged(part(ill), part(well)), 0.5).auc).toBeCloseTo(share, 10);
    }),
  );
});
