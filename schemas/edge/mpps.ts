import { z } from 'zod';

/** Performed procedure steps (MPPS) of modalities. */
export const MppsSettings = z.strictObject({
  keepDays: z.number().min(2).max(400).default(60).describe('So long an ended step is remembered and refuses changes.'),
});
export type MppsSettings = z.infer<typeof MppsSettings>;
