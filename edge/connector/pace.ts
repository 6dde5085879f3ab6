import type { Time } from './time.ts';

/** After a silence the first result waits no longer, the next so long; each one that is taken halves it. */
const SLOW_MS = 2000;

/** Keeps results apart: at most so many a second, and slowly at first to a system that has just come back. */
export function makePace(perSecond: number, { steady }: Pick<Time, 'steady'>) {
  const fullMs = 1000 / perSecond;
  let gapMs = fullMs;
  let last = Number.NEGATIVE_INFINITY;
  return {
    /** How long the next one still has to wait. */
    waitMs: (): number => Math.max(0, last + gapMs - steady()),
    sent(): void {
      last = steady();
    },
    worked(): void {
      gapMs = Math.max(fullMs, gapMs / 2);
    },
    slowly(): void {
      gapMs = Math.max(fullMs, SLOW_MS);
    },
  };
}
