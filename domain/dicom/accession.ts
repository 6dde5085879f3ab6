import { createHash } from 'node:crypto';

/** VR SH (PS3.5 §6.2): at most 16 characters, no backslash, no control character, no space at an end. */
const FITS = /^(?=.{1,16}$)[^\s\\\p{Cc}]([^\\\p{Cc}]*[^\s\\\p{Cc}])?$/u;

/**
 * The accession number that a modality can carry for an order of this number: the number itself, or where it is too long
 * for DICOM one that follows from it. Edge and region reckon alike, so the images find their order. No key: it stands
 * beside the order's number and says no more than that.
 */
export function accessionFor(number: string, clinicOid: string): string {
  if (FITS.test(number)) return number;
  const digest = createHash('sha256')
    .update(JSON.stringify([clinicOid, number]))
    .digest('hex');
  return `A${BigInt(`0x${digest.slice(0, 18)}`)
    .toString(36)
    .toUpperCase()
    .padStart(14, '0')
    .slice(-14)}`;
}
