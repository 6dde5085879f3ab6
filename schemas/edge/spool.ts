import { z } from 'zod';

/** What is taken and not yet, or not long ago, gone to the region: HL7 journal and image spool. */
export const SpoolSettings = z.strictObject({
  quotaGib: z
    .number()
    .positive()
    .optional()
    .describe(
      'Most that messages and images may take together, in GiB; where images come, a tenth of it is for messages. Without it: the whole disk up to the watermark.',
    ),
  watermark: z
    .number()
    .min(0.1)
    .max(0.98)
    .default(0.85)
    .describe('Share of the disk or quota beyond which nothing more is taken: senders are told to try again.'),
  keepHours: z
    .number()
    .min(0)
    .default(24)
    .describe('So long a message is kept after the region has it; the same message again needs no second upload.'),
  keepImagesHours: z
    .number()
    .min(0)
    .default(720)
    .describe('So long the byte-identical original of an image is kept after the region has it.'),
});
export type SpoolSettings = z.infer<typeof SpoolSettings>;
