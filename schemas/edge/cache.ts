import { z } from 'zod';

/** What the edge keeps of the clinic's patients for days when the region is away; encrypted with the key of the edge. */
export const CacheSettings = z.strictObject({
  everyMinutes: z.number().min(1).max(60).default(3).describe('So often the region is asked for what is new.'),
  resultHours: z.number().int().min(1).max(168).default(72).describe('So long a result is kept, in hours.'),
  daysBefore: z.number().int().min(0).max(3).default(1).describe('Appointments of so many days before today.'),
  daysAhead: z.number().int().min(0).max(7).default(3).describe('Appointments of so many days after today.'),
});
export type CacheSettings = z.infer<typeof CacheSettings>;
