import { z } from 'zod';
import { ClinicId, InputKind, Instant, Sha256 } from './input.ts';

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
