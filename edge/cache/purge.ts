import type { Facts } from '../facts/facts.ts';
import { type CacheFact, touchedAt } from './facts.ts';

export type Keep = {
  /** As exactly as it is known (clock.ts). */
  readonly now: string;
  readonly resultMs: number;
  /** Days of the clinic's calendar. */
  readonly days: readonly string[];
};

/** What somebody has seen goes with the results; what nobody has, after a month. */
const UNSEEN_MS = 30 * 24 * 3600_000;

/**
 * Removes what is older than it may be kept. Where the time is not certain (no answer of the region since the start), the
 * cursor goes with what is removed: if it was the clock that was wrong, the next answer brings everything again.
 */
export async function purge(
  facts: Facts<CacheFact>,
  keep: Keep,
  { isCertain }: { readonly isCertain: boolean },
): Promise<number> {
  const over = [...facts.entries()].filter(([, fact]) => isOver(fact, keep));
  for (const [key] of over) await facts.remove(key);
  const region = facts.get('region');
  // An empty cursor asks for all that the region tells; when it last answered stays known.
  if (over.length > 0 && !isCertain && region?.kind === 'region') await facts.put('region', { ...region, cursor: '' });
  return over.length;
}

function isOver(fact: CacheFact, { now, resultMs, days }: Keep): boolean {
  const age = (instant: string): number => Date.parse(now) - Date.parse(instant);
  switch (fact.kind) {
    case 'result':
      return age(touchedAt(fact)) > resultMs;
    case 'day':
      return !days.includes(fact.day);
    case 'meanwhile': {
      if (fact.to === undefined) return false;
      return age(fact.to) > (fact.seenBy.length > 0 ? resultMs : UNSEEN_MS);
    }
    default:
      return false;
  }
}
