import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CriticalLevel } from './duty.ts';

/** Analytes that a region may list, in the units of the page of the rule `critical_labs`. */
export const LISTED_ANALYTES = [
  ...['sodium', 'potassium', 'urea', 'creatinine', 'glucose', 'adjustedCalcium', 'magnesium', 'phosphate'],
  ...['CRP', 'CK', 'amylase', 'ALT', 'haemoglobin', 'INR'],
] as const;

/** Limits of one analyte: `low` and `high` are critical themselves, `below` and `above` are not. */
const AnalyteEntry = z
  .strictObject({
    analyte: z.enum(LISTED_ANALYTES),
    /** The first 28 days, up to 16 years, from 16 years on; absent: every age that no other entry names. */
    band: z.enum(['neonate', 'child', 'adult']).optional(),
    low: z.number().optional(),
    below: z.number().optional(),
    high: z.number().optional(),
    above: z.number().optional(),
    level: CriticalLevel,
  })
  .refine(
    ({ low, below, high, above }) => [low, below, high, above].some((limit) => limit !== undefined),
    'an analyte needs a limit: "low", "below", "high" or "above"',
  );

/** A change between two values that is critical whatever the values are. */
const ChangeEntry = z.strictObject({
  change: z.enum(['haemoglobin-fall', 'sodium-rise']),
  /** g/L of haemoglobin that it fell by at least; mmol/L of sodium that it rose by more than. */
  by: z.number().positive(),
  withinHours: z.number().positive().max(168),
  level: CriticalLevel,
});

/** What another rule calls critical, all of it or one matter. */
const RuleEntry = z.strictObject({
  rule: z.string().min(1),
  matter: z.string().min(1).optional(),
  level: CriticalLevel,
});

export const CriticalEntry = z.union([AnalyteEntry, ChangeEntry, RuleEntry]);
export type CriticalEntry = z.infer<typeof CriticalEntry>;

/** What a signature is given for: the entries and their version, whatever the layout of the file. */
export const digestOfList = (version: string, entries: readonly CriticalEntry[]): string =>
  createHash('sha256')
    .update(JSON.stringify([version, entries]))
    .digest('hex');

const keyOf = (entry: CriticalEntry): string =>
  'analyte' in entry
    ? `${entry.analyte} ${entry.band ?? ''}`
    : 'change' in entry
      ? entry.change
      : `${entry.rule} ${entry.matter ?? ''}`;

/**
 * The closed list of what is critical in a region (contract 11): what is not on it is told as a warning and calls nobody. It
 * is signed like a rule: a change of it needs a new signature.
 */
export const CriticalList = z
  .strictObject({
    version: z.string().min(1),
    entries: z.array(CriticalEntry).min(1),
    signed: z.strictObject({
      by: z.string().min(1),
      on: z.iso.date(),
      digest: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the list'),
    }),
  })
  .superRefine(({ version, entries, signed }, context) => {
    const digest = digestOfList(version, entries);
    if (signed.digest !== digest)
      context.addIssue({
        code: 'custom',
        path: ['signed', 'digest'],
        message: `the list is not the one that was signed: read it again and sign ${digest}`,
      });
    const keys = entries.map(keyOf);
    for (const [place, key] of keys.entries())
      if (keys.indexOf(key) !== place)
        context.addIssue({ code: 'custom', path: ['entries', place], message: `“${key.trim()}” stands twice` });
  });
export type CriticalList = z.infer<typeof CriticalList>;
