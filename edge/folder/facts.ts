import { z } from 'zod';
import { Instant } from '../../schemas/input.ts';

/** A file that was looked at and cannot be moved: on a CD, or on a share that may only be read. By its path. */
export const FolderFact = z.object({
  size: z.number(),
  mtimeMs: z.number(),
  at: Instant,
  outcome: z.enum(['taken', 'refused', 'attention']),
  code: z.string().optional(),
});
export type FolderFact = z.infer<typeof FolderFact>;

/** A file that is not seen any more is remembered for so long: a CD may be put in again. */
export const REMEMBERED_MS = 30 * 24 * 60 * 60 * 1000;
