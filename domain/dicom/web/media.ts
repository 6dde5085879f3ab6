import { SYNTAX } from '../syntax.ts';

/** Transfer syntax of a code stream → media type of its frames (PS3.18 tables 8.7.3-2 and 8.7.3-4). */
const FRAMES: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.4.50': 'image/jpeg',
  '1.2.840.10008.1.2.4.51': 'image/jpeg',
  '1.2.840.10008.1.2.4.57': 'image/jpeg',
  '1.2.840.10008.1.2.4.70': 'image/jpeg',
  '1.2.840.10008.1.2.4.80': 'image/jls',
  '1.2.840.10008.1.2.4.81': 'image/jls',
  '1.2.840.10008.1.2.4.90': 'image/jp2',
  '1.2.840.10008.1.2.4.91': 'image/jp2',
  '1.2.840.10008.1.2.4.92': 'image/jpx',
  '1.2.840.10008.1.2.4.93': 'image/jpx',
  '1.2.840.10008.1.2.4.201': 'image/jphc',
  '1.2.840.10008.1.2.4.202': 'image/jphc',
  '1.2.840.10008.1.2.4.203': 'image/jphc',
  [SYNTAX.rle]: 'image/dicom-rle',
  '1.2.840.10008.1.2.4.100': 'video/mpeg2',
  '1.2.840.10008.1.2.4.101': 'video/mpeg2',
  '1.2.840.10008.1.2.4.102': 'video/mp4',
  '1.2.840.10008.1.2.4.103': 'video/mp4',
};
/** Pixels that are no code stream; of these, frames are the same bytes in all that are little endian. */
const NATIVE_LITTLE = new Set<string>([SYNTAX.implicitLittle, SYNTAX.explicitLittle, SYNTAX.deflated]);
/** What only holds an approximation of what the device saw; decoded, it would be large and no better. */
const LOSSY = new Set(['50', '51', '81', '91', '203'].map((last) => `1.2.840.10008.1.2.4.${last}`));

/** Media type of the frames of a code stream; undefined for native pixels and for syntaxes that Oka does not know. */
export const frameType = (transferSyntax: string): string | undefined => FRAMES[transferSyntax];
export const isNativeLittle = (transferSyntax: string): boolean => NATIVE_LITTLE.has(transferSyntax);
export const isNative = (transferSyntax: string): boolean =>
  NATIVE_LITTLE.has(transferSyntax) || transferSyntax === SYNTAX.explicitBig;
export const isLossy = (transferSyntax: string): boolean => LOSSY.has(transferSyntax);
