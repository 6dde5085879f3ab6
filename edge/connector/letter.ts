import { z } from 'zod';
import { DerivedId } from '../../schemas/chart.ts';
import { ClinicId, Instant, Sha256 } from '../../schemas/input.ts';
import { ResultPublished } from '../../schemas/messages.ts';
import { AnswerCode, ResultState, Severity } from '../../schemas/result.ts';

const Version = z.number().int().positive();

/**
 * Why a human is asked. `ehr-silent`: it may have the result, and the region was told nothing. `ehr-refused`, `ehr-busy`:
 * it will not have it, or not now for too long; the region was told, and the result may be sent again by hand.
 */
export const HumanCode = z.enum(['ehr-silent', 'ehr-refused', 'ehr-busy']);
export type HumanCode = z.infer<typeof HumanCode>;

/** One version of a result that was taken from the queue: durable here before the queue lets go of it. */
export const Letter = z.strictObject({
  /** As `oka.result.published` said it, with the bundle once it is here. */
  data: ResultPublished.shape.data,
  traceparent: z.string(),
  takenAt: Instant,
  /** Its turn: letters of one record go in the order of their places. */
  place: z.number().int().nonnegative(),
  /** What is sent, in base64; written once, so that a repeat is the same bytes (contract 7). */
  wire: z.string().optional(),
  /** It left for a receiver that does not replace, and no answer is kept: after a crash nobody knows. */
  leftAt: Instant.optional(),
  /** Refusals "for now" that were its own: the receiver took others meanwhile. */
  refusals: z.number().int().nonnegative().default(0),
  /** Waits for a human: why, since when, and what the region is told meanwhile. */
  human: z
    .strictObject({ since: Instant, code: HumanCode, why: z.string(), answer: z.enum(['AE', 'AR']).optional() })
    .optional(),
  /** Its way to the record system has ended; only consumers of the edge are still to be told. */
  ended: z.boolean().default(false),
  /** Consumers of the edge (cache, PACS) that have it. */
  told: z.array(z.string()).default([]),
});
export type Letter = z.infer<typeof Letter>;

/** What an answer to the region says. */
export const Answer = z.strictObject({
  version: Version,
  code: AnswerCode,
  text: z.string().max(500).optional(),
  at: Instant,
  traceparent: z.string(),
});
export type Answer = z.infer<typeof Answer>;

/** What is known of one result at the record system: kept when the letters are gone. */
export const LedgerRow = z.strictObject({
  record: DerivedId,
  clinic: ClinicId,
  severity: Severity,
  state: ResultState,
  /** The highest version that it has; 0: none. */
  applied: z.number().int().nonnegative(),
  /** The highest version of which it is known how it ended, and the place of that letter. */
  settled: z.number().int().nonnegative(),
  place: z.number().int().nonnegative(),
  at: Instant,
  /** The highest version of which the region was told something, or will be. */
  told: z.number().int().nonnegative(),
  /** Answers that the region has not got yet, in their order. */
  owed: z.array(Answer),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

/** A result as it is handed to the other parts of the edge. */
export type TakenResult = ResultPublished['data'] & { readonly takenAt: string; readonly bundle: object };

export const letterKey = ({ resultId, version }: { resultId: string; version: number }): string =>
  `${Sha256.parse(resultId)}/${version}`;
