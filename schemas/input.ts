import { z } from 'zod';

/** What clinics send: DICOM objects and photos (`image`), HL7 v2 (`record`). */
export const InputKind = z.enum(['image', 'record']);
export type InputKind = z.infer<typeof InputKind>;

export const ClinicId = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'lower-case letters, digits and hyphens');
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits');
/** `2026-02-30` has the form of a day and is none. */
function isOnTheCalendar(instant: string): boolean {
  const at = new Date(instant);
  return !Number.isNaN(at.getTime()) && at.toISOString() === instant;
}

/** An instant in UTC with milliseconds; compares as text. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'an instant such as 2026-01-31T09:30:00.000Z')
  .refine(isOnTheCalendar, 'a day and time that exist');

/** Names an input for ever: the same bytes from the same clinic are the same input (contract 6). */
export const InputKey = z.strictObject({ kind: InputKind, clinic: ClinicId, sha256: Sha256 });
export type InputKey = z.infer<typeof InputKey>;

/** `image/clinic/sha256`: the input's name in tables, traces and the command line. */
export const inputId = (key: InputKey): string => `${key.kind}/${key.clinic}/${key.sha256}`;

export const parseInputId = (id: string): InputKey => {
  const [kind, clinic, sha256] = id.split('/');
  return InputKey.parse({ kind, clinic, sha256 });
};

/** How an input ends; written once, never changed (contract 6). */
export const InputEnd = z.enum(['quarantined', 'stored', 'published']);
export type InputEnd = z.infer<typeof InputEnd>;
