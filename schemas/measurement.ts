import { z } from 'zod';
import { ClinicId, Instant, Sha256 } from './input.ts';
import { Finding } from './result.ts';

/** Coding system of an AI Observation's `code`: the model that measured. */
export const MODEL_SYSTEM = 'https://oka.health/fhir/model';
/** Extension of an AI Observation: a Measurement as JSON. Never shown to a reader: it carries values the gate may withhold. */
export const MEASUREMENT_EXTENSION = 'https://oka.health/fhir/measurement';
/** Extension of an ImagingStudy: a HeaderPatient as JSON, one per different header among its images. */
export const HEADER_EXTENSION = 'https://oka.health/fhir/dicom-header';
/** Extension of an ImagingStudy: the inputs that brought its images, `kind/clinic/sha256`. */
export const INPUT_EXTENSION = 'https://oka.health/fhir/input';
/** Extension of an ImagingStudy's instance: SHA-256 of its decoded pixels. */
export const PIXEL_HASH_EXTENSION = 'https://oka.health/fhir/pixel-hash';

/** What a DICOM header says of its patient: compared with the chart, never copied into it (contract 3). */
export const HeaderPatient = z.strictObject({
  /** (0010,0010) decoded, `family^given^middle^prefix^suffix`. */
  name: z.string().optional(),
  /** (0010,0030) as FHIR date with its precision: `2021`, `2021-03`, `2021-03-09`. */
  birthDate: z
    .string()
    .regex(/^\d{4}(-\d\d(-\d\d)?)?$/)
    .optional(),
  sex: z.enum(['male', 'female']).optional(),
  /** (0010,1010) in completed months at the time of the study: the least and the most it may mean. */
  ageMonths: z.strictObject({ least: z.number().int(), most: z.number().int() }).optional(),
});
export type HeaderPatient = z.infer<typeof HeaderPatient>;

/** What the gate asks of an image's header (contract 8). Missing in the header is missing here. */
export const ImageFacts = z.strictObject({
  modality: z.string().optional(),
  bodyPart: z.string().optional(),
  view: z.string().optional(),
  /** Image laterality (0020,0062), else laterality of the body part (0020,0060): `L`, `R`, `B` or `U`. */
  laterality: z.string().optional(),
  /** Study and series description, protocol name, view code meaning: words that may name body part and view. */
  words: z.array(z.string()),
  /** (0008,0008) says DERIVED and SECONDARY: made of an exposure afterwards, by whichever program. */
  secondary: z.literal(true).optional(),
  photometric: z.string(),
  rows: z.number().int(),
  columns: z.number().int(),
  /** Local calendar date on which the image was taken, `2026-01-31`; absent when the header says none. */
  date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .optional(),
});
export type ImageFacts = z.infer<typeof ImageFacts>;

/** The part of a manifest that the gate needs, kept with the measurement so that advice needs no model files. */
export const IntendedUse = z.strictObject({
  modalities: z.array(z.string()),
  bodyParts: z.array(z.string()),
  views: z.array(z.string()),
  ageMonths: z.strictObject({ min: z.number(), max: z.number() }),
  photometric: z.array(z.string()),
  minimumPixels: z.number().int(),
  /** The model needs to be told which side it sees: a side that is not stated is not assessed. */
  laterality: z.literal('stated').optional(),
  /** The model was also tried on pictures that a program made of an exposure afterwards. */
  secondary: z.literal('allowed').optional(),
});
export type IntendedUse = z.infer<typeof IntendedUse>;

/** What a manifest says of a model's worth: what `active` in a region asks of it (domain/recognition/standing.ts). */
export const Evidence = z.strictObject({
  auc: z.number(),
  aucLower95: z.number(),
  calibrated: z.boolean(),
  card: z.boolean(),
  /** The manifest says that what it finds may be critical; whether it is, the region decides. */
  critical: z.literal(true).optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** Which bytes a measurement was made of and when a region took them in. */
export const Origin = z.strictObject({
  /** The clinic that sent the image: its equipment, so its decisions. */
  clinic: ClinicId,
  /** SHA-256 of the object as it was sent. */
  sha256: Sha256,
  /** First acceptance of the object: a decision on a model holds from its time on. */
  acceptedAt: Instant,
});
export type Origin = z.infer<typeof Origin>;

/**
 * What a network measured on one image, before anyone asks whether it may be said.
 * `findingOf` in domain/recognition turns it into a Finding from the facts of the chart, so that the order in which
 * image, order and demographics arrive changes nothing (contract 3).
 */
export const Measurement = z.strictObject({
  model: Finding.shape.model,
  label: Finding.shape.label,
  thresholds: z.strictObject({ present: z.number(), absent: z.number() }),
  /** Ids of further labels that are told with the first one (`use` "grade" of the manifest). */
  grades: z.array(z.string()).optional(),
  intendedUse: IntendedUse,
  basis: Finding.shape.basis,
  instance: z.strictObject({ sopInstanceUid: z.string(), pixelHash: Sha256 }),
  facts: ImageFacts,
  /** Absent for a file outside the region's ways (`oka see`), of which no region decides anything. */
  origin: Origin.optional(),
  evidence: Evidence.optional(),
  /** Absent when the image was not given to the network (what its header states forbids it). */
  network: z
    .strictObject({
      /** Of the first label of the manifest. */
      probability: z.number().min(0).max(1),
      /** Label id → probability, for the further labels. */
      others: z.record(z.string(), z.number().min(0).max(1)).optional(),
      /** SHA-256 of the network's input tensor: its float32 values in little endian order. */
      tensor: Sha256.optional(),
      /** `mean`, `contrast` and `centreMinusBorder` of the tensor: what is watched for drift. */
      inputs: z.record(z.string(), z.number()).optional(),
      /** On which kind of processor: the same kind gives the same bits. */
      processor: z.string().optional(),
      /** Name of the first quality number outside the manifest's range. */
      qualityFault: z.string().optional(),
    })
    .optional(),
  derived: Finding.shape.derived,
});
export type Measurement = z.infer<typeof Measurement>;
