import { z } from 'zod';

/** Performed procedure steps (MPPS) of modalities. */
export const MppsSettings = z.strictObject({});
export type MppsSettings = z.infer<typeof MppsSettings>;
