import { log } from '../../platform/log.ts';

/** All of it, one after the other: what fails in one must not keep the clock from the rest. Throws the first failure at the end. */
export async function inTurn(...work: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const one of work)
    await one().catch((cause: unknown) => {
      log.error('a part of the minute failed', {}, cause);
      failures.push(cause);
    });
  if (failures.length > 0) throw failures[0];
}
