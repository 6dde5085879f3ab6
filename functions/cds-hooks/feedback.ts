import { inBatches } from '../../platform/chart/batches.ts';
import type { CardFeedback } from '../../platform/chart/cards.ts';
import type { World } from '../../platform/world.ts';
import type { Feedback } from '../../schemas/cds-hooks/feedback.ts';
import type { Refusal } from '../../schemas/cds-hooks/refusals.ts';
import type { Principal } from '../../schemas/principal.ts';

/** Answers written at a time: a thousand of a client that was away end within the time of a call. */
const AT_ONCE = 16;

/**
 * Keeps what physicians answered; a matter that one has answered is silent for him while its facts stay. Cards that this
 * client was never shown are passed over; a refusal where there is no other.
 */
export async function takeFeedback(
  { feedback }: Feedback,
  { id: client }: Principal,
  { chart, clock }: World,
): Promise<Refusal | undefined> {
  const now = clock().toISOString();
  const known = await inBatches(feedback, (one) => chart.cards.addFeedback(client, answerIn(one, now)), AT_ONCE);
  return !known.includes(true) ? { refused: 'unknown-card', at: 'feedback' } : undefined;
}

function answerIn(one: Feedback['feedback'][number], now: string): CardFeedback {
  const { card, outcome, outcomeTimestamp } = one;
  const overridden = one.outcome === 'overridden' ? one.overrideReason : undefined;
  const { system, code } = overridden?.reason ?? {};
  return {
    uuid: card,
    outcome,
    at: notAfter(now, outcomeTimestamp),
    suggestions: one.outcome === 'accepted' ? one.acceptedSuggestions.map(({ id }) => id) : [],
    ...(overridden?.reason === undefined
      ? {}
      : { reason: { ...(system ? { system } : {}), ...(code ? { code } : {}) } }),
    ...(overridden?.userComment === undefined ? {} : { comment: overridden.userComment }),
  };
}

/** An answer from a clock that runs ahead would be the newest, and keep a critical matter silent, for as long as it does. */
function notAfter(now: string, said: string): string {
  const at = new Date(said).toISOString();
  return at < now ? at : now;
}
