import { reliabilityOf } from './curves.ts';
import { proportion } from './proportion.ts';

/** One assessed image of an evaluation: is it positive, and what did the model say? */
export type Judged = { readonly positive: boolean; readonly probability: number };

export type Figures = {
  readonly auc: number;
  readonly aucCi95: readonly [number, number];
  readonly sensitivity: number;
  readonly sensitivityCi95: readonly [number, number];
  readonly specificity: number;
  readonly specificityCi95: readonly [number, number];
  readonly ece: number;
  readonly brier: number;
  readonly n: number;
};

/**
 * Figures of a binary classifier at the threshold of `present`. With one class only, what needs both is NaN.
 * Sources stand at each function.
 */
export function figuresOf(judged: readonly Judged[], present: number): Figures {
  const { auc, interval } = aucDelong(judged);
  return {
    auc,
    aucCi95: interval,
    ...atThreshold(judged, present),
    ece: expectedCalibrationError(judged),
    brier: meanOf(judged.map(({ positive, probability }) => (probability - Number(positive)) ** 2)),
    n: judged.length,
  };
}

/** Sensitivity and specificity of "probability >= threshold", with Wilson's intervals. */
export function atThreshold(judged: readonly Judged[], threshold: number) {
  const ill = judged.filter(({ positive }) => positive);
  const well = judged.filter(({ positive }) => !positive);
  const sensitivity = proportion(ill.filter(({ probability }) => probability >= threshold).length, ill.length);
  const specificity = proportion(well.filter(({ probability }) => probability < threshold).length, well.length);
  return {
    sensitivity: sensitivity.share,
    sensitivityCi95: sensitivity.ci95,
    specificity: specificity.share,
    specificityCi95: specificity.ci95,
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Unbiased variance. */
function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Ranks from 1; equal values share the mean of their ranks. */
function midranks(values: readonly number[]): number[] {
  const order = values.map((value, place) => ({ value, place })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && order[to]?.value === order[from]?.value) to++;
    for (let k = from; k < to; k++) ranks[order[k]?.place as number] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

const NORMAL_975 = 1.959963984540054;

/** Area under the ROC curve with DeLong's 95 % interval (DeLong 1988; fast form: Sun and Xu 2014), cut to 0..1. */
export function aucDelong(judged: readonly Judged[]): { auc: number; interval: [number, number] } {
  const scores = (positive: boolean) =>
    judged.filter((one) => one.positive === positive).map(({ probability }) => probability);
  const [ill, well] = [scores(true), scores(false)];
  const [m, n] = [ill.length, well.length];
  const together = midranks([...ill, ...well]);
  const auc = (together.slice(0, m).reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2) / (m * n);
  const ofIll = midranks(ill).map((rank, k) => ((together[k] as number) - rank) / n);
  const ofWell = midranks(well).map((rank, k) => 1 - ((together[m + k] as number) - rank) / m);
  const reach = NORMAL_975 * Math.sqrt(varianceOf(ofIll) / m + varianceOf(ofWell) / n);
  return { auc, interval: [Math.max(0, auc - reach), Math.min(1, auc + reach)] };
}

/** ECE over ten equal-width bins of the probability (Naeini 2015; Guo 2017, arXiv 1706.04599). */
function expectedCalibrationError(judged: readonly Judged[]): number {
  const gaps = reliabilityOf(judged).map(({ positives, probability, n }) => Math.abs(positives - probability * n));
  return gaps.reduce((sum, gap) => sum + gap, 0) / judged.length;
}
