import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Reference } from '../../schemas/manifest.ts';
import type { BlindRead } from '../../schemas/watch.ts';
import { histogramOf, psi, scoreDrift, scoresOf } from './psi.ts';
import { isBlindSample, signalsOf, type WatchedRow, watchFigures } from './watch.ts';

/** A number between 0 and 1 that is the same each time. */
const drawn = (seed: number): number => {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x);
};
const ill = (seed: number): number => 0.7 + 0.3 * drawn(seed);
const well = (seed: number): number => 0.3 * drawn(seed);
const mean = (seed: number): number => 0.4 + 0.2 * drawn(seed + 0.5);

const N = 400;
const list = <T>(count: number, make: (k: number) => T): T[] => Array.from({ length: count }, (_, k) => make(k));
const reference: Reference = {
  on: 'validation',
  n: 2 * N,
  inputs: { mean: histogramOf(list(2 * N, mean)) },
  scores: scoresOf(list(N, ill), list(N, well)),
  abstention: 0.02,
};

const id = (k: number): string => `00000000-0000-8000-8000-${String(k).padStart(12, '0')}`;
const row = (k: number, change: Partial<WatchedRow> = {}): WatchedRow => {
  const isIll = drawn(k + 0.1) < 0.1;
  const probability = isIll ? ill(k + 0.3) : well(k + 0.3);
  return {
    observation: id(k),
    ...{ model: 'm', version: '1.0.0', clinic: 'north', record: id(900_000 + k), study: id(500_000 + k) },
    image: String(k),
    acceptedAt: new Date(Date.UTC(2026, 2, 1) + k * 60_000).toISOString(),
    standing: 'active',
    state: isIll ? 'present' : 'absent',
    probability,
    inputs: { mean: mean(k + 0.7) },
    revision: 1,
    ...change,
  };
};
const rows = (count: number, change: (k: number) => Partial<WatchedRow> = () => ({})): WatchedRow[] =>
  list(count, (k) => row(k, change(k)));
const signals = (images: readonly WatchedRow[], reads: readonly BlindRead[] = []) =>
  signalsOf(watchFigures(images, reads, reference), reference).map(({ signal, level }) => `${level} ${signal}`);

describe('drift', () => {
  test('is none where the same films come, though a tenth of the children is ill and not half', () => {
    const figures = watchFigures(rows(300), [], reference);
    expect(figures.inputs?.mean).toBeLessThan(0.1);
    expect(figures.scores).toBeLessThan(0.1);
    expect(signals(rows(300))).toEqual([]);
  });

  test('of the exposure is told by the two hundredth dark film, and not by the first hundred', () => {
    const dark = (from: number) => (k: number) => (k < from ? {} : { inputs: { mean: mean(k) - 0.15 } });
    expect(signals(rows(199, dark(0)))).toEqual([]);
    expect(signals(rows(200, dark(0)))).toEqual(['hard input-mean']);
    expect(signals(rows(1000, dark(800)))).toEqual(['hard input-mean']);
  });

  test('of the scores is told where no share of ill children explains them', () => {
    expect(signals(rows(200, (k) => ({ state: 'indeterminate', probability: 0.45 + 0.1 * drawn(k) })))).toEqual([
      'hard scores',
    ]);
  });

  test('is judged on films of those the model is meant for: adults’ films change nothing', () => {
    const adults = list(300, (k) =>
      row(5000 + k, { state: 'not-assessed', reason: 'age-outside', inputs: { mean: 0.9 } }),
    );
    expect(signals([...rows(200), ...adults].slice(0, 400))).toEqual([]);
  });

  test('is told of dark films of children that come between as many films of adults', () => {
    const dark = rows(400, (k) =>
      k % 2 === 0 ? { inputs: { mean: mean(k) - 0.15 } } : { state: 'not-assessed', reason: 'age-outside' },
    );
    expect(watchFigures(dark, [], reference).driftOf).toBe(200);
    expect(signals(dark)).toEqual(['hard input-mean']);
  });

  test('cannot be told without a reference', () => {
    const figures = watchFigures(rows(300), [], undefined);
    expect(figures).not.toHaveProperty('scores');
    expect(signalsOf(figures, undefined)).toEqual([]);
  });
});

describe('PSI', () => {
  test('is 0 for equal shares and the sum of its terms for others', () => {
    expect(psi([0.5, 0.5], [7, 7])).toBeCloseTo(0, 12);
    expect(psi([0.5, 0.5], [0.25, 0.75])).toBeCloseTo(0.25 * Math.log(2) + 0.25 * Math.log(1.5), 12);
  });

  test('of the scores finds the share of ill again', () => {
    const mixed = [...list(60, (k) => ill(k + 0.2)), ...list(140, (k) => well(k + 0.2))];
    expect(scoreDrift(reference.scores, mixed).share).toBeCloseTo(0.3, 1);
  });
});

describe('rates', () => {
  test('of films withheld because of the picture are told when they have tripled', () => {
    const withheld =
      (share: number) =>
      (k: number): Partial<WatchedRow> =>
        drawn(k + 0.9) < share ? { state: 'not-assessed', reason: 'quality-exposure' } : {};
    expect(signals(rows(150, withheld(0.03)))).toEqual([]);
    expect(signals(rows(150, withheld(0.2)))).toEqual(['hard abstention']);
    expect(signals(rows(80, withheld(0.5)))).toEqual([]);
  });

  test('of adults sent to a model of children are no fault', () => {
    expect(signals(rows(150, () => ({ state: 'not-assessed', reason: 'age-outside' })))).toEqual([]);
  });

  test('of failures are told when they have tripled', () => {
    expect(signals(rows(150, (k) => (k % 10 === 0 ? { state: 'failed' } : {})))).toEqual(['hard errors']);
    expect(signals(rows(150, (k) => (k % 50 === 0 ? { state: 'failed' } : {})))).toEqual([]);
  });
});

describe('agreement', () => {
  const disputed = (k: number): Partial<WatchedRow> => ({ agreement: k % 2 === 0 ? 'agrees' : 'disagrees' });

  test('with reports is judged from a hundred studies on, and is for a human', () => {
    expect(signals(rows(99, disputed))).toEqual([]);
    expect(signals(rows(100, disputed))).toEqual(['soft reports']);
    expect(signals(rows(300, (k) => (k % 10 === 0 ? { agreement: 'disagrees' } : { agreement: 'agrees' })))).toEqual(
      [],
    );
  });

  test('with blind readers counts a reader’s first answer, and none where he was unsure', () => {
    const images = rows(120);
    const read = (k: number, says: BlindRead['says'], minute: number): BlindRead => ({
      ...{ model: 'm', clinic: 'north', study: id(500_000 + k), reader: 'r', says },
      at: new Date(Date.UTC(2026, 3, 1, 0, minute)).toISOString(),
    });
    const wrong = (k: number) => (images[k]?.state === 'present' ? 'absent' : 'present');
    const reads = [
      ...list(110, (k) => read(k, wrong(k), 1)),
      ...list(110, (k) => read(k, images[k]?.state as 'present', 2)),
      read(115, 'unsure', 1),
    ];
    expect(watchFigures(images, [...reads].reverse(), reference).blind).toEqual({ count: 0, of: 110 });
    expect(signals(images, reads)).toEqual(['soft blind']);
  });

  test('the blind sample is one study in twenty, the same for everybody', () => {
    const names = list(4000, (k) => id(k));
    const chosen = names.filter((study) => isBlindSample('m', study));
    expect(chosen.length / names.length).toBeCloseTo(0.05, 1);
    expect(names.filter((study) => isBlindSample('m', study))).toEqual(chosen);
  });
});

test('any order and any number of repeats gives the same figures', () => {
  const images = rows(60, (k) => (k % 7 === 0 ? { state: 'not-assessed', reason: 'quality-contrast' } : {}));
  const wanted = watchFigures(images, [], reference);
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...images, ...images.slice(10, 40)], { minLength: 90, maxLength: 90 }),
      (shuffled) => {
        expect(watchFigures(shuffled, [], reference)).toEqual(wanted);
      },
    ),
    { numRuns: 30 },
  );
});

test('of two rows of one image the one that advice wrote last holds', () => {
  const [old, now] = [
    row(1, { revision: 3, state: 'waiting' }),
    row(1, { revision: 4, acceptedAt: row(2).acceptedAt }),
  ];
  for (const both of [
    [old, now],
    [now, old],
  ])
    expect(watchFigures(both, [], reference).states).toEqual({ [now.state]: 1 });
});
