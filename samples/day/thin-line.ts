import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import openjph from '@cornerstonejs/codec-openjph/wasmjs';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { HTJ2K_RPCL } from '../../domain/imaging/htj2k.ts';
import { htj2kOf } from '../../domain/imaging/openjph.ts';
import { encodeWorkingCopy } from '../../domain/imaging/working-copy.ts';
import type { ThinLine } from '../../schemas/day.ts';

/** Pixels on the shorter side that the first bytes show: as many as the children's model asks of a preview. */
const PREVIEW_PIXELS = 1024;

const notNeeded = (): never => {
  throw new TypeError(`the films of the day are native or ${HTJ2K_RPCL}`);
};

/** A film as the edge of a clinic behind a thin line sends it: re-encoded without loss, so that its first bytes show it. */
export async function overThinLine(film: Uint8Array): Promise<{ bytes: Uint8Array; thinLine: ThinLine }> {
  const htj2k = htj2kOf(await openjph({ print: () => {}, printErr: () => {} }));
  const codecs: Codecs = {
    inflate: (bytes, limit) => inflateRawSync(bytes, { maxOutputLength: limit }),
    jpegBaseline: notNeeded,
    jpegLs: notNeeded,
    jpeg2000: notNeeded,
    htj2k: (bytes) => htj2k.decodeAt(bytes, 0),
  };
  const encoded = encodeWorkingCopy(film, codecs, htj2k);
  const preview = encoded.form === 'working-copy' ? encoded.prefixFor(PREVIEW_PIXELS) : undefined;
  if (encoded.form !== 'working-copy' || preview === undefined) throw new TypeError('no film for a thin line');
  const originalSha256 = createHash('sha256').update(film).digest('hex');
  return { bytes: encoded.bytes, thinLine: { preview, pixelHash: encoded.pixelHash, originalSha256 } };
}
