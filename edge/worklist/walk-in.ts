import { z } from 'zod';

/**
 * A patient who comes without an order, as the clinic's staff enters him. `request` is the form's own number: the same form
 * sent twice is one walk-in.
 */
export const WalkIn = z.strictObject({
  request: z.string().min(1).max(100),
  family: z.string().min(1).max(64),
  given: z.string().max(64).default(''),
  middle: z.string().max(64).default(''),
  birthDate: z.iso.date().optional(),
  sex: z.enum(['male', 'female']).optional(),
  /** His number in the clinic's domain where it is known; without it a number of the edge's own. */
  patientId: z.string().min(1).max(64).optional(),
  /** Domain of that number; without it the clinic's first. */
  domain: z.string().min(1).optional(),
  modality: z.string().regex(/^[A-Z0-9_]{1,16}$/),
  stationAe: z.string().max(16).optional(),
  description: z.string().max(64).default(''),
  urgent: z.boolean().default(false),
  /** Who enters him, as the page knows it. */
  by: z.string().min(1).max(100),
});
export type WalkIn = z.input<typeof WalkIn>;
