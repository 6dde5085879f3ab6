import { OkaError } from '../../schemas/errors.ts';
import type { FrameToEncode, Htj2k } from './htj2k.ts';
import { decodeAt, type FrameInfo, type Htj2kDecoder } from './openjph-decoder.ts';

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
