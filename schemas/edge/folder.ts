import { z } from 'zod';
import { FilePath } from './terms.ts';

/** A watched folder: photos, .hl7, .dcm, ZIP and DICOMDIR media. */
export const FolderSettings = z.strictObject({
  path: FilePath.describe('The folder that people and devices put files into. A network share will do.'),
  domain: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Whose numbering the patient numbers of photos are of (a "namespace" of the region file), where a photo names none.',
    ),
  after: z
    .enum(['keep', 'delete'])
    .default('keep')
    .describe(
      'What becomes of a file that is safe with us: "keep" moves it into the folder taken, "delete" deletes it.',
    ),
  keepDays: z
    .number()
    .int()
    .min(1)
    .default(7)
    .describe('So many days files stay in the folder taken. They are not encrypted there: no longer than needed.'),
  settledSeconds: z
    .number()
    .positive()
    .default(5)
    .describe('A file is taken when its size and time have not changed for so long.'),
  patienceMinutes: z
    .number()
    .positive()
    .default(10)
    .describe('So long a file that is cut off, or a photo without a patient, is waited for before it is put aside.'),
  pollSeconds: z
    .number()
    .positive()
    .default(5)
    .describe('The folder is looked through so often: network shares do not say when something has changed.'),
  maxMediaGib: z.number().positive().default(16).describe('Most that one ZIP may hold when it is unpacked, in GiB.'),
});
export type FolderSettings = z.infer<typeof FolderSettings>;
