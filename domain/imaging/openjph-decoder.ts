import type { CodedFrame } from './codecs.ts';

export type FrameInfo = {
  width: number;
  height: number;
  bitsPerSample: number;
  componentCount: number;
  isSigned?: boolean;
};

/** The part of OpenJPH's Embind interface (@cornerstonejs/codec-openjph) that reading calls. */
export type Htj2kDecoder = {
  getEncodedBuffer(length: number): Uint8Array;
  getFrameInfo(): FrameInfo;
  getDecodedBuffer(): Uint8Array;
  delete(): void;
  decodeSubResolution(discarded: number): void;
  calculateSizeAtDecompositionLevel(discarded: number): { width: number; height: number };
};

/**
 * A code stream, or its beginning, decoded to the resolution that is left after `discarded` halvings, in memory of our own.
 * Imports nothing at run time: the worker of a page decodes by the same lines as the server.
 */
export function decodeAt(decoder: Htj2kDecoder, bytes: Uint8Array, discarded: number): CodedFrame {
  const { decoded, width, height, ...form } = decodedBy(decoder, bytes, discarded);
  const { bitsPerSample, componentCount, isSigned = false } = form;
  const pixels = bitsPerSample > 8 ? limited(decoded, bitsPerSample, isSigned) : decoded;
  return { rows: height, columns: width, samples: componentCount, bits: bitsPerSample, bytes: pixels };
}

/** Its memory is given back however it ends: a worker that met many broken streams would have none left for a whole one. */
function decodedBy(decoder: Htj2kDecoder, bytes: Uint8Array, discarded: number) {
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decodeSubResolution(discarded);
    const size = decoder.calculateSizeAtDecompositionLevel(discarded);
    return { ...decoder.getFrameInfo(), ...size, decoded: Uint8Array.from(decoder.getDecodedBuffer()) };
  } finally {
    decoder.delete();
  }
}

/** A low band overshoots at sharp edges, and OpenJPH limits it only to the container: here to the bits of the stream. */
function limited(bytes: Uint8Array, bits: number, signed: boolean): Uint8Array {
  const values = signed ? new Int16Array(bytes.buffer) : new Uint16Array(bytes.buffer);
  const least = signed ? -(2 ** (bits - 1)) : 0;
  const most = least + 2 ** bits - 1;
  for (let k = 0; k < values.length; k++) values[k] = Math.min(most, Math.max(least, values[k] as number));
  return bytes;
}
