import type { World } from '../../platform/world.ts';
import type { Feedback } from '../../schemas/cds-hooks/feedback.ts';
import type { Refusal } from '../../schemas/cds-hooks/refusals.ts';
import type { Principal } from '../../schemas/principal.ts';

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
  let known = 0;
  for (const one of feedback) {
    const { card, outcome, outcomeTimestamp } = one;
    const overridden = one.outcome === 'overridden' ? one.overrideReason : undefined;
    const { system, code } = overridden?.reason ?? {};
    const isKnown = await chart.cards.addFeedback(client, {
      uuid: card,
      outcome,
      at: notAfter(now, outcomeTimestamp),
      suggestions: one.outcome === 'accepted' ? one.acceptedSuggestions.map(({ id }) => id) : [],
      ...(overridden?.reason === undefined
        ? {}
        : { reason: { ...(system ? { system } : {}), ...(code ? { code } : {}) } }),
      ...(overridden?.userComment === undefined ? {} : { comment: overridden.userComment }),
    });
    if (isKnown) known += 1;
  }
  return known === 0 ? { refused: 'unknown-card', at: 'feedback' } : undefined;
}

/** An answer from a clock that runs ahead would be the newest, and keep a critical matter silent, for as long as it does. */
function notAfter(now: string, said: string): string {
  const at = new Date(said).toISOString();
  return at < now ? at : now;
}
