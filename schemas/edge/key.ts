import { z } from 'zod';
import { FilePath } from './terms.ts';

/** The key under which everything on the disk of the edge is encrypted (AES-256-GCM). */
export const KeySettings = z.union([
  z.strictObject({
    file: FilePath.describe('File with 32 random bytes in base64, for the owner alone. Keep a copy in a safe place.'),
  }),
  z.strictObject({ kms: z.string().min(1).describe('ARN of a KMS key that wraps the data key.') }),
]);
export type KeySettings = z.infer<typeof KeySettings>;
