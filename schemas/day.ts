import { z } from 'zod';
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
});
export type DayFile = z.infer<typeof DayFile>;

/** `day.json`: written by samples/, read by whoever plays the day. */
export const Day = z.strictObject({
  endsAt: Instant,
  files: z.array(DayFile),
  /** Who acknowledges critical results, and whose nobody does: that one must end in an alarm. */
  physicians: z.array(
    z.strictObject({ id: z.string(), name: z.string(), clinic: ClinicId, roles: z.array(z.string()) }),
  ),
  unacknowledged: z.array(z.string()),
});
export type Day = z.infer<typeof Day>;
