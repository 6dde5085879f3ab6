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
  const out = new Uint8Array(pixels * samples * bytesPerSample);
  for (let segment = 0; segment < segments; segment++) {
    const from = view.getUint32(4 + 4 * segment, true);
    const to = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : bytes.length;
    if (from < 64 || to > bytes.length || from > to) throw new RangeError('RLE segment offset');
    const sample = Math.floor(segment / bytesPerSample);
    const significance = bytesPerSample - 1 - (segment % bytesPerSample);
    unpack(bytes, from, to, out, sample * bytesPerSample + significance, samples * bytesPerSample);
  }
  if (bytesPerSample === 1) return out;
  return bytesPerSample === 2 ? new Uint16Array(out.buffer) : new Uint32Array(out.buffer);
}

/** PackBits (PS3.5 §G.3.1) from `from` to `to` into every `step`-th byte of `out` from `at`; must fill it. */
function unpack(packed: Uint8Array, from: number, to: number, out: Uint8Array, at: number, step: number): void {
  let write = at;
  let read = from;
  const end = out.length;
  while (read < to && write < end) {
    const control = packed[read++] as number;
    if (control === 128) continue;
    const isLiteral = control < 128;
    const count = isLiteral ? control + 1 : 257 - control;
    if (read + (isLiteral ? count : 1) > to) throw new RangeError('RLE segment ends early');
    // The last run may reach beyond the picture, by the padding to even length.
    const stop = Math.min(end, write + count * step);
    if (isLiteral) {
      for (let source = read; write < stop; write += step) out[write] = packed[source++] as number;
      read += count;
    } else {
      const value = packed[read++] as number;
      if (step === 1) out.fill(value, write, stop);
      else for (let place = write; place < stop; place += step) out[place] = value;
      write += count * step;
    }
  }
  if (write < end) throw new RangeError('RLE segment is too short');
}
