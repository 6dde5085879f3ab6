import type { Histogram, Reference } from '../../schemas/manifest.ts';

/** Least share of a bin, so that an empty one on either side is a large difference and not an infinite one. */
const FLOOR = 1e-3;

/**
 * Population stability index of what came against what was to be expected: Σ (o − e) · ln(o / e) over the bins.
 * Custom in credit scoring (Siddiqi 2006): below 0.1 nothing has moved, above 0.25 it is another population.
 */
export function psi(expected: readonly number[], observed: readonly number[]): number {
  const [e, o] = [shares(expected), shares(observed)];
  return e.reduce((sum, share, bin) => sum + ((o[bin] ?? FLOOR) - share) * Math.log((o[bin] ?? FLOOR) / share), 0);
}

function shares(values: readonly number[]): number[] {
  const floored = (sum: number) => values.map((value) => Math.max(FLOOR, sum > 0 ? value / sum : 0));
  const kept = floored(values.reduce((sum, value) => sum + value, 0));
  const total = kept.reduce((sum, value) => sum + value, 0);
  return kept.map((value) => value / total);
}

/** How many of the values lie in each bin; the first and the last bin are open. */
export function countsIn(edges: readonly number[], values: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    const bin = edges.filter((edge) => value >= edge).length;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** PSI of a number of the network's input against the films the model was tuned on. */
export const inputDrift = ({ edges, shares: expected }: Histogram, values: readonly number[]): number =>
  psi(expected, countsIn(edges, values));

const STEPS = 100;

/**
 * PSI of the scores against the mixture of ill and well that fits them best. How many are ill differs from clinic to clinic
 * and from winter to summer; that is no fault of the model. What no share of ill explains is.
 * @returns the drift, and the share of ill at which it is least
 */
export function scoreDrift(
  { edges, positive, negative }: Reference['scores'],
  values: readonly number[],
): { readonly psi: number; readonly share: number } {
  const observed = countsIn(edges, values);
  let best = { psi: Number.POSITIVE_INFINITY, share: 0 };
  for (let step = 0; step <= STEPS; step++) {
    const share = step / STEPS;
    const mixed = positive.map((value, bin) => share * value + (1 - share) * (negative[bin] ?? 0));
    const found = psi(mixed, observed);
    if (found < best.psi) best = { psi: found, share };
  }
  return best;
}

/**
 * Edges that cut the values into bins of equal counts, ties left together, and the share of each bin.
 * @param bins at most as many
 */
export function histogramOf(values: readonly number[], bins = 10): Histogram {
  const sorted = [...values].sort((a, b) => a - b);
  const cuts = Array.from(
    { length: bins - 1 },
    (_, cut) => sorted[Math.floor(((cut + 1) * sorted.length) / bins)] ?? 0,
  );
  const edges = [...new Set(cuts)].filter((edge) => edge > (sorted[0] ?? 0));
  const used = edges.length > 0 ? edges : [(sorted[0] ?? 0) + 1];
  return { edges: used, shares: countsIn(used, values).map((count) => count / Math.max(1, values.length)) };
}

/** Edges for scores: tenths would leave most bins of a sharp model empty, so they follow the scores of both classes. */
export function scoresOf(positive: readonly number[], negative: readonly number[], bins = 10): Reference['scores'] {
  const { edges } = histogramOf([...positive, ...negative], bins);
  const sharesIn = (values: readonly number[]) =>
    countsIn(edges, values).map((count) => count / Math.max(1, values.length));
  return { edges, positive: sharesIn(positive), negative: sharesIn(negative) };
}
