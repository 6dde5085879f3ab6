/**
 * Numbers in [0, 1) that look random and are the same for the same seed (mulberry32): a fault that was found once is found
 * again.
 */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same numbers, for drawing whole numbers and members of lists. */
export type Random = {
  /** 0 ≤ n < below */
  readonly below: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
};

export function randomFrom(seed: number): Random {
  const next = randomOf(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[below(from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
  return { below, pick };
}

/** Fisher–Yates with the given generator; the list itself is left as it is. */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}
