import { z } from 'zod';

/** The modality worklist, answered from the clinic's orders and appointments. */
export const WorklistSettings = z.strictObject({});
export type WorklistSettings = z.infer<typeof WorklistSettings>;
