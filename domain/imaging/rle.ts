import type { Container } from './stored-values.ts';

/**
 * Decodes one RLE frame (DICOM PS3.5 Annex G): up to 15 PackBits segments, one per byte of a sample, most significant
 * byte first, each sample plane after the other. Returns interleaved samples of 1, 2 or 4 bytes.
 * @throws RangeError when the segments do not fill the frame or lie outside the bytes
 */
export function decodeRle(bytes: Uint8Array, pixels: number, samples: number, bytesPerSample: number): Container {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = view.getUint32(0, true);
  if (![1, 2, 4].includes(bytesPerSample)) throw new RangeError('RLE sample size');
  if (segments !== samples * bytesPerSample) throw new RangeError('RLE segment count');
  // Two bytes stand for at most 128: a short frame cannot fill a large picture, whose memory is not asked for then.
  if (bytes.length * 64 < pixels * samples * bytesPerSample) throw new RangeError('RLE frame is too short');
  const planes = Array.from({ length: segments }, (_, segment) => {
    const from = view.getUint32(4 + 4 * segment, true);
    const to = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : bytes.length;
    if (from < 64 || to > bytes.length || from > to) throw new RangeError('RLE segment offset');
    return unpacked(bytes, from, to, pixels);
  });
  const [first, second] = planes;
  if (first !== undefined && segments === 1) return first;
  if (first !== undefined && second !== undefined && segments === 2 && samples === 1) return words(first, second);
  return joined(planes, pixels, samples, bytesPerSample);
}

/** From so many bytes on a call that moves or fills memory is cheaper than a loop. */
const WORTH_A_CALL = 24;

/**
 * PackBits (PS3.5 §G.3.1) from `from` to `to`: one byte of each pixel; must fill them. The packed bytes lie behind the
 * plane in the same memory, so that stretches can be moved as they are.
 */
function unpacked(packed: Uint8Array, from: number, to: number, pixels: number): Uint8Array {
  const all = new Uint8Array(pixels + to - from);
  all.set(packed.subarray(from, to), pixels);
  const end = all.length;
  let write = 0;
  let read = pixels;
  while (read < end && write < pixels) {
    const control = all[read++] as number;
    if (control === 128) continue;
    const isLiteral = control < 128;
    const count = isLiteral ? control + 1 : 257 - control;
    if (read + (isLiteral ? count : 1) > end) throw new RangeError('RLE segment ends early');
    // The last run may reach beyond the picture, by the padding to even length.
    const stop = Math.min(pixels, write + count);
    if (isLiteral) {
      if (count >= WORTH_A_CALL) all.copyWithin(write, read, read + stop - write);
      else for (let source = read, place = write; place < stop; place++) all[place] = all[source++] as number;
      read += count;
    } else {
      const value = all[read++] as number;
      if (count >= WORTH_A_CALL) all.fill(value, write, stop);
      else for (let place = write; place < stop; place++) all[place] = value;
    }
    write = stop;
  }
  if (write < pixels) throw new RangeError('RLE segment is too short');
  return all.subarray(0, pixels);
}

/** The usual film of 16 bits: its high bytes and its low bytes. */
function words(high: Uint8Array, low: Uint8Array): Uint16Array {
  const count = high.length;
  const out = new Uint16Array(count + (count & 1));
  // Two values a step; what stands beyond the planes for an odd count is cut off.
  const pairs = new Uint32Array(out.buffer);
  for (let k = 0, at = 0; k < pairs.length; k++, at += 2)
    pairs[k] =
      ((high[at] as number) << 8) | (low[at] as number) | ((high[at + 1] ?? 0) << 24) | ((low[at + 1] ?? 0) << 16);
  return out.subarray(0, count);
}

function joined(planes: readonly Uint8Array[], pixels: number, samples: number, width: number): Container {
  const out = new Uint8Array(pixels * samples * width);
  const step = samples * width;
  for (const [segment, plane] of planes.entries()) {
    const significance = width - 1 - (segment % width);
    let at = Math.floor(segment / width) * width + significance;
    for (let k = 0; k < pixels; k++, at += step) out[at] = plane[k] as number;
  }
  if (width === 1) return out;
  return width === 2 ? new Uint16Array(out.buffer) : new Uint32Array(out.buffer);
}
