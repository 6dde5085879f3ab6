import type { CodedFrame } from './codecs.ts';

/** Lossless, RPCL: the transfer syntax of a working copy (PS3.6 Annex A). */
export const HTJ2K_RPCL = '1.2.840.10008.1.2.4.202';

/** One frame to encode: samples interleaved, little endian, in the smallest container of 8 or 16 bits. */
export type FrameToEncode = CodedFrame & { readonly signed: boolean };

/**
 * High-Throughput JPEG 2000 (ISO/IEC 15444-15): made once per process in `platform/htj2k.ts` and handed in, as the codecs
 * for reading are.
 */
export type Htj2k = {
  /** One tile, reversible, RPCL, TLM, a tile-part for each resolution; RGB goes through the reversible colour transform. */
  readonly encode: (frame: FrameToEncode, levels: number) => Uint8Array;
  /**
   * Decodes a code stream, or its beginning, to the resolution that is left after `discarded` halvings. Of a beginning
   * only what the stream says lies in it may be asked for (`resolutionEnds`): beyond it pixels are wrong without notice.
   */
  readonly decodeAt: (bytes: Uint8Array, discarded: number) => CodedFrame;
};

/** PS3.5 §10.18: enough decompositions that the base resolution shows a thumbnail. */
export const BASE_PIXELS = 64;

/**
 * Halvings until neither side is above 64 pixels. One at least: without any, OpenJPH 0.31 does not give back the extreme
 * values of a frame.
 */
export function levelsFor(rows: number, columns: number): number {
  let levels = 1;
  while (Math.max(rows, columns) > BASE_PIXELS * 2 ** levels) levels += 1;
  return levels;
}

/** Pixels of a side after so many halvings (ISO/IEC 15444-1 equation B-14, image at the origin). */
export const sideAt = (side: number, discarded: number): number => Math.ceil(side / 2 ** discarded);
