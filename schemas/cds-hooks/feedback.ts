import { z } from 'zod';

/** Characters of an address or a code, and suggestions of a card: an answer is one row of the table. */
const LONGEST = 1000;
const MOST_SUGGESTIONS = 100;
const coded = z.string().min(1).max(LONGEST);

const OverrideReason = z
  .object({
    reason: z
      .object({
        system: coded.optional(),
        code: coded.optional(),
        display: coded.optional(),
      })
      .optional(),
    userComment: z.string().min(1).max(4000).optional(),
  })
  .refine(({ reason, userComment }) => reason !== undefined || userComment !== undefined, {
    message: 'holds a reason, a userComment, or both',
  });

const about = { card: z.guid(), outcomeTimestamp: z.iso.datetime({ offset: true }) };

/**
 * What physicians did with cards (CDS Hooks 2.0.1, "Feedback"; cds-fb-1 to cds-fb-3). Members of later versions and
 * extensions are left out. At most 1,000 at once: a client sends them as they happen or in small batches.
 */
export const Feedback = z.object({
  feedback: z
    .array(
      z.discriminatedUnion('outcome', [
        z.object({
          ...about,
          outcome: z.literal('accepted'),
          acceptedSuggestions: z
            .array(z.object({ id: z.guid() }))
            .min(1)
            .max(MOST_SUGGESTIONS),
        }),
        z.object({ ...about, outcome: z.literal('overridden'), overrideReason: OverrideReason.optional() }),
      ]),
    )
    .min(1)
    .max(1000),
});
export type Feedback = z.infer<typeof Feedback>;
