import { z } from 'zod';
import { AnyResource, HOOK_NAMES, type HookName } from './cds-hooks/context.ts';
import { ClinicId, InputKind, Instant, Sha256 } from './input.ts';

/** How an image goes over a thin line: re-encoded, its first bytes ahead of the rest. */
export const ThinLine = z.strictObject({
  /** Bytes of the prefix. */
  preview: z.number().int().positive(),
  pixelHash: Sha256,
  /** Of the film as the modality made it. */
  originalSha256: Sha256,
});
export type ThinLine = z.infer<typeof ThinLine>;

/** One file of the sample day as it lies on the disk. */
export const DayFile = z.strictObject({
  /** Path below the day's folder. */
  file: z.string(),
  clinic: ClinicId,
  kind: InputKind,
  sha256: Sha256,
  /** Full name of the invented patient, for the table that a person reads. */
  patient: z.string(),
  person: z.string(),
  /** What is sent, in a word: `film-D-1001`, `laboratory-L-9003`. */
  name: z.string(),
  /** Minutes before the end of the day. */
  minutesBefore: z.number(),
  /** Its prefix is sent in its turn, its rest when the day is over. */
  thinLine: ThinLine.optional(),
  /** The modality sends it as urgent. */
  urgent: z.literal(true).optional(),
  /** Sent hours after all the others, when what came before has long been read. */
  late: z.literal(true).optional(),
});
export type DayFile = z.infer<typeof DayFile>;

/** What a physician does in his record system on the sample day, so that it calls the region (CDS Hooks). */
export const DayCall = z.strictObject({
  /** The record system, by its id in the region file. */
  ehr: z.string(),
  person: z.string(),
  /** Full name of the invented patient, for a person who reads. */
  patient: z.string(),
  hook: z.enum(HOOK_NAMES as [HookName, ...HookName[]]),
  /** Members of the hook's context; whole, as the record system sends them. */
  context: z.looseObject({ patientId: z.string() }),
  /** What the record system itself holds of the patient, himself included. */
  held: z.array(AnyResource),
  /** Prefetch keys that it sends along; the others are to be read from its server. */
  brings: z.union([z.literal('everything'), z.array(z.string())]),
  /** Its FHIR server: answers, or takes the question and never does. */
  server: z.enum(['answers', 'silent']),
  /** What the physician answers to each card of this rule, as a code of Oka's reasons. */
  overrides: z.strictObject({ rule: z.string(), reason: z.string() }).optional(),
});
export type DayCall = z.infer<typeof DayCall>;

/** `day.json`: written by samples/, read by whoever plays the day. */
export const Day = z.strictObject({
  endsAt: Instant,
  files: z.array(DayFile),
  /** Who acknowledges critical results, and whose nobody does: that one must end in an alarm. */
  physicians: z.array(
    z.strictObject({ id: z.string(), name: z.string(), clinic: ClinicId, roles: z.array(z.string()) }),
  ),
  unacknowledged: z.array(z.string()),
  /** A physician who is not at work on the day: whoever is on duty takes note of his patient's critical result. */
  absence: z
    .strictObject({
      clinic: ClinicId,
      physician: z.string(),
      /** The duty manager who tells it. */
      toldBy: z.string(),
      person: z.string(),
      patient: z.string(),
    })
    .optional(),
  calls: z.array(DayCall).default([]),
  /** The line of a clinic's edge is dead from this file on, for so many seconds at least. */
  deadLinks: z
    .array(z.strictObject({ clinic: ClinicId, before: z.string(), seconds: z.number().positive() }))
    .default([]),
});
export type Day = z.infer<typeof Day>;
