import { createHash } from 'node:crypto';
import type { Frame } from './decode.ts';

/**
 * The identity of an image's pixels, whatever transfer syntax carries them: SHA-256 over all frames in order, of the
 * stored values (bits stored only, before any look-up table) as `rows × columns × samples`, samples interleaved, in
 * the smallest little-endian container of 8, 16 or 32 bits that holds the bits stored, two's complement if signed.
 * Lossy JPEG hashes what this decoder makes of it. An object without pixels has the hash of no bytes.
 */
export function pixelHash(frames: Iterable<Frame>): string {
  const hash = createHash('sha256');
  for (const frame of frames) hash.update(contained(frame));
  return hash.digest('hex');
}

function contained({ pixels, bitsStored, signed }: Frame): Uint8Array {
  const width = bitsStored <= 8 ? 1 : bitsStored <= 16 ? 2 : 4;
  if (pixels.BYTES_PER_ELEMENT === width) return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const Container = width === 1 ? (signed ? Int8Array : Uint8Array) : width === 2 ? Uint16Array : Uint32Array;
  return new Uint8Array(Container.from(pixels).buffer);
}
