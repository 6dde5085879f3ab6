import { z } from 'zod';

export const Severity = z.enum(['info', 'warning', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** `withdrawn`: nothing is left to say; published as entered-in-error. */
export const ResultState = z.enum(['current', 'withdrawn']);

/** What a record system answers (HL7 v2 table 0008): applied, a fault in this result, refused as a whole. */
export const AnswerCode = z.enum(['AA', 'AE', 'AR']);
