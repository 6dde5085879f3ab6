import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { ClinicId, Instant } from '../input.ts';
import { Bilingual } from '../result.ts';
import { json, type Route } from './route.ts';

const text = z.string().min(1);

/**
 * `proposed`: nobody has signed or ordered it. `ordered`: an order or an appointment waits for its day. `overdue`: its day
 * has passed and nothing was made. `done`: the examination or visit happened. `declined`: a physician said that it is not needed.
 */
export const FollowUpState = z.enum(['proposed', 'ordered', 'overdue', 'done', 'declined']);
export type FollowUpState = z.infer<typeof FollowUpState>;

export const FollowUp = z.strictObject({
  id: DerivedId,
  record: DerivedId,
  clinic: ClinicId,
  state: FollowUpState,
  /** It falls due within 30 days and is not done. */
  isDueSoon: z.boolean(),
  patient: z.strictObject({
    name: text.optional(),
    birthDate: text.optional(),
    sex: z.enum(['male', 'female']).optional(),
    number: text.optional(),
    /** For who calls: as the record system wrote it. */
    telephone: text.optional(),
  }),
  /** What is to be done, and why. */
  what: Bilingual,
  reason: Bilingual,
  /** The sentence of the report as its author wrote it. */
  sentence: text.optional(),
  /** Rule or scale that asks for it. */
  source: text,
  /** `DiagnosticReport/id` or `Observation/id` it was read from, and when that was. */
  reference: text,
  reportedAt: text,
  dueOn: z.iso.date(),
  /** Order as it would be signed: draft of a ServiceRequest. */
  order: z.unknown().optional(),
  signed: z.strictObject({ by: text, name: text.optional(), at: Instant }).optional(),
  declined: z.strictObject({ by: text, name: text.optional(), at: Instant, reason: text }).optional(),
  /** What answers it: the order that waits, or the study or visit that closed it. */
  answeredBy: z.strictObject({ reference: text, at: text.optional(), by: Bilingual }).optional(),
});
export type FollowUp = z.infer<typeof FollowUp>;

export const FollowUpList = z.strictObject({
  asOf: Instant,
  clinic: ClinicId,
  /** By the day they are due, earliest first. */
  items: z.array(FollowUp),
  cursor: z.string().optional(),
});
export type FollowUpList = z.infer<typeof FollowUpList>;

export const FollowUpQuery = z.strictObject({
  /** `1`: those that the asking physician signed or declined, or whose order is his. */
  mine: z.enum(['1']).optional(),
  state: z.enum(['due', 'proposed', 'ordered', 'overdue', 'done', 'declined']).optional(),
  cursor: z
    .string()
    .regex(/^[\w-]{1,300}$/, 'the cursor of an earlier answer')
    .optional(),
});
export type FollowUpQuery = z.infer<typeof FollowUpQuery>;

export const FollowUpBody = z.strictObject({
  /** Of `decline`: why it is not needed. */
  reason: z.string().trim().min(3).max(300).optional(),
  /** Of `sign`: another day than the one proposed. */
  dueOn: z.iso.date().optional(),
});
export type FollowUpBody = z.infer<typeof FollowUpBody>;

export const FollowUpAct = z.enum(['sign', 'decline', 'undo']);
export type FollowUpAct = z.infer<typeof FollowUpAct>;

/** Follow-ups that reports and rules recommend, ready for one signature each, and recalls with a day. */
export const FOLLOW_UP_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/followups/{clinic}',
    function: 'reconcile',
    operationId: 'listFollowUps',
    summary:
      'Recommended follow-ups of a clinic: proposed, ordered, overdue, done or declined, by the day they are due.',
    parameters: z.strictObject({ clinic: ClinicId }),
    query: FollowUpQuery,
    success: json(200, FollowUpList),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/followups/{clinic}/{id}/{act}',
    function: 'reconcile',
    operationId: 'decideFollowUp',
    summary: 'Signs the order of one follow-up, declines it with a reason, or takes either back.',
    parameters: z.strictObject({
      clinic: ClinicId,
      id: z.string().regex(/^[0-9a-f-]{36}~[0-9a-f-]{36}$/, 'record and follow-up with ~ between'),
      act: FollowUpAct,
    }),
    json: FollowUpBody,
    success: json(200, FollowUp),
    refusals: ['malformed-request', 'not-found'],
  },
];
