import type { StoredDutyChange } from '../../schemas/duty.ts';

/**
 * One change of the day as two tellers know it. Commutative, associative and idempotent: who said it first stands, and once it
 * was taken back it stays so, whichever of the two arrives first. Both are of one id, which names the change itself.
 */
export function mergeChange(stored: StoredDutyChange | undefined, incoming: StoredDutyChange): StoredDutyChange {
  if (stored === undefined) return incoming;
  const undone = earlier(stored.undone, incoming.undone);
  return { ...stored, said: earlier(stored.said, incoming.said) ?? stored.said, ...(undone ? { undone } : {}) };
}

type Said = StoredDutyChange['said'];

const keyOf = ({ at, by }: Said): string => `${at}#${by}`;

function earlier(a: Said | undefined, b: Said | undefined): Said | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return keyOf(a) <= keyOf(b) ? a : b;
}
