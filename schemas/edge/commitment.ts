import { z } from 'zod';

/** Storage commitment: success only after the region has confirmed the object. */
export const CommitmentSettings = z.strictObject({});
export type CommitmentSettings = z.infer<typeof CommitmentSettings>;
