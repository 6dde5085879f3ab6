import type { Inflate } from '../dicom/object.ts';

/** One decoded frame as its codec gave it: samples interleaved, little endian, 8 or 16 bits in a container. */
export type CodedFrame = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  /** Bits per sample that the code stream states. */
  readonly bits: number;
  /** The decoder itself sees to it that no sample has a bit beyond these: nobody need look again. */
  readonly within?: true;
  /** Bytes of the frame, in memory of our own (never a view of a codec's heap). */
  readonly bytes: Uint8Array;
};

/** A decoder of one frame's bit stream. Throws anything on input it cannot read. */
export type FrameDecoder = (bytes: Uint8Array) => CodedFrame;

/**
 * The codecs that are no pure JavaScript of ours: instantiated WebAssembly, made once per process in
 * `platform/codecs.ts` and handed in, so that decoding stays pure and runs in browsers with their own builds.
 */
export type Codecs = {
  readonly inflate: Inflate;
  /** JPEG processes 1 and 2, 8 bits (DICOM PS3.5 §A.4.1); 12 bits and lossless JPEG are decoded in `jpeg/`. */
  readonly jpegBaseline: FrameDecoder;
  /** JPEG-LS (PS3.5 §A.4.3). */
  readonly jpegLs: FrameDecoder;
  /** JPEG 2000 (PS3.5 §A.4.4). */
  readonly jpeg2000: FrameDecoder;
  /** High-Throughput JPEG 2000 (PS3.5 §A.4.7). */
  readonly htj2k: FrameDecoder;
};
