import { createHash } from 'node:crypto';

/**
 * Whether a thing belongs to a share of all: by the hash of its name, so that everybody draws the same ones at any time.
 * @param share 0 to 1
 */
export const isInShare = (name: string, share: number): boolean =>
  createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32 < share;
