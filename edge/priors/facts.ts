import { z } from 'zod';
import { Instant } from '../../schemas/input.ts';

/** An appointment for which the PACS was asked. */
const Asked = z.strictObject({
  about: z.literal('occasion'),
  at: Instant,
  /** Asked again when the appointment is for another day, patient or examination. */
  digest: z.string(),
});
/**
 * A study that is wanted. `due`: still to be fetched; a crash means that it is asked for once more. `fetched`: all of it
 * came, or was here. `given-up`: it came in part or not at all, so many nights.
 */
const Wanted = z.strictObject({
  about: z.literal('study'),
  state: z.enum(['due', 'fetched', 'given-up']),
  at: Instant,
  /** Appointments that want it: without one it is not fetched. */
  occasions: z.array(z.string()),
  start: Instant,
  patientId: z.string(),
  instances: z.number().int().optional(),
  tries: z.number().int().nonnegative(),
  /** The last night in which it was tried. */
  night: z.string().optional(),
});
export type Wanted = z.infer<typeof Wanted>;

export const PriorFact = z.discriminatedUnion('about', [Asked, Wanted]);
export type PriorFact = z.infer<typeof PriorFact>;
