import { wordsOf } from './rle-words.ts';
import type { Container } from './stored-values.ts';

/**
 * Decodes one RLE frame (DICOM PS3.5 Annex G): up to 15 PackBits segments, one per byte of a sample, most significant
 * byte first, each sample plane after the other. Each is unpacked straight to its place: interleaved samples of 1, 2 or 4
 * bytes, little endian.
 * @throws RangeError when the segments do not fill the frame or lie outside the bytes
 */
export function decodeRle(bytes: Uint8Array, pixels: number, samples: number, bytesPerSample: number): Container {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = view.getUint32(0, true);
  if (![1, 2, 4].includes(bytesPerSample)) throw new RangeError('RLE sample size');
  if (segments !== samples * bytesPerSample) throw new RangeError('RLE segment count');
  // Two bytes stand for at most 128: a short frame cannot fill a large picture, whose memory is not asked for then.
  if (bytes.length * 64 < pixels * samples * bytesPerSample) throw new RangeError('RLE frame is too short');
  const packed = Array.from({ length: segments }, (_, segment) => {
    const from = view.getUint32(4 + 4 * segment, true);
    const to = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : bytes.length;
    if (from < 64 || to > bytes.length || from > to) throw new RangeError('RLE segment offset');
    return bytes.subarray(from, to);
  });
  const [first, second] = packed;
  if (first !== undefined && second !== undefined && segments === 2 && samples === 1)
    return wordsOf(first, second, pixels);
  const out = new Uint8Array(pixels * segments);
  for (const [segment, own] of packed.entries()) {
    const significance = bytesPerSample - 1 - (segment % bytesPerSample);
    unpack(own, out, Math.floor(segment / bytesPerSample) * bytesPerSample + significance, segments);
  }
  if (bytesPerSample === 1) return out;
  return bytesPerSample === 2 ? new Uint16Array(out.buffer) : new Uint32Array(out.buffer);
}

/** From so many bytes on a call that moves or fills memory is cheaper than a loop. */
const WORTH_A_CALL = 24;

/** PackBits (PS3.5 §G.3.1): one byte of each pixel, to every `step`th byte from `at` on; must fill them all. */
function unpack(packed: Uint8Array, out: Uint8Array, at: number, step: number): void {
  const end = packed.length;
  const full = out.length;
  let write = at;
  let read = 0;
  while (read < end && write < full) {
    const control = packed[read++] as number;
    if (control === 128) continue;
    const isLiteral = control < 128;
    const count = isLiteral ? control + 1 : 257 - control;
    const next = read + (isLiteral ? count : 1);
    if (next > end) throw new RangeError('RLE segment ends early');
    // The last run may reach beyond the picture, by the padding to even length.
    const stop = Math.min(full, write + count * step);
    const moves = step === 1 && count >= WORTH_A_CALL;
    if (isLiteral && moves) out.set(packed.subarray(read, read + stop - write), write);
    else if (moves) out.fill(packed[read] as number, write, stop);
    else if (isLiteral) for (let from = read; write < stop; write += step) out[write] = packed[from++] as number;
    else for (const value = packed[read] as number; write < stop; write += step) out[write] = value;
    write = moves ? stop : write;
    read = next;
  }
  if (write < full) throw new RangeError('RLE segment is too short');
}
