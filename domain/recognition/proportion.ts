const NORMAL_975 = 1.959963984540054;

/** A share of a count with Wilson's 95 % score interval (Wilson 1927); all NaN where nothing was counted. */
export function proportion(hits: number, total: number): { share: number; ci95: readonly [number, number] } {
  const share = hits / total;
  const square = NORMAL_975 ** 2;
  const centre = (share + square / (2 * total)) / (1 + square / total);
  const reach =
    (NORMAL_975 / (1 + square / total)) * Math.sqrt((share * (1 - share)) / total + square / (4 * total * total));
  // The ends of nothing and of all are 0 and 1 but for rounding.
  return { share, ci95: [Math.max(0, centre - reach), Math.min(1, centre + reach)] };
}
