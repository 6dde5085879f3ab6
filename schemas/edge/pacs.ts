import { z } from 'zod';
import { CallerTls, DicomPeer, FilePath } from './terms.ts';

/** The clinic's PACS: findings go there as DICOM, earlier studies come from there. */
export const PacsSettings = z.strictObject({
  peer: DicomPeer.describe('Where it takes C-STORE and answers C-FIND and C-MOVE.'),
  stow: z
    .strictObject({
      url: z
        .url({ protocol: /^https?$/ })
        .describe('Base address of its DICOMweb, without /studies: http://pacs.hospital.local:8042/dicom-web'),
      user: z.string().min(1).optional().describe('Where it asks for a name and a password (basic authentication).'),
      passwordFile: FilePath.optional().describe('File with the password on its first line.'),
      tls: CallerTls.optional().describe('Certificates, where its authority is a private one or it asks for ours.'),
    })
    .optional()
    .describe('With it findings go by STOW-RS instead of C-STORE.'),
  maxObjectMib: z
    .number()
    .positive()
    .default(256)
    .describe('Largest object of a finding that is fetched for the PACS, in MiB.'),
});
export type PacsSettings = z.infer<typeof PacsSettings>;
