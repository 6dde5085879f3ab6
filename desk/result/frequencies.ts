/**
 * Shares as people count: "of 100 … 88 (83 to 91)". Natural frequencies are understood where percentages of percentages
 * are not (Gigerenzer et al., Psychol Sci Public Interest 2007; 8: 53-96).
 */
export type Frequency = {
  readonly of: 100 | 1000;
  readonly count: number;
  readonly low?: number;
  readonly high?: number;
};

/**
 * A share with its 95 % interval, as a count out of 100, or out of 1,000 where the share itself is under one in a hundred.
 * The interval is rounded outwards: it must not look narrower than it is.
 * @param share 0 to 1; anything else is not a share and gives undefined
 */
export function frequencyOf(share: number | undefined, interval?: readonly [number, number]): Frequency | undefined {
  const isShare = (one: number) => one >= 0 && one <= 1;
  if (share === undefined || !isShare(share)) return undefined;
  const of = share > 0 && share < 0.01 ? 1000 : 100;
  const count = Math.round(share * of);
  if (interval === undefined || !interval.every(isShare)) return { of, count };
  // 0.83 * 100 is 83.00000000000001: rounded at the ninth digit first.
  const exact = (one: number) => Math.round(one * of * 1e9) / 1e9;
  return { of, count, low: Math.floor(exact(interval[0])), high: Math.ceil(exact(interval[1])) };
}
