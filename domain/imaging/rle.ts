/**
 * Decodes one RLE frame (DICOM PS3.5 Annex G): up to 15 PackBits segments, one per byte of a sample, most significant
 * byte first, each sample plane after the other. Returns interleaved little-endian samples.
 * @throws RangeError when the segments do not fill the frame or lie outside the bytes
 */
export function decodeRle(bytes: Uint8Array, pixels: number, samples: number, bytesPerSample: 1 | 2): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = view.getUint32(0, true);
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
    unpack(bytes.subarray(from, to), out, sample * bytesPerSample + significance, samples * bytesPerSample);
  }
  return out;
}

/** PackBits (PS3.5 §G.3.1) into every `step`-th byte of `out` from `at`; must fill it. */
function unpack(packed: Uint8Array, out: Uint8Array, at: number, step: number): void {
  let write = at;
  let read = 0;
  while (read < packed.length && write < out.length) {
    const control = packed[read++] as number;
    if (control === 128) continue;
    const literal = control < 128;
    const count = literal ? control + 1 : 257 - control;
    if (read + (literal ? count : 1) > packed.length) throw new RangeError('RLE segment ends early');
    for (let k = 0; k < count && write < out.length; k++, write += step) {
      out[write] = packed[literal ? read + k : read] as number;
    }
    read += literal ? count : 1;
  }
  if (write < out.length) throw new RangeError('RLE segment is too short');
}
