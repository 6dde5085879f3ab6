import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { ClinicId, Instant, Sha256 } from '../input.ts';
import { Bilingual, Severity } from '../result.ts';
import { DeskFact, DeskPatient, DeskPerson, DeskSuggestion } from './desk-parts.ts';
import { json, type Route } from './route.ts';

const text = z.string().min(1);

export const TimelineKind = z.enum([
  'result',
  'finding',
  'advice',
  'report',
  'document',
  'study',
  'visit',
  'diagnosis',
  'medicine',
  'allergy',
  'order',
  'procedure',
  'immunization',
  'statement',
]);
export type TimelineKind = z.infer<typeof TimelineKind>;

const KINDS = TimelineKind.options.join('|');

/** One fact of the chart on its date. */
export const TimelineLine = z.strictObject({
  kind: TimelineKind,
  /** As its source wrote it, with the offset; absent: nobody has said when. Then it stands at the end. */
  at: text.optional(),
  text: Bilingual,
  /** A value outside its range, a finding that is present. */
  abnormal: z.boolean(),
  /** Clinic in whose record it stands. */
  clinic: ClinicId,
  /** `ResourceType/id`: the place that a cited fact links to. */
  reference: text,
  /** Page of the desk that shows it: a result, a study, a document. */
  link: text.optional(),
  /** Said by a program that looked at an image: "AI, unconfirmed". */
  ai: z.literal(true).optional(),
});
export type TimelineLine = z.infer<typeof TimelineLine>;

/** Who it is, on every page: never fewer of these than one needs to see that it is another patient. */
export const DeskBanner = DeskPatient.extend({
  /** On the day of `asOf`, in words of the clinic: years, or months and days of a small child; by a partial birth date a range. */
  age: Bilingual.optional(),
  /** `none-known`: a statement that there are none; absent list: nobody has said anything of allergies. */
  allergies: z.strictObject({
    known: z.enum(['listed', 'none-known', 'not-said']),
    items: z.array(z.strictObject({ text: Bilingual, critical: z.boolean() })),
  }),
  clinic: ClinicId,
  clinicTitle: Bilingual,
});
export type DeskBanner = z.infer<typeof DeskBanner>;

/** Advice or a finding in force, with what it rests on and what may be signed. */
export const DeskCard = z.strictObject({
  record: DerivedId,
  resultId: Sha256,
  version: z.number().int().positive(),
  severity: Severity,
  ai: z.boolean(),
  summary: Bilingual,
  action: Bilingual,
  facts: z.array(DeskFact),
  sources: z.array(z.strictObject({ cite: z.string(), doi: z.string().optional() })),
  rule: z.strictObject({ id: text, version: text }).optional(),
  /** A critical result that nobody has acknowledged, and since when. */
  unacknowledgedSince: Instant.optional(),
  suggestions: z.array(DeskSuggestion),
});
export type DeskCard = z.infer<typeof DeskCard>;

export const DeskChartQuery = z.strictObject({
  /** `before` of the page before: what is older. */
  before: z
    .string()
    .regex(/^[\w:.+#/~-]{1,200}$/, 'the `before` of an earlier answer')
    .optional(),
  /** Kinds that are wanted, with commas between; default: all. */
  kinds: z
    .string()
    .regex(new RegExp(`^(${KINDS})(,(${KINDS}))*$`), 'kinds of lines, with commas between')
    .optional(),
});
export type DeskChartQuery = z.infer<typeof DeskChartQuery>;

export const DeskChart = z.strictObject({
  asOf: Instant,
  record: DerivedId,
  banner: DeskBanner,
  /** Records of the person at clinics whose patients the reader may not see. */
  hiddenRecords: z.number().int(),
  /** Studies and messages that wait for a human before they belong to this chart. */
  unreconciled: z.number().int(),
  timeline: z.array(TimelineLine).max(100),
  /** How many lines there are of each kind, all pages together. */
  counts: z.array(z.strictObject({ kind: TimelineKind, count: z.number().int() })),
  /** Ask on with it; absent: that was the beginning of the chart. */
  before: z.string().optional(),
  /** On the first page alone; the most pressing first. */
  cards: z.array(DeskCard),
  cardsMore: z.number().int(),
  may: z.strictObject({ order: z.boolean() }),
});
export type DeskChart = z.infer<typeof DeskChart>;

/** A document of the chart: what its sender calls it, and its files or its text. */
export const DeskDocument = z.strictObject({
  record: DerivedId,
  title: text.optional(),
  at: text.optional(),
  /** Who wrote it, in the words of its sender. */
  authors: z.array(text),
  /** Its sender has not finished it, has corrected it or has taken it back; absent: nobody has said so. */
  stands: z.enum(['preliminary', 'final', 'amended', 'superseded', 'entered-in-error']).optional(),
  parts: z.array(
    z.strictObject({
      title: text.optional(),
      contentType: text.optional(),
      /** Path of the API that gives its bytes; or its text; neither: it lies elsewhere, at its sender. */
      path: text.optional(),
      text: text.optional(),
    }),
  ),
});
export type DeskDocument = z.infer<typeof DeskDocument>;

/** A suggestion signed as it was shown: the result and its version say of what. */
export const OrderBody = z.strictObject({
  suggestion: z.uuid(),
  resultId: Sha256,
  version: z.number().int().positive(),
});
export type OrderBody = z.infer<typeof OrderBody>;

/** The order that stands, and honestly where it went. */
export const OrderAnswer = z.strictObject({
  order: z.strictObject({
    /** `ServiceRequest/id` or `Appointment/id`. */
    reference: text,
    suggestion: z.uuid(),
    label: Bilingual,
    signed: DeskPerson.extend({ at: Instant }),
  }),
  /** `kept`: in the region's chart alone, nobody carries it to the record system. */
  carried: z.enum(['kept', 'sent']),
  /** The same in words: what the physician still has to do himself. */
  whatToDo: Bilingual,
  repeat: z.literal(true).optional(),
});
export type OrderAnswer = z.infer<typeof OrderAnswer>;

const RecordPath = z.strictObject({ record: DerivedId });

export const DESK_CHART_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/desk-api/chart/{record}',
    function: 'desk',
    operationId: 'deskChart',
    summary:
      'The chart for a physician: who it is, all facts by date a hundred at a time, and what is advised now with sources and orders ready for a signature.',
    parameters: RecordPath,
    query: DeskChartQuery,
    success: json(200, DeskChart),
    refusals: ['malformed-request', 'not-found', 'chart-too-wide'],
  },
  {
    method: 'GET',
    path: '/desk-api/chart/{record}/documents/{document}',
    function: 'desk',
    operationId: 'deskDocument',
    summary: 'A document of the chart: title, author, how it stands, and its files or its text.',
    parameters: RecordPath.extend({ document: DerivedId }),
    success: json(200, DeskDocument),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/desk-api/chart/{record}/orders',
    function: 'desk',
    operationId: 'deskOrder',
    summary:
      'Signs a suggestion: the order stands in the chart with the signer as its requester. Signed again it is the same order.',
    parameters: RecordPath,
    json: OrderBody,
    success: json(200, OrderAnswer),
    refusals: ['malformed-request', 'not-found', 'version-overtaken'],
  },
];
