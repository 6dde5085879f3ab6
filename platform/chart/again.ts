import { setTimeout as pause } from 'node:timers/promises';
import { OkaError } from '../../schemas/errors.ts';

const ATTEMPTS = 24;
const LONGEST_PAUSE_MS = 250;

/**
 * Reads, changes and writes until nobody else wrote in between. `attempt` answers undefined when it lost; between
 * attempts there is a growing pause of random length, so that many writers of one row do not meet again and again.
 * Throws `conflict` (transient: the queue brings the message again) after 24 attempts.
 */
export async function untilUnchanged<T>(attempt: () => Promise<{ readonly value: T } | undefined>): Promise<T> {
  for (let n = 0; n < ATTEMPTS; n++) {
    const won = await attempt();
    if (won !== undefined) return won.value;
    await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, 5 * 2 ** n));
  }
  throw new OkaError('conflict');
}

/** Runs `work` for every entry, at most `width` at a time; waits for all begun work before it throws the first error. */
export async function forEachOf<T, R>(entries: readonly T[], work: (entry: T) => Promise<R>, width = 8): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < entries.length; at += width) {
    const settled = await Promise.allSettled(entries.slice(at, at + width).map(work));
    for (const one of settled) {
      if (one.status === 'rejected') throw one.reason;
      results.push(one.value);
    }
  }
  return results;
}
