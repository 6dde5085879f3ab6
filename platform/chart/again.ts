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
