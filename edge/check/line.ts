/** One thing that `oka edge check` has looked at. `fail`: the edge will not work like this; `warn`: it will, not well. */
export type CheckLine = {
  /** Stable name: `link-clock`, `disk-sync`, … */
  readonly id: string;
  readonly state: 'ok' | 'warn' | 'fail' | 'skip';
  /** What was measured or found. */
  readonly found: string;
  readonly whatToDo?: string;
  /** The figures behind the sentence, with their units in their names. */
  readonly figures?: Readonly<Record<string, number>>;
};

/** The middle one, and the one below which 95 of 100 lie, of numbers in any order. */
export function spread(values: readonly number[]): { readonly median: number; readonly p95: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}

/** A part of the check that breaks is a line, too: the others are still of use. */
export async function lines(id: string, look: () => Promise<readonly CheckLine[]>): Promise<readonly CheckLine[]> {
  try {
    return await look();
  } catch (fault) {
    const { code = '', message = '' } = fault as { code?: string; message?: string };
    return [{ id, state: 'fail', found: `it could not be looked at: ${code} ${message}`.trim() }];
  }
}
