import { useState } from 'preact/hooks';
import type { DeskResult } from '../../schemas/api/desk-result.ts';

type Versioned = Pick<DeskResult, 'resultId' | 'version' | 'contentHash'>;

export const isSameVersion = (a: Versioned, b: Versioned): boolean =>
  a.resultId === b.resultId && a.version === b.version && a.contentHash === b.contentHash;

/**
 * The version on the screen stays there until its reader takes the newer one: what one reads, types about or signs is never
 * exchanged under his eyes. What humans did with the same version (reads, statements) comes in by itself.
 */
export function useHeld<Result extends Versioned>(latest: Result) {
  const [held, setHeld] = useState(latest);
  const other = held.resultId !== latest.resultId;
  const shown = other || isSameVersion(held, latest) ? latest : held;
  if (shown !== held) setHeld(shown);
  return { shown, newer: shown === latest ? undefined : latest, take: () => setHeld(latest) };
}
