import { z } from 'zod';
import { DicomPeer } from './terms.ts';

/** The clinic's PACS, to which findings go as DICOM. */
export const PacsSettings = z.strictObject({
  peer: DicomPeer.describe('Where it takes C-STORE.'),
});
export type PacsSettings = z.infer<typeof PacsSettings>;
