import { z } from 'zod';
import { CALL_OUTCOMES } from '../../schemas/api/duty.ts';
import { Ask } from '../../schemas/delivery.ts';
import { PersonId } from '../../schemas/duty.ts';
import { Instant } from '../../schemas/input.ts';
import { canonicalHash, canonicalJson } from '../fhir/canonical.ts';

const Tried = z.strictObject({ key: z.string(), by: PersonId, at: Instant, outcome: z.enum(CALL_OUTCOMES) });

/** Somebody to be called about a version of a result, with what became of each call. `ended`: nobody is to call any more. */
export const StoredCall = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  ask: Ask,
  tried: z.array(Tried),
  ended: z.enum(['reached', 'over']).optional(),
});
export type StoredCall = z.infer<typeof StoredCall>;

/** Commutative, associative and idempotent: every telling stands once by its key, the earlier ask is the ask, `over` wins. */
export function mergeCall(stored: StoredCall | undefined, incoming: StoredCall): StoredCall {
  const both = stored === undefined ? [incoming] : [stored, incoming];
  const tried = new Map<string, z.infer<typeof Tried>>();
  for (const one of both.flatMap((call) => call.tried)) {
    const known = tried.get(one.key);
    if (known === undefined || orderOf(one) < orderOf(known)) tried.set(one.key, one);
  }
  const inOrder = [...tried.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const ask = both.map((call) => call.ask).reduce((a, b) => (rankOf(a) <= rankOf(b) ? a : b));
  const ended = both.some((call) => call.ended === 'over')
    ? ('over' as const)
    : inOrder.some(({ outcome }) => outcome === 'reached')
      ? ('reached' as const)
      : undefined;
  return { id: incoming.id, ask, tried: inOrder, ...(ended ? { ended } : {}) };
}

const rankOf = (ask: Ask): string => `${ask.askedAt}#${canonicalJson(ask)}`;

const orderOf = ({ at, key, by, outcome }: z.infer<typeof Tried>): string => `${at}#${key}#${by}#${outcome}`;

/** One call about a version for each person, whatever asked for it. */
export const callId = ({ record, resultId, version, to }: Ask): string =>
  canonicalHash({ record, resultId, version, to }).slice(0, 32);
