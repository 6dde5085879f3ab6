/** The first pause after a failure and the longest, in milliseconds. */
export type Backoff = readonly [first: number, longest: number];

/** So many failures in a row without any success mean that the region is away. */
const AWAY_AFTER = 3;

/**
 * The state of the line as a whole: after a failure a pause, doubled each time and spread between its half and its whole, so
 * that many edges do not come back at once; until something passes again only one request goes, to see.
 */
export function makeAttempts([first, longest]: Backoff, random: () => number = Math.random) {
  let [failures, pausedUntil] = [0, 0];
  let since: number | undefined;
  const pauseOf = (count: number): number =>
    Math.min(first * 2 ** Math.min(count - 1, 20), longest) * (0.5 + random() / 2);
  return {
    pauseOf,
    passed(): void {
      [failures, pausedUntil, since] = [0, 0, undefined];
    },
    /** Gives the pause. Several that break together are one failure. */
    failed(now: number): number {
      if (now < pausedUntil) return pausedUntil - now;
      since ??= now;
      failures += 1;
      pausedUntil = now + pauseOf(failures);
      return pausedUntil - now;
    },
    pausedUntil: (): number => pausedUntil,
    isTrying: (): boolean => failures > 0,
    awaySince: (): number | undefined => (failures >= AWAY_AFTER ? since : undefined),
  };
}
