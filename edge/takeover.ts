import { OkaError } from '../schemas/errors.ts';
import { isLocked, lockFolder } from './lock.ts';

const LOOK_EVERY_MS = 100;

/**
 * Holds the folder of the edge for this process alone, waiting for a while for the one before to let it go: so the new
 * version can be started while the old one still ends what it has begun, and only one of them ever dispatches.
 * @throws OkaError `configuration` when another process holds it after that time
 */
export async function takeOver(
  folder: string,
  withinMs: number,
  onWaiting: () => void = () => undefined,
): Promise<() => Promise<void>> {
  const until = Date.now() + withinMs;
  let hasSaid = false;
  for (;;) {
    try {
      return await lockFolder(folder);
    } catch (fault) {
      const isHeld = fault instanceof OkaError && fault.code === 'configuration';
      if (!isHeld || Date.now() >= until) throw fault;
    }
    if (!hasSaid) onWaiting();
    hasSaid = true;
    do await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    while (Date.now() < until && (await isLocked(folder)));
  }
}
