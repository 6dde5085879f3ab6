import { z } from 'zod';
import { Suggestion } from '../cds-hooks/response.ts';
import { DerivedId } from '../chart.ts';
import { ClinicId, Instant, Sha256 } from '../input.ts';
import { Severity } from '../result.ts';
import { json, none, type Route } from './route.ts';

const text = z.string().min(1);
/** `ResourceType/id` of what a line was read from. */
const references = z.array(text);

/** Why the patient comes, in the words of who booked or ordered; `known` is false where nobody has said it. */
const Why = z.strictObject({ known: z.boolean(), text, references });

/** When the reading physician last saw the patient, or that nobody knows; what is new is new since then. */
const Since = z.strictObject({
  by: z.enum(['visit', 'appointment', 'acknowledgement', 'unknown']),
  /** Where it is not known: from when on things are listed all the same. */
  at: Instant,
  text,
});

const Line = z.strictObject({
  kind: z.enum(['result', 'finding', 'report', 'document', 'study', 'diagnosis', 'medicine', 'allergy']),
  at: z.string().optional(),
  text,
  /** A value outside its range, a finding that is present. */
  abnormal: z.boolean(),
  references,
});

const Open = z.strictObject({
  kind: z.enum([
    'unacknowledged',
    'noted',
    'order-without-result',
    'study-incomplete',
    'not-assessed',
    'unreconciled',
    'identity',
    'person-too-wide',
  ]),
  since: z.string().optional(),
  text,
  references,
});

/** One matter to decide: what it is, what it rests on, what to do, and the orders ready to be signed. */
const Decision = z.strictObject({
  matter: text,
  severity: Severity,
  summary: text.max(139),
  action: text,
  /** Each fact it rests on, with its date. */
  facts: z.array(text),
  rule: z.strictObject({ id: text, version: text }).optional(),
  /** The result that says so: its page, and what a signature on an order refers to. */
  result: z.strictObject({ record: DerivedId, resultId: Sha256, version: z.number().int().positive() }).optional(),
  /** A critical result that nobody has taken note of, and since when. */
  unacknowledgedSince: z.string().optional(),
  orders: z.array(Suggestion).min(1),
});

const listOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), more: z.number().int() });

/** One page for one patient of the day; its lists are short, and each says how much it has left out. */
export const AppointmentPage = z.strictObject({
  appointment: z.strictObject({
    id: DerivedId,
    start: text,
    end: text.optional(),
    status: text,
    /** False: cancelled, or the patient did not come. */
    takesPlace: z.boolean(),
    with: z.array(text),
  }),
  patient: z.strictObject({
    record: DerivedId,
    /** Absent: the clinic has not registered him. */
    name: text.optional(),
    birthDate: text.optional(),
    age: text.optional(),
    sex: z.enum(['male', 'female', 'other', 'unknown']).optional(),
  }),
  /** `empty`: the region knows nothing of him but this appointment. */
  chart: z.enum(['known', 'empty']),
  /** Records of the person at clinics whose patients the reader may not see. */
  hiddenRecords: z.number().int(),
  why: Why,
  news: z.strictObject({ since: Since, items: z.array(Line), more: z.number().int() }),
  open: listOf(Open),
  decide: listOf(Decision),
});
export type AppointmentPage = z.infer<typeof AppointmentPage>;
export type NewsLine = z.infer<typeof Line>;
export type OpenLine = z.infer<typeof Open>;
export type DecisionLine = z.infer<typeof Decision>;
export type SinceLine = z.infer<typeof Since>;
export type WhyLine = z.infer<typeof Why>;

export const AppointmentsAnswer = z.strictObject({
  clinic: ClinicId,
  /** The day on the clinic's calendar, and its zone (IANA). */
  day: z.iso.date(),
  zone: text,
  /** Staff number whose appointments these are; absent: of all. */
  physician: text.optional(),
  asOf: Instant,
  pages: z.array(AppointmentPage),
  /** Appointments of the day beyond those on the pages: ask for a physician, or from a later hour. */
  more: z.number().int(),
});
export type AppointmentsAnswer = z.infer<typeof AppointmentsAnswer>;

export const AppointmentsQuery = z.strictObject({
  clinic: ClinicId,
  /** Staff number as the clinic's record system writes it (AIP-3); default: the reader's own, if his token names one. */
  physician: z.string().min(1).max(60).optional(),
  /** Day on the clinic's calendar; default: today. */
  date: z.iso.date().optional(),
  /** All of the clinic, whoever is named. */
  all: z.literal('true').optional(),
});
export type AppointmentsQuery = z.infer<typeof AppointmentsQuery>;

/** "My appointments today". Texts in the language of `Accept-Language`: Russian, or English. */
export const APPOINTMENT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/appointments/today',
    function: 'chart-api',
    operationId: 'listAppointments',
    summary:
      'The appointments of a physician’s day, one page for each patient: why he comes, what is new since this physician last saw him, what is open, and at most three things to decide with ready orders.',
    parameters: none,
    query: AppointmentsQuery,
    success: json(200, AppointmentsAnswer),
    refusals: ['malformed-request', 'not-found', 'chart-too-wide'],
  },
];
