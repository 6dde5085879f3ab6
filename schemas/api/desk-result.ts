import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { ClinicId, Instant, Sha256 } from '../input.ts';
import { Basis, Bilingual, FindingState, ResultState, Severity } from '../result.ts';
import { DeskAxes, DeskFact, DeskMay, DeskPatient, DeskRecipient, DeskSuggestion, ResultPath } from './desk-parts.ts';
import { DeskStatement } from './desk-statement.ts';
import { json, type Route } from './route.ts';

const text = z.string().min(1);
const Unit = z.number().min(0).max(1);

/** A model in plain words: on whom it was tested, how well it did there, and what it is not for. */
export const DeskModelCard = z.strictObject({
  title: Bilingual,
  version: text,
  /** Whom and what it is for, and what it is not for, as its maker says. */
  intendedFor: Bilingual,
  notFor: Bilingual,
  /** On which films it was tested. */
  testedOn: Bilingual,
  /** Area under the ROC curve with its 95 % confidence interval. */
  auc: Unit,
  aucCi95: z.tuple([Unit, Unit]),
  sensitivity: Unit,
  specificity: Unit,
  /** Films that were assessed in the test, and those the model refused. */
  films: z.number().int(),
  notAssessed: z.number().int(),
  /** The same figures in sentences: "of 100 films with …, it marks …". */
  sentences: z.array(Bilingual),
  /** It speaks by a waiver or is suspended: not accepted for use in the region. */
  research: z.literal(true).optional(),
});
export type DeskModelCard = z.infer<typeof DeskModelCard>;

/** What was seen on the image; absent values were not measured, never zero. */
export const DeskFinding = z.strictObject({
  title: Bilingual,
  state: FindingState,
  /** "signs above the threshold", "no signs above the threshold; nothing else was looked for": never "normal". */
  stateInWords: Bilingual,
  /** Of `not-assessed`: why. */
  reason: Bilingual.optional(),
  basis: Basis,
  basisInWords: Bilingual,
  /** Not all images of the study were there. */
  incomplete: z.literal(true).optional(),
  side: z.enum(['L', 'R']).optional(),
  probability: Unit.optional(),
  thresholds: z.strictObject({ present: z.number(), absent: z.number(), inWords: Bilingual }).optional(),
  card: DeskModelCard.optional(),
});
export type DeskFinding = z.infer<typeof DeskFinding>;

/** Which image it speaks of; `preview` is the server's small picture, "not for reading". */
export const DeskImage = z.strictObject({
  studyInstanceUid: text,
  sopInstanceUid: text.optional(),
  pixelHash: Sha256.optional(),
  accession: text.optional(),
  /** Path of the API for `GET`: a picture of a few KB; absent where there is none. */
  preview: text.optional(),
  /** Heat map; off until the reader asks for it. */
  heatMap: text.optional(),
});
export type DeskImage = z.infer<typeof DeskImage>;

export const DeskResult = z.strictObject({
  asOf: Instant,
  clinic: ClinicId,
  record: DerivedId,
  resultId: Sha256,
  version: z.number().int().positive(),
  contentHash: Sha256,
  state: ResultState,
  severity: Severity,
  kind: z.enum(['finding', 'device-finding', 'advice']),
  /** "AI, unconfirmed" is to stand beside it. */
  ai: z.boolean(),
  patient: DeskPatient,
  title: Bilingual,
  /** One sentence, as the work list has it: what a critical result is read back by. */
  sentence: Bilingual,
  /** What the record system was sent, line by line. */
  lines: z.array(Bilingual).min(1),
  finding: DeskFinding.optional(),
  /** Of advice: what to do, and which rule says so by which publication. */
  advice: z
    .strictObject({
      action: Bilingual,
      detail: Bilingual,
      rule: z.strictObject({ id: text, version: text }),
      missing: z.array(Bilingual),
      sources: z.array(z.strictObject({ cite: z.string(), doi: z.string().optional() })),
    })
    .optional(),
  image: DeskImage.optional(),
  sourceTime: Instant,
  cited: z.array(DeskFact),
  /** How it stands to the radiologist's report, once there is one. */
  agreement: z
    .strictObject({
      verdict: z.enum(['agrees', 'disagrees', 'not-comparable']),
      words: Bilingual,
      reportSays: Bilingual,
    })
    .optional(),
  /** Versions of it, the newest first; of earlier ones what people did with them. `sent`: the record system has been sent it. */
  versions: z.array(
    z.strictObject({
      version: z.number().int().positive(),
      current: z.boolean(),
      words: Bilingual,
      sentAt: Instant.optional(),
    }),
  ),
  /** Absent: nothing has been sent of it (no record system, or not yet). */
  delivery: DeskAxes.optional(),
  recipients: z.array(DeskRecipient),
  statements: z.array(DeskStatement),
  suggestions: z.array(DeskSuggestion),
  may: DeskMay,
});
export type DeskResult = z.infer<typeof DeskResult>;

export const DESK_RESULT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/desk-api/results/{record}/{resultId}',
    function: 'desk',
    operationId: 'deskResult',
    summary:
      'One result with all that its page shows: words, finding and model card, cited facts, versions, delivery, statements, ready orders, and what this reader may do.',
    parameters: ResultPath,
    success: json(200, DeskResult),
    refusals: ['malformed-request', 'not-found'],
  },
];
