import { z } from 'zod';
import { TimeOfDay } from './terms.ts';

/** Earlier studies, fetched from the PACS when an appointment is announced. */
export const PriorsSettings = z.strictObject({
  from: TimeOfDay.default('20:00').describe(
    'Start of the quiet hours in which studies are fetched, on the clinic’s clock.',
  ),
  to: TimeOfDay.default('06:00').describe('Their end; earlier than the start means over midnight.'),
  daysAhead: z.number().int().min(1).default(3).describe('Appointments of so many days ahead are prepared.'),
  newest: z
    .number()
    .int()
    .min(1)
    .max(20)
    .default(2)
    .describe('So many of a patient’s newest fitting studies are fetched.'),
  years: z.number().positive().default(10).describe('Studies older than this are left where they are.'),
  mostPerNight: z.number().int().min(1).default(100).describe('Most studies that are fetched in one night.'),
  issuer: z
    .string()
    .min(1)
    .optional()
    .describe(
      'What the PACS writes as issuer of the clinic’s own patient numbers, where it is not the name of the domain.',
    ),
  mostInstances: z.number().int().min(1).default(2000).describe('A study with more objects than this is not fetched.'),
});
export type PriorsSettings = z.infer<typeof PriorsSettings>;
