import { createHash } from 'node:crypto';

/**
 * Key in the bucket `derived` of an image's preview. Keys hold derived ids and a digest of the image's identity, never a
 * UID a hospital gave or patient data (contract 13).
 */
export const previewKey = (record: string, study: string, sopInstanceUid: string, pixelHash: string): string =>
  `${record}/${study}/${createHash('sha256').update(`${sopInstanceUid} ${pixelHash}`).digest('hex').slice(0, 32)}/preview.jpg`;
