import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { ClinicId, Instant, Sha256 } from '../input.ts';
import { Basis, Bilingual, FindingState, ResultState, Severity } from '../result.ts';
import { DeskLevel, DeskPatient, DeskRecipient } from './desk-parts.ts';
import { json, none, type Route } from './route.ts';

/** On which axis an item stands, from what is most pressing: `alarm` sounds, `taken` is on its way to a person. */
export const DeskStanding = z.enum(['alarm', 'taken', 'overdue', 'unread', 'read', 'acknowledged', 'acted', 'refused']);
export type DeskStanding = z.infer<typeof DeskStanding>;

/** One result that waits for a human, or did. */
export const WorkItem = z.strictObject({
  record: DerivedId,
  resultId: Sha256,
  version: z.number().int().positive(),
  clinic: ClinicId,
  state: ResultState,
  severity: Severity,
  kind: z.enum(['finding', 'device-finding', 'advice']),
  finding: FindingState.optional(),
  basis: Basis.optional(),
  patient: DeskPatient,
  /** What is said, in one sentence; of a finding its state is in it, and that it is of an AI and unconfirmed. */
  sentence: Bilingual,
  /** Said by a program that looked at an image: shown as "AI, unconfirmed" wherever it stands. */
  ai: z.boolean(),
  standing: DeskStanding,
  /** The reader himself has not read this version. */
  unread: z.boolean(),
  /** Since when this version waits; how long is `asOf` minus this. */
  waitingSince: Instant,
  dueAt: Instant.optional(),
  overdueSince: Instant.optional(),
  level: DeskLevel.optional(),
  recipients: z.array(DeskRecipient),
});
export type WorkItem = z.infer<typeof WorkItem>;

/** Place in a list, as an earlier answer named it; holds ids and times. */
const Cursor = z.string().regex(/^[\w:.#~-]{1,200}$/, 'the `cursor` of an earlier answer');

export const WorklistQuery = z.strictObject({
  clinic: ClinicId,
  /** Default: `mine`. */
  who: z.enum(['mine', 'clinic']).optional(),
  /**
   * `open`: what still asks for somebody, critical and unacknowledged first; `critical` and `unread`: of these; `all`: the
   * last two weeks, newest change first, what is done included. Default: `open`.
   */
  state: z.enum(['open', 'all', 'critical', 'unread']).optional(),
  /** Go on after this place. */
  since: Cursor.optional(),
});
export type WorklistQuery = z.infer<typeof WorklistQuery>;

export const WorklistAnswer = z.strictObject({
  clinic: ClinicId,
  who: z.enum(['mine', 'clinic']),
  state: z.enum(['open', 'all', 'critical', 'unread']),
  /** The region's clock: waiting times are counted from it, never from the browser's. */
  asOf: Instant,
  items: z.array(WorkItem).max(50),
  /** Critical results that nobody has acknowledged, in this circle; counted up to a hundred. */
  critical: z.number().int().nonnegative(),
  more: z.boolean(),
  /** Ask on with it as `since`; absent: that was the end. */
  cursor: z.string().optional(),
});
export type WorklistAnswer = z.infer<typeof WorklistAnswer>;

/** Answers with this ETag (RFC 9110 §8.8.3) are not sent again. */
const IfNoneMatch = z.strictObject({ 'if-none-match': z.string().max(100).optional() });

export const DESK_WORKLIST_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/desk-api/worklist',
    function: 'desk',
    operationId: 'deskWorklist',
    summary:
      'Results that wait for a human, the most pressing first, fifty at a time; 304 while nothing of the page has changed. The header `oka-as-of` of each answer, of 304 too, is the region’s clock.',
    parameters: none,
    query: WorklistQuery,
    headers: IfNoneMatch,
    success: json(200, WorklistAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
];
