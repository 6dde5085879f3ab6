import { z } from 'zod';

/** Storage commitment: success only after the region has confirmed the object. */
export const CommitmentSettings = z.strictObject({
  counts: z
    .enum(['working-copy', 'original'])
    .default('working-copy')
    .describe(
      'What the region must hold before a modality may delete: the byte-identical original, or the lossless working copy while this edge keeps the original.',
    ),
  noteAfterHours: z
    .number()
    .min(1)
    .max(720)
    .default(24)
    .describe('A request that is still not answered after so long is shown to people. It stays open all the same.'),
  reportDays: z
    .number()
    .min(1)
    .max(90)
    .default(14)
    .describe('So long a report is sent again to a modality that does not take it.'),
  keepDays: z.number().min(1).max(400).default(60).describe('So long an answered request is remembered.'),
});
export type CommitmentSettings = z.infer<typeof CommitmentSettings>;
