import { z } from 'zod';
import { SenderCharsetName } from '../charset.ts';
import { DerivedId } from '../chart.ts';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { ClinicId, InputEnd, InputKey, Instant, Sha256 } from '../input.ts';
import { Bilingual, Delivery, ResultState, Severity } from '../result.ts';
import { ModelNotice } from './models.ts';

/** Every refusal of the API: a code of the catalogue and a sentence that says what to do. */
export const Refusal = z.strictObject({
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  whatToDo: z.string(),
  /** Place of the fault in the request, e.g. `query.offset`. */
  path: z.string().optional(),
  traceId: z.string().optional(),
  /** After 406: what could be had instead, as media types. */
  available: z.array(z.string()).optional(),
});
export type Refusal = z.infer<typeof Refusal>;

/** What lies in intake of one object: as JSON after a PUT, as headers after a HEAD. */
export const UploadAnswer = z.strictObject({
  input: InputKey,
  /** Length of the whole object in bytes. */
  length: z.number().int().positive(),
  /** Bytes stored so far, as half-open ranges `[from, to)`. */
  stored: z.array(z.tuple([z.number().int().nonnegative(), z.number().int().positive()])),
  complete: z.boolean(),
  /** The same object had been accepted before: counted as a repeat, nothing done twice. */
  repeat: z.literal(true).optional(),
});
export type UploadAnswer = z.infer<typeof UploadAnswer>;

/** The whole way of one input, as `oka trace` shows it: keys and codes only. */
export const TraceAnswer = z.strictObject({
  input: InputKey,
  receivedAt: Instant,
  length: z.number().int().nonnegative(),
  end: z
    .strictObject({ state: InputEnd, code: z.string().optional(), detail: z.string().optional(), at: Instant })
    .optional(),
  steps: z.array(z.strictObject({ at: Instant, step: z.string(), detail: z.string().optional() })),
  repeats: z.number().int().nonnegative(),
  record: z.string().optional(),
  /** Why it stands on the list of its clinic, and what a human does about each reason. */
  waitsFor: z.array(z.strictObject({ reason: z.string(), whatToDo: Bilingual })).optional(),
  /** What is said of the record this input led to: who says it, in which version, sent up to which. */
  results: z
    .array(
      z.strictObject({
        resultId: Sha256,
        kind: z.enum(['finding', 'device-finding', 'advice']),
        producer: z.string(),
        version: z.number().int().positive(),
        state: ResultState,
        severity: Severity,
        sentVersion: z.number().int().positive().optional(),
      }),
    )
    .optional(),
  /** Ways of those results: what the record system said and what a human did, apart. The system's words only for the clinic. */
  deliveries: z
    .array(
      Delivery.omit({ record: true }).extend({
        refused: z.strictObject({ code: z.literal('ehr-refused'), whatToDo: z.string() }).optional(),
      }),
    )
    .optional(),
});
export type TraceAnswer = z.infer<typeof TraceAnswer>;

/** Quarantined and unreconciled inputs of a clinic, newest first, and what is the matter with models there. */
export const WaitingAnswer = z.strictObject({ inputs: z.array(TraceAnswer), models: z.array(ModelNotice).optional() });
export type WaitingAnswer = z.infer<typeof WaitingAnswer>;

/** One record of a pair, as those who decide see it; numbers other than the own clinic's are masked. */
const IdentitySide = z.strictObject({
  record: DerivedId,
  clinic: ClinicId,
  /** The clinic's own number of the patient, then national numbers. */
  identifiers: z.array(z.strictObject({ system: z.string(), value: z.string() })),
  birthDate: z.string().optional(),
  sex: z.string().optional(),
  names: z.array(z.string()),
});

/** Two records that share a national number: what both sides say, what agrees, and what a human said of them. */
export const IdentityAnswer = z.strictObject({
  /** The two records, as a decision names them. */
  id: z.string(),
  state: z.enum(['waiting', 'linked', 'apart']),
  /** Who or what brought it about: a named human, a clinic's merge, or the number alone. Absent while it waits. */
  decided: z.strictObject({ by: z.string(), at: Instant.optional() }).optional(),
  since: Instant.optional(),
  numbers: z.array(z.strictObject({ system: z.enum(['snils', 'oms']), value: z.string() })),
  agrees: z.array(z.string()),
  differs: z.array(z.string()),
  unknown: z.array(z.string()),
  sides: z.tuple([IdentitySide, IdentitySide]),
});
export type IdentityAnswer = z.infer<typeof IdentityAnswer>;

/** Pairs of a clinic that wait for a human, the longest first; `more`: there are more than fit into one answer. */
export const IdentitiesAnswer = z.strictObject({ pairs: z.array(IdentityAnswer), more: z.boolean() });
export type IdentitiesAnswer = z.infer<typeof IdentitiesAnswer>;

/** The input was opened again and its first message sent again. */
export const ReplayAnswer = z.strictObject({ input: InputKey, replayed: z.literal(true) });
export type ReplayAnswer = z.infer<typeof ReplayAnswer>;

/** Contract 6: accepted = quarantined + stored + published + in flight. `overdue` names inputs in flight too long. */
export const LedgerAnswer = z.strictObject({
  accepted: z.number().int().nonnegative(),
  quarantined: z.number().int().nonnegative(),
  stored: z.number().int().nonnegative(),
  published: z.number().int().nonnegative(),
  inFlight: z.number().int().nonnegative(),
  overdue: z.array(z.string()),
});
export type LedgerAnswer = z.infer<typeof LedgerAnswer>;

/** Whether the rules can see what a clinic's laboratories send (domain/codes/health.ts), with the reasons in two languages. */
export const HealthAnswer = z.strictObject({
  clinic: ClinicId,
  state: z.enum(['red', 'amber', 'green', 'unknown']),
  sentence: Bilingual,
  reasons: z.array(
    z.strictObject({
      level: z.enum(['red', 'amber']),
      sender: z.string(),
      loinc: z.array(z.string()),
      sentence: Bilingual,
    }),
  ),
  /** Models that are suspended here, or that a human should look at. */
  models: z.array(ModelNotice).optional(),
});
export type HealthAnswer = z.infer<typeof HealthAnswer>;

/** Codes, names and units of a clinic that no code map knew when they came; the facts are in the chart as text. */
export const CodesAnswer = z.strictObject({
  codes: z.array(
    z.strictObject({
      /** Names the code in `POST /clinics/{clinic}/codes/{code}/replay`. */
      id: z.string(),
      /** As registered: MSH-3 and MSH-4. */
      sender: z.string(),
      kind: z.enum(['observation', 'medication', 'service', 'unit']),
      code: z.string(),
      name: z.string().optional(),
      /** Of a unit: the code of its analyte. */
      of: z.string().optional(),
      /** The code map of today knows it: the inputs wait to be sent through again. */
      mappedNow: z.boolean(),
      /** How many inputs brought it; `more`: counting stopped there. */
      inputs: z.number().int().positive(),
      more: z.boolean(),
      firstSeen: Instant,
      lastSeen: Instant,
      /** The first of the inputs, as ids. */
      examples: z.array(z.string()),
    }),
  ),
});
export type CodesAnswer = z.infer<typeof CodesAnswer>;

/** Inputs sent through again because the code map knows a code by now; `left`: there are more, ask again. */
export const CodeReplayAnswer = z.strictObject({ replayed: z.array(z.string()), left: z.boolean() });
export type CodeReplayAnswer = z.infer<typeof CodeReplayAnswer>;

/** A sender whose character set was guessed from his bytes, with what a human needs to confirm or correct it. */
export const CharsetAnswer = z.strictObject({
  /** Names the sender in `PUT /charsets/{clinic}/{sender}/{charset}`. */
  id: z.string(),
  clinic: ClinicId,
  /** MSH-3 and MSH-4 as sent. */
  application: z.string(),
  facility: z.string(),
  /** `guessed`: names from him are withheld until somebody confirms. `registered`: the region file says it since. */
  state: z.enum(['guessed', 'confirmed', 'registered']),
  /** What his messages are read in. */
  charset: z.string(),
  /** What the bytes speak for, by how many bits above the next set; `clear`: more than a million to one. */
  guess: z.strictObject({ charset: z.string(), marginBits: z.number().nonnegative(), clear: z.boolean() }),
  confirmed: z.strictObject({ charset: SenderCharsetName, by: z.string(), at: Instant }).optional(),
  /** Inputs that depend on it, and those of them that are still to be read again. */
  inputs: z.number().int().nonnegative(),
  toRead: z.number().int().nonnegative(),
  /** Words of services, units, drugs and wards as they read in each set; never words of a patient. */
  samples: z.array(z.strictObject({ charset: z.string(), words: z.array(z.string()) })),
});
export type CharsetAnswer = z.infer<typeof CharsetAnswer>;
export const CharsetsAnswer = z.strictObject({ senders: z.array(CharsetAnswer) });
export type CharsetsAnswer = z.infer<typeof CharsetsAnswer>;

/** FHIR R4 resources are described by their type only; the full form is the standard's (hl7.org/fhir/R4). */
export const FhirBundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  type: z.literal('searchset'),
  entry: z.array(z.looseObject({ resource: z.looseObject({ resourceType: z.string() }) })).optional(),
});
export const FhirCapabilityStatement = z.looseObject({
  resourceType: z.literal('CapabilityStatement'),
  fhirVersion: z.literal('4.0.1'),
});
