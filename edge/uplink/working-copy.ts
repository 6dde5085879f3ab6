import { createHash } from 'node:crypto';
import { readDicom } from '../../domain/dicom/read.ts';
import { decodeFrames } from '../../domain/imaging/decode.ts';
import { pixelHash } from '../../domain/imaging/pixel-hash.ts';
import { previewBytes } from '../../domain/imaging/prefix.ts';
import { encodeWorkingCopy } from '../../domain/imaging/working-copy.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import { loadHtj2k } from '../../platform/htj2k.ts';
import { OkaError } from '../../schemas/errors.ts';

/** An image as it goes over the line: `bytes` are the original's own where it has its prefix in itself. */
export type LineCopy = {
  readonly bytes: Uint8Array;
  readonly isOriginal: boolean;
  /** SHA-256 of `bytes`. */
  readonly sha256: string;
  readonly pixelHash: string;
  /** Bytes that show it with the pixels asked for; undefined where only the whole does. */
  readonly preview: number | undefined;
};

/**
 * The working copy of an image (HTJ2K RPCL), whose first bytes show it with `pixels` on the shorter side. Undefined for what
 * goes as it is: JPEG, JPEG 2000 and JPEG-LS, which would grow, and what is no image; whether it is one at all is for the
 * region to say. The same bytes give the same copy each time.
 */
export async function lineCopy(original: Uint8Array, pixels: number): Promise<LineCopy | undefined> {
  const codecs = await loadCodecs();
  try {
    const encoded = encodeWorkingCopy(original, codecs, await loadHtj2k(), { previewPixels: pixels });
    if (encoded.form === 'working-copy') {
      const { bytes, prefixFor, isProven } = encoded;
      // A prefix that would mislead a network is made larger: from twice the pixels a manifest asks no proof. What no network
      // looks at early (colour, several frames, a header without a window) keeps the small one.
      const preview = (isProven === false ? prefixFor(2 * pixels) : undefined) ?? prefixFor(pixels);
      const named = { bytes, isOriginal: false, sha256: digestOf(bytes) };
      return { ...named, pixelHash: encoded.pixelHash, preview };
    }
    const preview = previewBytes(original, pixels);
    if (preview === undefined) return undefined;
    const { object, header } = readDicom(original, 'UTC', codecs.inflate);
    const frames = header.pixels === undefined ? [] : decodeFrames(object, header.pixels, codecs);
    const named = { bytes: original, isOriginal: true, sha256: digestOf(original) };
    return { ...named, pixelHash: pixelHash(frames), preview };
  } catch (cause) {
    if (cause instanceof OkaError || cause instanceof RangeError) return undefined;
    throw cause;
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
