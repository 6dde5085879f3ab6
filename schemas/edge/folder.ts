import { z } from 'zod';
import { FilePath } from './terms.ts';

/** A watched folder: photos, .hl7, .dcm, ZIP and DICOMDIR media. */
export const FolderSettings = z.strictObject({
  path: FilePath.describe('The folder that people and devices put files into.'),
});
export type FolderSettings = z.infer<typeof FolderSettings>;
