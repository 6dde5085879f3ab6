import { z } from 'zod';
import { Instant } from '../../schemas/input.ts';

/** What became of an object that a modality asked for. Pending is said by neither. */
const End = z.strictObject({
  /** Undefined: the region holds it. */
  reason: z.number().optional(),
  at: Instant,
});
export type ObjectEnd = z.infer<typeof End>;

/** A request for storage commitment, from N-ACTION until the modality has taken the report. */
export const RequestFact = z.strictObject({
  transactionUid: z.string(),
  callingAe: z.string(),
  askedAt: Instant,
  objects: z.array(z.strictObject({ sopClassUid: z.string(), sopInstanceUid: z.string() })),
  /** By SOP Instance UID; what is not in it is pending. Written once and never changed: a success is not taken back. */
  ends: z.record(z.string(), End),
  /** When the last object had its end: from then on the report is sent. */
  answeredAt: Instant.optional(),
  reportedAt: Instant.optional(),
  /** The modality did not take the report for `reportDays`. */
  givenUpAt: Instant.optional(),
});
export type RequestFact = z.infer<typeof RequestFact>;

export const requestKey = ({ callingAe, transactionUid }: Pick<RequestFact, 'callingAe' | 'transactionUid'>): string =>
  `${callingAe}#${transactionUid}`;
