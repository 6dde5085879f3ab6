import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { ClinicId, Instant } from '../input.ts';
import { Bilingual } from '../result.ts';
import { IdentityAnswer } from './answers.ts';
import { json, type Route } from './route.ts';

const text = z.string().min(1);

/** What waits: a study, two images under one UID, a pair of records, an order of two patients, a code, a refused input. */
export const ReconcileKind = z.enum(['study', 'conflict', 'identity', 'order', 'code', 'refusal', 'notice']);
export type ReconcileKind = z.infer<typeof ReconcileKind>;

export const ReconcileDecision = z.enum(['link', 'apart', 'wrong-patient', 'undo']);
export type ReconcileDecision = z.infer<typeof ReconcileDecision>;

/** What is compared, in the order in which people look. */
export const ComparedName = z.enum(['name', 'birth-date', 'sex', 'number', 'accession', 'time']);
export type ComparedName = z.infer<typeof ComparedName>;

/** One line of two cards that lie side by side: what the study says and what the record says. */
export const ComparedLine = z.strictObject({
  what: ComparedName,
  verdict: z.enum(['agrees', 'differs', 'unknown']),
  said: text.optional(),
  known: text.optional(),
});
export type ComparedLine = z.infer<typeof ComparedLine>;

/** A record whose patient the study may show, and why it is proposed. */
export const ReconcileCandidate = z.strictObject({
  record: DerivedId,
  clinic: ClinicId,
  /** Nobody has registered a patient here: the number alone is known. */
  isRegistered: z.boolean(),
  name: text.optional(),
  birthDate: text.optional(),
  sex: z.enum(['male', 'female']).optional(),
  /** The clinic's own number of the patient. */
  number: text.optional(),
  why: z.array(z.enum(['number', 'accession', 'same-study', 'order', 'appointment', 'searched', 'decided'])),
  compared: z.array(ComparedLine),
});
export type ReconcileCandidate = z.infer<typeof ReconcileCandidate>;

export const ReconcileReason = z.strictObject({ reason: text, text: Bilingual, whatToDo: Bilingual });
export type ReconcileReason = z.infer<typeof ReconcileReason>;

/** The study as its own headers describe it. */
export const ReconcileSubject = z.strictObject({
  record: DerivedId,
  study: DerivedId,
  headers: z.array(
    z.strictObject({
      name: text.optional(),
      birthDate: text.optional(),
      sex: z.enum(['male', 'female']).optional(),
    }),
  ),
  modality: text.optional(),
  description: text.optional(),
  started: text.optional(),
  accession: text.optional(),
  images: z.number().int().nonnegative(),
  /** Of a study that its chart shows: the desk's page of it is named by the UID. */
  shownAs: text.optional(),
});
export type ReconcileSubject = z.infer<typeof ReconcileSubject>;

export const ReconcileItem = z.strictObject({
  id: text,
  kind: ReconcileKind,
  since: Instant,
  reasons: z.array(ReconcileReason),
  /** Inputs that brought it, as far as this page counts them. */
  inputs: z.number().int().nonnegative(),
  subject: ReconcileSubject.optional(),
  candidates: z.array(ReconcileCandidate),
  pair: IdentityAnswer.optional(),
  /** Of a code or an input: what an engineer is given. */
  technical: z
    .strictObject({ sender: text.optional(), code: text.optional(), name: text.optional(), id: text })
    .optional(),
  /** What may be decided here and now. */
  decisions: z.array(ReconcileDecision),
  decided: z
    .strictObject({
      decision: ReconcileDecision,
      record: DerivedId.optional(),
      by: text,
      name: text.optional(),
      at: Instant,
      note: text.optional(),
    })
    .optional(),
});
export type ReconcileItem = z.infer<typeof ReconcileItem>;

export const ReconcileList = z.strictObject({
  asOf: Instant,
  clinic: ClinicId,
  /** Oldest first. A study is named once on a page; a later page may name it again. */
  items: z.array(ReconcileItem),
  /** Since when the oldest matter that somebody here can decide waits. */
  oldest: Instant.optional(),
  /** Ask on with it; absent: that was all. */
  cursor: z.string().optional(),
});
export type ReconcileList = z.infer<typeof ReconcileList>;

export const ReconcileQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^[\w-]{1,300}$/, 'the cursor of an earlier answer')
    .optional(),
});

export const ReconcileBody = z.strictObject({
  /** Of `link`: the record whose patient it is. */
  record: DerivedId.optional(),
  note: z.string().trim().min(1).max(300).optional(),
});
export type ReconcileBody = z.infer<typeof ReconcileBody>;

/** A patient's number as his card shows it; it travels in the body, for addresses are logged. */
export const ReconcileFind = z.strictObject({ number: z.string().trim().min(1).max(64) });

const ItemId = z.string().regex(/^[a-z]+(~[A-Za-z0-9-]{1,64}){1,2}$/, 'the id of a listed item');
const item = z.strictObject({ clinic: ClinicId, item: ItemId });

/** The list of what waits for a human at a clinic, and what is decided of it. */
export const RECONCILE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/reconcile/{clinic}',
    function: 'reconcile',
    operationId: 'listReconcile',
    summary: 'What waits for a human at a clinic, oldest first, with reasons and candidates; fifty at a time.',
    parameters: z.strictObject({ clinic: ClinicId }),
    query: ReconcileQuery,
    success: json(200, ReconcileList),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/reconcile/{clinic}/{item}',
    function: 'reconcile',
    operationId: 'readReconcileItem',
    summary: 'One matter as it stands now, decided or not.',
    parameters: item,
    success: json(200, ReconcileItem),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/reconcile/{clinic}/{item}/find',
    function: 'reconcile',
    operationId: 'findCandidate',
    summary: 'The record of a patient number of the clinic as one more candidate.',
    parameters: item,
    json: ReconcileFind,
    success: json(200, z.strictObject({ candidate: ReconcileCandidate.optional() })),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/reconcile/{clinic}/{item}/{decision}',
    function: 'reconcile',
    operationId: 'decideReconcile',
    summary:
      'Links to a record, keeps apart, says that it is the wrong patient, or takes such a word back; said again it changes nothing.',
    parameters: item.extend({ decision: ReconcileDecision }),
    json: ReconcileBody,
    success: json(200, ReconcileItem),
    refusals: ['malformed-request', 'not-found', 'chart-too-wide', 'conflict'],
  },
];
