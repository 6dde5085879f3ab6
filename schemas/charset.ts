import { z } from 'zod';

/** The character sets that a sender can be registered or confirmed with. */
export const SenderCharsetName = z.enum(['utf-8', 'windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866']);
export type SenderCharsetName = z.infer<typeof SenderCharsetName>;

/**
 * Extension of a Patient's name that stands in place of one read in a guessed character set; `valueString` says so in
 * words. It comes with `data-absent-reason` and never beside a name.
 */
export const NAME_NOT_CONFIRMED = 'https://oka.health/fhir/StructureDefinition/name-not-confirmed';
