import { z } from 'zod';
import { DerivedId } from './chart.ts';
import { CriticalLevel } from './duty.ts';
import { ClinicId, Instant, Sha256 } from './input.ts';
import { AnswerCode, ResultState, Severity } from './severity.ts';

/** Why somebody is told of a result, the nearest to the patient first. */
export const RECIPIENT_AS = [
  'attending',
  'referring',
  'appointment',
  'duty-radiologist',
  'reader',
  'deputy',
  'duty',
] as const;
export const RecipientAs = z.enum(RECIPIENT_AS);
export type RecipientAs = z.infer<typeof RecipientAs>;

/** A person (`sub` of his token) as one of a result's recipients. */
export const Recipient = z.strictObject({ person: z.string().min(1), as: RecipientAs });
export type Recipient = z.infer<typeof Recipient>;

/** Ways to a person. `desk` is the list that he opens himself; the others come to him. */
export const NOTICE_CHANNELS = ['desk', 'mail', 'sms', 'phone'] as const;
export const NoticeChannel = z.enum(NOTICE_CHANNELS);
export type NoticeChannel = z.infer<typeof NoticeChannel>;

/** Why a person is asked: a critical result, its correction, or that it was taken back. */
export const NoticeReason = z.enum(['critical', 'corrected', 'withdrawn']);
export type NoticeReason = z.infer<typeof NoticeReason>;

/** What became of a notice: handed to whoever carries it (or put on the list of calls), or not. */
export const NoticeOutcome = z.enum(['sent', 'failed']);
export type NoticeOutcome = z.infer<typeof NoticeOutcome>;

/** One person asked through one channel about one version: (version, to, channel) names it, and it stands once. */
export const Notice = z.strictObject({
  to: z.string().min(1),
  channel: NoticeChannel,
  /** Which step of the escalation asked: 0 are those who know the patient. */
  rung: z.number().int().nonnegative(),
  version: z.number().int().positive(),
  reason: NoticeReason,
  askedAt: Instant,
  outcome: NoticeOutcome.optional(),
  outcomeAt: Instant.optional(),
  /** Stable reason of `failed`: `clinic-offline`, or what the gateway said as a code; never its words. */
  why: z.string().max(80).optional(),
});
export type Notice = z.infer<typeof Notice>;

/** What a signed-in human repeated of a critical result: the year of birth and the value, as he typed them. */
export const ReadBack = z.strictObject({ birthYear: z.string().max(10), says: z.string().max(200) });
export type ReadBack = z.infer<typeof ReadBack>;

/**
 * A result's way to its physician, on three axes that do not wait for each other (docs/delivery.md): what systems said
 * (`delivered`), what humans did (`reads`, `acknowledged`, `actedOn`), and whom the region asks (`notices`, `rung`, `alarm`).
 */
export const Delivery = z.strictObject({
  record: DerivedId,
  resultId: Sha256,
  version: z.number().int().positive(),
  clinic: ClinicId,
  /** The record system it was sent to; absent: the clinic has none, and its desk is where it is read. */
  ehr: z.string().optional(),
  severity: Severity,
  state: ResultState.optional(),
  sentAt: Instant,
  delivered: z.strictObject({ at: Instant, code: AnswerCode, text: z.string().optional() }).optional(),

  /** The newest version that each reader has opened, and when he first did. */
  reads: z.array(z.strictObject({ by: z.string(), at: Instant, version: z.number().int().positive() })).default([]),
  acknowledged: z.strictObject({ at: Instant, by: z.string(), readBack: ReadBack.optional() }).optional(),
  actedOn: z.strictObject({ at: Instant, by: z.string(), what: z.string().max(500).optional() }).optional(),

  /** Level of what is critical, or was until this version took it back. */
  level: CriticalLevel.optional(),
  /** The version that people were last told of: an acknowledgement of it or a newer one counts. */
  from: z.number().int().positive().optional(),
  recipients: z.array(Recipient).default([]),
  /** Staff numbers in the chart that no person of the directory bears: said, and the duty stands in. */
  unknownStaff: z.array(z.string()).default([]),
  notices: z.array(Notice).default([]),
  /** How far the escalation has come: 0 are the recipients, each further one the next on the ladder. */
  rung: z.number().int().nonnegative().default(0),
  /** The duty alarm: active since then until somebody takes it. */
  alarm: z.strictObject({ since: Instant, takenAt: Instant.optional(), takenBy: z.string().optional() }).optional(),
  /** By when a human must have acknowledged; gone once he has, or once it is overdue. */
  dueAt: Instant.optional(),
  overdueSince: Instant.optional(),
  /** When the region looks at this delivery next, whatever happens until then. */
  askAt: Instant.optional(),
});
export type Delivery = z.infer<typeof Delivery>;

/** A delivery as somebody writes it down: lists that are empty may be left out. */
export type DeliveryInput = z.input<typeof Delivery>;

/** An ask that goes to whoever carries notices: keys only, no patient data. The same ask twice is the same ask. */
export const Ask = z.strictObject({
  record: DerivedId,
  resultId: Sha256,
  version: z.number().int().positive(),
  clinic: ClinicId,
  to: z.string().min(1),
  channel: z.enum(['mail', 'sms', 'phone']),
  rung: z.number().int().nonnegative(),
  reason: NoticeReason,
  level: CriticalLevel.optional(),
  askedAt: Instant,
});
export type Ask = z.infer<typeof Ask>;
