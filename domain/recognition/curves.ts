import type { Judged } from './figures.ts';
import { proportion } from './proportion.ts';

/** A corner of the ROC curve: the shares of the well and of the ill that are called at `threshold` or above. */
export type RocPoint = {
  readonly threshold: number;
  readonly falsePositives: number;
  readonly truePositives: number;
};

/**
 * The empirical ROC curve from (0, 0) to (1, 1), one point per different probability; points in the middle of a straight
 * piece are left out. Empty where one class is missing.
 */
export function rocOf(judged: readonly Judged[]): RocPoint[] {
  const ill = judged.filter(({ positive }) => positive).length;
  const well = judged.length - ill;
  if (ill === 0 || well === 0) return [];
  const sorted = [...judged].sort((a, b) => b.probability - a.probability);
  const points: RocPoint[] = [{ threshold: 1, falsePositives: 0, truePositives: 0 }];
  let called = { ill: 0, well: 0 };
  for (const [at, { positive, probability }] of sorted.entries()) {
    called = { ill: called.ill + Number(positive), well: called.well + Number(!positive) };
    if (sorted[at + 1]?.probability === probability) continue;
    points.push({ threshold: probability, falsePositives: called.well / well, truePositives: called.ill / ill });
  }
  return points.filter((point, at) => !isOnTheWay(points[at - 1], point, points[at + 1]));
}

/** Is the middle one of three points on a level or upright line between the others? */
const isOnTheWay = (before: RocPoint | undefined, point: RocPoint, after: RocPoint | undefined): boolean =>
  before !== undefined &&
  after !== undefined &&
  ((before.falsePositives === point.falsePositives && after.falsePositives === point.falsePositives) ||
    (before.truePositives === point.truePositives && after.truePositives === point.truePositives));

/** Films of one tenth of the probability: what was said of them on average, and how many were ill. */
export type Bin = {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly positives: number;
  /** Mean of what the model said; the middle of the bin where it is empty. */
  readonly probability: number;
  /** Share of the ill; null where the bin is empty. */
  readonly observed: number | null;
  readonly observedCi95: readonly [number, number] | null;
};

const BINS = 10;

/** Reliability in ten equal-width bins (Murphy and Winkler 1977); a probability of 1 lies in the last. */
export function reliabilityOf(judged: readonly Judged[]): Bin[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const own = judged.filter(({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)) === bin);
    const [from, to] = [bin / BINS, (bin + 1) / BINS];
    const positives = own.filter(({ positive }) => positive).length;
    if (own.length === 0)
      return { from, to, n: 0, positives, probability: (from + to) / 2, observed: null, observedCi95: null };
    const { share, ci95 } = proportion(positives, own.length);
    const probability = own.reduce((sum, one) => sum + one.probability, 0) / own.length;
    return { from, to, n: own.length, positives, probability, observed: share, observedCi95: ci95 };
  });
}
