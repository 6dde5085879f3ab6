import { z } from 'zod';
import { DerivedId } from './chart.ts';
import { Device, DeviceStatement } from './device-statement.ts';
import { CriticalFinding } from './governance.ts';
import { Instant, Sha256 } from './input.ts';
import { ResultState, Severity } from './severity.ts';

export { Delivery } from './delivery.ts';
export { AnswerCode, ResultState, Severity } from './severity.ts';

export const FindingState = z.enum(['present', 'absent', 'indeterminate', 'not-assessed']);
export type FindingState = z.infer<typeof FindingState>;

/** What an image was seen as: the first bytes of it, or all. */
export const Basis = z.enum(['preview', 'whole']);

export const Bilingual = z.strictObject({ en: z.string().min(1), ru: z.string().min(1) });
export type Bilingual = z.infer<typeof Bilingual>;

/** A fact that a conclusion rests on: enough to find it again and to see that it changed. */
export const CitedFact = z.strictObject({
  /** `ResourceType/id` */
  reference: z.string(),
  label: Bilingual,
  value: z.string(),
  time: z.string().optional(),
});
export type CitedFact = z.infer<typeof CitedFact>;

/** What a model says of one study. No probability and no label state when `not-assessed`: a reason instead. */
export const Finding = z.strictObject({
  kind: z.literal('finding'),
  state: FindingState,
  label: z.strictObject({
    id: z.string(),
    title: Bilingual,
    snomed: z.string(),
    radlex: z.string().optional(),
    icd10: z.array(z.string()),
  }),
  probability: z.number().min(0).max(1).optional(),
  /** Stable reason of `not-assessed`: age-missing, age-outside, age-contradictory, modality, secondary, body-part, view, photometric, size, quality, decode, laterality, model-suspended, study-incomplete, part-not-assessed, or a fault of the picture (schemas/quality.ts). */
  reason: z.string().optional(),
  basis: Basis,
  /** Of which side it speaks, where the model is made for one of two; of the other one it says nothing. */
  side: z.enum(['L', 'R']).optional(),
  /** Not all images of the study were there when it was said. */
  incomplete: z.literal(true).optional(),
  model: z.strictObject({ id: z.string(), version: z.string(), sha256: Sha256 }),
  /** Probabilities from which on, and below which, the model version says `present` and `absent`. */
  thresholds: z.strictObject({ present: z.number(), absent: z.number() }).optional(),
  /** The version is not accepted for use in the region (it speaks by a waiver, or is suspended): its DICOM forms say RESEARCH. */
  research: z.literal(true).optional(),
  /** What it finds is critical in the region, which states how often it is right; the radiologist on duty is asked first. */
  critical: CriticalFinding.optional(),
  /** Probabilities of the labels that the manifest tells with the first one (a grade). */
  grades: z.record(z.string(), z.number().min(0).max(1)).optional(),
  /** What it was made of, so that it can be made again: SHA-256 of the object and of the network's input, kind of processor. */
  made: z
    .strictObject({ input: Sha256.optional(), tensor: Sha256.optional(), processor: z.string().optional() })
    .optional(),
  study: z.strictObject({ id: DerivedId, studyInstanceUid: z.string(), accession: z.string().optional() }),
  instance: z.strictObject({ sopInstanceUid: z.string(), pixelHash: Sha256 }),
  /** Keys of the bucket `derived`. */
  derived: z.strictObject({ preview: z.string().optional(), heatMap: z.string().optional() }),
});
export type Finding = z.infer<typeof Finding>;

/** What a program of another manufacturer says of one study, in its own words: neither ours nor checked by us. */
export const DeviceFinding = z.strictObject({
  kind: z.literal('device-finding'),
  device: Device,
  says: DeviceStatement.shape.says,
  study: Finding.shape.study,
  /** SOP Instance UIDs of the objects in which it was said. */
  instances: z.array(z.string()),
  /** Keys of its pictures in the bucket `derived`. */
  pictures: z.array(z.string()),
});
export type DeviceFinding = z.infer<typeof DeviceFinding>;

/** What a rule says of a chart. */
export const Advice = z.strictObject({
  kind: z.literal('advice'),
  rule: z.strictObject({ id: z.string(), version: z.string() }),
  /** The rule's matter key: one matter, one card (contract 2). */
  matter: z.string(),
  severity: Severity,
  summary: Bilingual,
  detail: Bilingual,
  /** What the physician is to do. */
  action: Bilingual,
  score: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).optional(),
  /** Inputs the rule wanted and did not find or could not use: named, never guessed. */
  missing: z.array(Bilingual),
  sources: z.array(z.strictObject({ cite: z.string(), doi: z.string().optional() })),
  /** Which FHIR form it takes when published. */
  form: z.enum(['GuidanceResponse', 'DetectedIssue']),
});
export type Advice = z.infer<typeof Advice>;

/** Extension of a published resource: its whole Result as JSON, so that a consumer of ours loses nothing to the form of FHIR. */
export const RESULT_EXTENSION = 'https://oka.health/fhir/result';

/** One published thing: named by what it is about and who says it, versioned by what it says (contract 2). */
export const Result = z.strictObject({
  resultId: Sha256,
  record: DerivedId,
  subject: z.string(),
  producer: z.string(),
  producerVersion: z.string(),
  version: z.number().int().positive(),
  contentHash: Sha256,
  state: ResultState,
  severity: Severity,
  /** Whether this version is to notify the physician again (a changed state always does). */
  notify: z.boolean(),
  /** Newest stamp time among the inputs. */
  sourceTime: Instant,
  content: z.discriminatedUnion('kind', [Finding, DeviceFinding, Advice]),
  /** How the AI finding stands to the radiologist's report, once there is one. */
  agreement: z
    .strictObject({
      report: z.string(),
      verdict: z.enum(['agrees', 'disagrees', 'not-comparable']),
      reportSays: Bilingual,
    })
    .optional(),
  cited: z.array(CitedFact),
});
export type Result = z.infer<typeof Result>;
