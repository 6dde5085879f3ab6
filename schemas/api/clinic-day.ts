import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { ClinicId, Instant, Sha256 } from '../input.ts';
import { AnswerCode, Basis, Bilingual, FindingState, ResultState, Severity } from '../result.ts';
import { json, none, type Route } from './route.ts';

const text = z.string().min(1);

/** As much of a patient as one needs to call the right one: name, birth date, sex, his number at the clinic. */
export const DayPatient = z.strictObject({
  record: DerivedId,
  /** Absent: nobody has registered him, or his name was read by a guess that nobody has confirmed (`nameDoubtful`). */
  name: text.optional(),
  nameDoubtful: z.literal(true).optional(),
  birthDate: text.optional(),
  sex: z.enum(['male', 'female', 'other', 'unknown']).optional(),
  /** By which the clinic itself knows him. */
  number: text.optional(),
  /** OID of the domain that gave it. */
  domain: text.optional(),
  /** The parts of `name`, where they were sent apart: a name is not to be taken to pieces at its spaces. */
  family: text.optional(),
  given: z.array(text).optional(),
});
export type DayPatient = z.infer<typeof DayPatient>;

/** One result as the record shows it, in words; who says it is among the lines, a withdrawal is the first of them. */
export const DayResult = z.strictObject({
  resultId: Sha256,
  record: DerivedId,
  version: z.number().int().positive(),
  state: ResultState,
  severity: Severity,
  kind: z.enum(['finding', 'device-finding', 'advice']),
  /** What was said of an image; `absent` is never "normal". */
  finding: FindingState.optional(),
  /** Seen on the first bytes of the image alone. */
  basis: Basis.optional(),
  title: Bilingual,
  lines: z.array(Bilingual).min(1),
  /** Newest time among what it rests on. */
  sourceTime: Instant,
});
export type DayResult = z.infer<typeof DayResult>;

/** How a result stands on its way: what systems said and what a human did, apart (contract 11). */
export const DayDelivery = z.strictObject({
  resultId: Sha256,
  record: DerivedId,
  /** Version that was sent; may be behind that of the result for a moment. */
  version: z.number().int().positive(),
  sentAt: Instant,
  /** When anything of this last changed, on the region's clock. */
  changedAt: Instant,
  delivered: z.strictObject({ at: Instant, code: AnswerCode }).optional(),
  acknowledged: z.strictObject({ at: Instant, by: z.string() }).optional(),
  overdueSince: Instant.optional(),
});
export type DayDelivery = z.infer<typeof DayDelivery>;

/** `<changedAt>#<record>#<resultId>`: ids and a time, no patient data. */
const Cursor = z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z(#[0-9a-f-]{36}#[0-9a-f]{64})?$/, 'a cursor');

const clinicAlone = z.strictObject({ clinic: ClinicId });

export const ClinicResultsQuery = clinicAlone.extend({ since: Cursor.optional() });
export const ClinicResultsAnswer = z.strictObject({
  clinic: ClinicId,
  asOf: Instant,
  results: z.array(z.strictObject({ result: DayResult, delivery: DayDelivery })),
  patients: z.array(DayPatient),
  /** Ask with it next time. What changed in the last two minutes comes again: apply it only if it is higher. */
  cursor: Cursor,
  more: z.boolean(),
});
export type ClinicResultsAnswer = z.infer<typeof ClinicResultsAnswer>;

/** The card of an appointment in one language, as domain/appointments writes it, without orders to be signed. */
export const DayCard = z.strictObject({
  why: z.strictObject({ known: z.boolean(), text }),
  news: z.array(z.strictObject({ at: z.string().optional(), text, abnormal: z.boolean() })),
  newsMore: z.number().int(),
  newsSince: text,
  open: z.array(text),
  openMore: z.number().int(),
  decide: z.array(
    z.strictObject({
      severity: Severity,
      summary: text,
      action: text,
      facts: z.array(text),
      unacknowledgedSince: z.string().optional(),
    }),
  ),
  decideMore: z.number().int(),
});
export type DayCard = z.infer<typeof DayCard>;

export const DayAppointment = z.strictObject({
  id: DerivedId,
  start: text,
  end: text.optional(),
  status: text,
  takesPlace: z.boolean(),
  with: z.array(text),
  patient: DayPatient,
  /** `empty`: the region knows nothing of him but this appointment. */
  chart: z.enum(['known', 'empty']),
  card: z.strictObject({ ru: DayCard, en: DayCard }),
});
export type DayAppointment = z.infer<typeof DayAppointment>;

export const ClinicAppointmentsQuery = clinicAlone.extend({
  /** Day on the clinic's calendar; default: today. */
  date: z.iso.date().optional(),
  after: z
    .string()
    .regex(/^[0-9TZ:.-]{20,30}#[0-9a-f-]{36}$/, 'the `next` of the page before')
    .optional(),
});
export const ClinicAppointmentsAnswer = z.strictObject({
  clinic: ClinicId,
  day: z.iso.date(),
  zone: text,
  asOf: Instant,
  appointments: z.array(DayAppointment),
  /** Ask on with it as `after`; absent: that was all of the day. */
  next: z.string().optional(),
});
export type ClinicAppointmentsAnswer = z.infer<typeof ClinicAppointmentsAnswer>;

/** An order of radiology in a record of the clinic, whoever sent it: what the worklist of its modalities needs. */
export const DayOrder = z.strictObject({
  /** Of the ServiceRequest. */
  id: DerivedId,
  patient: DayPatient,
  status: text,
  accession: text,
  placer: text.optional(),
  filler: text.optional(),
  service: z.strictObject({
    /** As the code map has it, and as the sender wrote it. */
    codings: z.array(z.strictObject({ code: text, system: text.optional(), display: text.optional() })),
    text: text.optional(),
  }),
  priority: z.string().optional(),
  authoredOn: z.string().optional(),
  /** For when it is planned, as sent. */
  occurrence: z.string().optional(),
  reason: text.optional(),
  requester: text.optional(),
});
export type DayOrder = z.infer<typeof DayOrder>;
export const ClinicOrdersAnswer = z.strictObject({
  clinic: ClinicId,
  asOf: Instant,
  orders: z.array(DayOrder),
  /** There are more than one answer holds. */
  more: z.boolean(),
});
export type ClinicOrdersAnswer = z.infer<typeof ClinicOrdersAnswer>;

/** What somebody did at the page of an edge: signed in, saw patients, entered one. Ids only. */
export const PageAct = z.strictObject({
  /** On the clock of the edge. */
  at: Instant,
  /** As he signs in at this edge. */
  user: z.string().max(80),
  role: z.string().max(20),
  address: z.string().max(60),
  what: z.enum(['sign-in', 'sign-in-refused', 'sign-out', 'view', 'walk-in', 'seen', 'consult']),
  /** Which page was shown, or what was done. */
  about: z.string().max(200),
  /** Records whose data stood on it; of a worklist `worklist/<item>`. */
  records: z.array(z.string().max(100)).max(5000),
});
export type PageAct = z.infer<typeof PageAct>;

export const PageActs = z.strictObject({ acts: z.array(PageAct).min(1).max(100) });
export const PageActsAnswer = z.strictObject({ kept: z.number().int() });
export type PageActsAnswer = z.infer<typeof PageActsAnswer>;

/** Answers with this ETag (RFC 9110 §8.8.3) are not sent again. */
const IfNoneMatch = z.strictObject({ 'if-none-match': z.string().max(100).optional() });

/** What the edge of a clinic keeps for days when the region is away: only of records of this clinic. */
export const CLINIC_DAY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/clinic-day/results',
    function: 'chart-api',
    operationId: 'listClinicResults',
    summary:
      'Results of the clinic’s records that were sent, answered or acknowledged since the cursor (at most 72 hours), a hundred at a time, in words as the record shows them. For the edge of the clinic.',
    parameters: none,
    query: ClinicResultsQuery,
    success: json(200, ClinicResultsAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/clinic-day/appointments',
    function: 'chart-api',
    operationId: 'listClinicAppointments',
    summary:
      'The appointments of a clinic’s day with their cards in both languages, a dozen at a time; 304 where nothing of them has changed. For the edge of the clinic.',
    parameters: none,
    query: ClinicAppointmentsQuery,
    headers: IfNoneMatch,
    success: json(200, ClinicAppointmentsAnswer),
    refusals: ['malformed-request', 'not-found', 'chart-too-wide'],
  },
  {
    method: 'GET',
    path: '/clinic-day/orders',
    function: 'chart-api',
    operationId: 'listClinicOrders',
    summary:
      'Orders of radiology in the records of a clinic, whoever in the region placed them, of the last two weeks and the next; 304 where nothing of them has changed. For the edge of the clinic.',
    parameters: none,
    query: clinicAlone,
    headers: IfNoneMatch,
    success: json(200, ClinicOrdersAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/clinic-day/acts',
    function: 'chart-api',
    operationId: 'tellPageActs',
    summary:
      'What was seen and done at the page of a clinic’s edge, for the audit of the region; the same acts again change nothing. For the edge of the clinic.',
    parameters: none,
    query: clinicAlone,
    json: PageActs,
    success: json(200, PageActsAnswer),
    refusals: ['malformed-request', 'not-found', 'over-size'],
  },
];
