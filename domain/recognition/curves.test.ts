import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { reliabilityOf, rocOf } from './curves.ts';
import { figuresOf, type Judged } from './figures.ts';

const some = fc.array(
  fc.record({ positive: fc.boolean(), probability: fc.integer({ min: 0, max: 20 }).map((n) => n / 20) }),
  { minLength: 2, maxLength: 60 },
);
const ofBothClasses = some.filter(
  (judged) => judged.some(({ positive }) => positive) && judged.some(({ positive }) => !positive),
);

test('a ROC curve by hand: one point per different probability, corners only', () => {
  const judged: Judged[] = [
    { positive: true, probability: 0.9 },
    { positive: true, probability: 0.8 },
    { positive: false, probability: 0.4 },
    { positive: true, probability: 0.4 },
    { positive: false, probability: 0.1 },
  ];
  expect(rocOf(judged).map(({ falsePositives, truePositives }) => [falsePositives, truePositives])).toEqual([
    [0, 0],
    [0, 2 / 3],
    [0.5, 1],
    [1, 1],
  ]);
});

test('the area under the points is the AUC', () => {
  fc.assert(
    fc.property(ofBothClasses, (judged) => {
      const points = rocOf(judged);
      const area = points.slice(1).reduce((sum, { falsePositives: x, truePositives: y }, at) => {
        const before = points[at];
        return sum + ((x - (before?.falsePositives ?? 0)) * (y + (before?.truePositives ?? 0))) / 2;
      }, 0);
      expect(area).toBeCloseTo(figuresOf(judged, 0.5).auc, 10);
    }),
  );
});

test('one class alone has no curve', () => {
  expect(rocOf([{ positive: true, probability: 0.5 }])).toEqual([]);
});

test('every image lies in exactly one bin, a probability of 1 in the last', () => {
  fc.assert(
    fc.property(some, (judged) => {
      const bins = reliabilityOf(judged);
      expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(judged.length);
      expect(bins.at(-1)?.n).toBe(judged.filter(({ probability }) => probability >= 0.9).length);
      for (const { n, observed, observedCi95 } of bins) {
        expect(observed === null).toBe(n === 0);
        if (observed !== null && observedCi95 !== null)
          expect(observedCi95[0] <= observed && observed <= observedCi95[1]).toBe(true);
      }
    }),
  );
});
