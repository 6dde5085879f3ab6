import { createHash } from 'node:crypto';
import type { DicomObject } from '../object.ts';

/** MPEG-2, MPEG-4 AVC and HEVC streams (PS3.5 §8.2.5 to §8.2.9): a stream, not frames that could be decoded one by one. */
export const isVideo = ({ transferSyntax }: DicomObject): boolean =>
  /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/.test(transferSyntax);

/** SHA-256 of the stream, in place of that of its decoded pixels. */
export function videoHash({ dataSet }: DicomObject): string {
  const hash = createHash('sha256');
  for (const { position, length } of dataSet.elements.x7fe00010?.fragments ?? [])
    hash.update(dataSet.byteArray.subarray(position, position + length));
  return hash.digest('hex');
}
