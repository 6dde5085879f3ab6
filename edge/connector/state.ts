import { z } from 'zod';
import { Instant } from '../../schemas/input.ts';

/** What waits for which record system, since when, and what a human must decide: for `oka edge` and the edge's page. */
export const ConnectorState = z.object({
  ehr: z.string(),
  at: Instant,
  /** `closed`: it takes results. `open`: it does not; it is tried again at `nextTryAt`. */
  breaker: z.object({
    state: z.enum(['closed', 'open', 'trying']),
    since: Instant.optional(),
    /** What was seen last: a word of ours, never of the answer. */
    why: z.string().optional(),
    nextTryAt: Instant.optional(),
  }),
  /** Results that wait for it, since when the oldest does, and how many of them are critical. */
  waiting: z.number(),
  waitingSince: Instant.optional(),
  critical: z.number(),
  /** Nobody knows whether it has these, or it refuses them for now again and again: `oka edge ehr` decides. */
  human: z.array(
    z.object({
      resultId: z.string(),
      version: z.number(),
      record: z.string(),
      severity: z.string(),
      since: Instant,
      code: z.string(),
      why: z.string(),
    }),
  ),
  /** Answers that the region has not got yet. */
  owed: z.number(),
  /** The queue of the region: since when it does not answer, or that there is no room for more here. */
  queue: z.object({ awaySince: Instant.optional(), full: z.boolean() }),
  /** Parts of the edge that have not taken everything yet. */
  consumers: z.array(z.object({ name: z.string(), behind: z.number(), since: Instant.optional() })),
  /** Since the start. */
  totals: z.object({
    taken: z.number(),
    delivered: z.number(),
    refused: z.number(),
    superseded: z.number(),
    repeated: z.number(),
  }),
  /** The last time it was away: since when, until when, and how many results had come together. */
  lastSilence: z.object({ since: Instant, until: Instant, waited: z.number() }).optional(),
  lastDeliveredAt: Instant.optional(),
});
export type ConnectorState = z.infer<typeof ConnectorState>;
