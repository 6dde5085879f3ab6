import { createHash } from 'node:crypto';

export type ImageIdentity = { readonly sopInstanceUid: string; readonly pixelHash: string };

/** A name of an image's identity for keys: a digest, never a UID that a hospital gave (contract 13). */
export const imageName = ({ sopInstanceUid, pixelHash }: ImageIdentity): string =>
  createHash('sha256').update(`${sopInstanceUid} ${pixelHash}`).digest('hex').slice(0, 32);
