/** One line of `npm run bench -- --json`. `ratio` is ours ÷ peer, or ours ÷ limit where there is no peer. */
export type BenchRow = {
  readonly name: string;
  readonly ours: number;
  readonly peer?: number;
  readonly peerName?: string;
  readonly limit?: number;
  readonly unit: string;
  readonly ratio?: number;
  /** (90th − 10th percentile) ÷ median of the single measurements: how far to trust the figure. */
  readonly spread: number;
  /** Where things are counted that are right or wrong: each of them with its answer. */
  readonly answers?: Readonly<Record<string, string>>;
};

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The value below which the share `p` of the values lies (nearest rank). */
export function percentile(values: readonly number[], p: number): number {
  const all = sorted(values);
  return all[Math.min(all.length - 1, Math.max(0, Math.ceil(p * all.length) - 1))] ?? Number.NaN;
}

export const spreadOf = (values: readonly number[]): number =>
  rounded((percentile(values, 0.9) - percentile(values, 0.1)) / percentile(values, 0.5));

export const rounded = (value: number): number => Number(value.toPrecision(4));

/** Rows as a person reads them. */
export const textOf = (rows: readonly BenchRow[]): string =>
  rows
    .map(({ name, ours, peer, peerName, limit, unit, ratio, spread }) =>
      [
        name.padEnd(52),
        `${ours} ${unit}`.padEnd(23),
        (peer === undefined
          ? limit === undefined
            ? ''
            : `aim ${limit} ${unit}`
          : `${peerName} ${peer} ${unit}`
        ).padEnd(40),
        (ratio === undefined ? '' : `ratio ${ratio}`).padEnd(14),
        `spread ${spread}`,
      ].join(' '),
    )
    .join('\n');
