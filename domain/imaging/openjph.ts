import { OkaError } from '../../schemas/errors.ts';
import type { CodedFrame } from './codecs.ts';
import type { FrameToEncode, Htj2k } from './htj2k.ts';

type FrameInfo = { width: number; height: number; bitsPerSample: number; componentCount: number; isSigned?: boolean };

/** The part of OpenJPH's Embind interface (@cornerstonejs/codec-openjph) that is called. */
type Htj2kDecoder = {
  getEncodedBuffer(length: number): Uint8Array;
  getFrameInfo(): FrameInfo;
  getDecodedBuffer(): Uint8Array;
  delete(): void;
  decodeSubResolution(discarded: number): void;
  calculateSizeAtDecompositionLevel(discarded: number): { width: number; height: number };
};

type Htj2kEncoder = {
  getDecodedBuffer(frame: FrameInfo & { isSigned: boolean; isUsingColorTransform: boolean }): Uint8Array;
  setQuality(lossless: boolean, quantisation: number): void;
  setProgressionOrder(order: number): void;
  setDecompositions(levels: number): void;
  setBlockDimensions(size: { width: number; height: number }): void;
  setTLMMarker(isWritten: boolean): void;
  setTilePartDivisionsAtResolutions(isDivided: boolean): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
};

/** Place of RPCL in Table A.16 of ISO/IEC 15444-1. */
const RPCL = 2;

/**
 * HTJ2K on an instance of OpenJPH's WebAssembly module, which is handed in.
 * @param failed told when the module has failed: after a trap nobody can vouch for its memory
 */
export function htj2kOf(module: Readonly<Record<string, unknown>>, failed: () => void = () => {}): Htj2k {
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      failed();
      throw cause;
    }
  };
  return {
    encode: (frame, levels) => guarded(() => encode(made<Htj2kEncoder>(module, 'HTJ2KEncoder'), frame, levels)),
    decodeAt: (bytes, discarded) =>
      guarded(() => decodeAt(made<Htj2kDecoder>(module, 'HTJ2KDecoder'), bytes, discarded)),
  };
}

function made<T>(module: Readonly<Record<string, unknown>>, name: string): T {
  const Codec = module[name] as (new () => T) | undefined;
  if (Codec === undefined) throw new OkaError('configuration', `codec ${name}`);
  return new Codec();
}

function encode(encoder: Htj2kEncoder, frame: FrameToEncode, levels: number): Uint8Array {
  const { rows: height, columns: width, samples: componentCount, bits: bitsPerSample, signed: isSigned, bytes } = frame;
  const isUsingColorTransform = componentCount === 3;
  encoder
    .getDecodedBuffer({ width, height, bitsPerSample, componentCount, isSigned, isUsingColorTransform })
    .set(bytes);
  encoder.setQuality(true, 0);
  encoder.setProgressionOrder(RPCL);
  encoder.setDecompositions(levels);
  encoder.setBlockDimensions({ width: 64, height: 64 });
  encoder.setTLMMarker(true);
  encoder.setTilePartDivisionsAtResolutions(true);
  encoder.encode();
  const encoded = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  return encoded;
}

function decodeAt(decoder: Htj2kDecoder, bytes: Uint8Array, discarded: number): CodedFrame {
  decoder.getEncodedBuffer(bytes.length).set(bytes);
  decoder.decodeSubResolution(discarded);
  const { bitsPerSample, componentCount, isSigned = false } = decoder.getFrameInfo();
  const { width, height } = decoder.calculateSizeAtDecompositionLevel(discarded);
  const decoded = Uint8Array.from(decoder.getDecodedBuffer());
  decoder.delete();
  const pixels = bitsPerSample > 8 ? limited(decoded, bitsPerSample, isSigned) : decoded;
  return { rows: height, columns: width, samples: componentCount, bits: bitsPerSample, bytes: pixels };
}

/** A low band overshoots at sharp edges, and OpenJPH limits it only to the container: here to the bits of the stream. */
function limited(bytes: Uint8Array, bits: number, signed: boolean): Uint8Array {
  const values = signed ? new Int16Array(bytes.buffer) : new Uint16Array(bytes.buffer);
  const least = signed ? -(2 ** (bits - 1)) : 0;
  const most = least + 2 ** bits - 1;
  for (let k = 0; k < values.length; k++) values[k] = Math.min(most, Math.max(least, values[k] as number));
  return bytes;
}
