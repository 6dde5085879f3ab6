import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { InputEnd, InputKey, Instant, Sha256 } from '../input.ts';
import { Delivery, ResultState, Severity } from '../result.ts';

/** Every refusal of the API: a code of the catalogue and a sentence that says what to do. */
export const Refusal = z.strictObject({
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  whatToDo: z.string(),
  /** Place of the fault in the request, e.g. `query.offset`. */
  path: z.string().optional(),
  traceId: z.string().optional(),
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
  /** What is said of the record this input led to: who says it, in which version, sent up to which. */
  results: z
    .array(
      z.strictObject({
        resultId: Sha256,
        kind: z.enum(['finding', 'advice']),
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

/** Quarantined and unreconciled inputs of a clinic, newest first. */
export const WaitingAnswer = z.strictObject({ inputs: z.array(TraceAnswer) });
export type WaitingAnswer = z.infer<typeof WaitingAnswer>;

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
