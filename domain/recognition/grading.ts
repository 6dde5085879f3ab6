import { aucDelong } from './figures.ts';

/** One assessed image of a graded disease: the reader's grade, and the probability of each grade or more. */
export type Graded = {
  readonly grade: number;
  /** `atLeast[k]`: probability of grade `k + 1` or more. */
  readonly atLeast: readonly number[];
};

/** How well the grades of a model agree with a reader's. */
export type GradingFigures = {
  /** AUC of "grade k or more", for each k from 1. */
  readonly atLeast: readonly {
    readonly grade: number;
    readonly auc: number;
    readonly aucCi95: readonly [number, number];
    readonly positives: number;
  }[];
  /** `confusion[reader][model]`: how many. */
  readonly confusion: readonly (readonly number[])[];
  /** Share of images with the very same grade, and with one at most one away. */
  readonly same: number;
  readonly withinOne: number;
  /** Cohen's kappa with quadratic weights, and its bootstrap interval. */
  readonly quadraticKappa: number;
  readonly quadraticKappaCi95: readonly [number, number];
};

/** The grade a model says: how many of its cumulative probabilities reach one half. */
export const gradeOf = (atLeast: readonly number[]): number => atLeast.filter((one) => one >= 0.5).length;

/** @param grades how many grades there are, 0 included */
export function gradingFigures(graded: readonly Graded[], grades: number): GradingFigures {
  const pairs = graded.map(({ grade, atLeast }) => [grade, gradeOf(atLeast)] as const);
  const share = (most: number): number =>
    pairs.filter(([reader, model]) => Math.abs(reader - model) <= most).length / pairs.length;
  const counts = confusionOf(pairs, grades);
  return {
    atLeast: Array.from({ length: grades - 1 }, (_, k) => {
      const judged = graded.map(({ grade, atLeast }) => ({ positive: grade > k, probability: atLeast[k] ?? 0 }));
      const { auc, interval } = aucDelong(judged);
      const positives = judged.filter(({ positive }) => positive).length;
      return { grade: k + 1, auc, aucCi95: interval, positives };
    }),
    confusion: counts,
    same: share(0),
    withinOne: share(1),
    quadraticKappa: quadraticKappa(counts),
    quadraticKappaCi95: bootstrap(pairs, (some) => quadraticKappa(confusionOf(some, grades))),
  };
}

type Pair = readonly [reader: number, model: number];

function confusionOf(pairs: readonly Pair[], grades: number): number[][] {
  const counts = Array.from({ length: grades }, () => new Array<number>(grades).fill(0));
  for (const [reader, model] of pairs) {
    const row = counts[reader];
    if (row !== undefined) row[model] = (row[model] ?? 0) + 1;
  }
  return counts;
}

/** 1 - (weighted disagreement seen) / (weighted disagreement by chance), weights (i - j)² (Cohen 1968). */
export function quadraticKappa(counts: readonly (readonly number[])[]): number {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  const rows = counts.map(sum);
  const columns = counts.map((_, column) => sum(counts.map((row) => row[column] ?? 0)));
  const all = sum(rows);
  let seen = 0;
  let chance = 0;
  for (const [i, row] of counts.entries()) {
    for (const [j, count] of row.entries()) {
      seen += (i - j) ** 2 * count;
      chance += ((i - j) ** 2 * (rows[i] ?? 0) * (columns[j] ?? 0)) / all;
    }
  }
  return 1 - seen / chance;
}

const DRAWS = 1000;

/** Percentile interval of 1,000 samples drawn with replacement (Efron 1979), the same ones at every run. */
function bootstrap(pairs: readonly Pair[], figure: (some: readonly Pair[]) => number): [number, number] {
  if (pairs.length === 0) return [Number.NaN, Number.NaN];
  const random = generator(1);
  const values = Array.from({ length: DRAWS }, () =>
    figure(pairs.map(() => pairs[Math.floor(random() * pairs.length)] as Pair)),
  ).sort((a, b) => a - b);
  const at = (share: number): number => values[Math.round(share * (DRAWS - 1))] as number;
  return [at(0.025), at(0.975)];
}

/** Numbers 0 to below 1 from a seed: Lehmer's generator with the constants of Park and Miller (1988). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}
