import type { PixelForm } from '../dicom/header.ts';
import type { DicomObject } from '../dicom/object.ts';
import type { Codecs } from './codecs.ts';
import { decodeFrames, type Samples } from './decode.ts';
import { type Htj2k, levelsFor } from './htj2k.ts';

const GREY = new Set(['MONOCHROME1', 'MONOCHROME2']);
/** Rows × columns × frames that are encoded within the time a receiver has; a longer film stays as it was sent. */
const MOST_PIXELS = 96 * 1024 * 1024;

/** Why pixels of this form are not re-encoded, or undefined: grey of 8 to 16 bits and RGB of 8 are (OpenJPH 0.31 mixes up deeper colour). */
export function obstacleOf(form: PixelForm): string | undefined {
  const { samples, bitsStored, bitsAllocated, highBit, signed, photometric } = form;
  if (!(samples === 1 && GREY.has(photometric)) && !(samples === 3 && photometric === 'RGB'))
    return 'photometric interpretation';
  if (bitsStored < 8 || bitsStored > 16 || bitsAllocated > 16) return `${bitsStored} bits in ${bitsAllocated}`;
  if (samples === 3 && (bitsStored !== 8 || signed)) return `colour of ${bitsStored} bits`;
  if (highBit !== bitsStored - 1) return `high bit ${highBit}`;
  if (form.rows * form.columns * form.frames > MOST_PIXELS) return 'too many pixels';
  return undefined;
}

/**
 * The code stream of each frame; a text when bits beside the stored ones carry something (an overlay in the days of
 * PS3.5-2004): pixels alone would be equal and the object would not.
 * @throws OkaError of decoding, or what the encoder throws
 */
export function encodeFrames(
  object: DicomObject,
  form: PixelForm,
  codecs: Codecs,
  { encode }: Htj2k,
): readonly Uint8Array[] | string {
  const { rows, columns, samples, bitsAllocated, bitsStored: bits, signed } = form;
  // Whole containers, so that bits beside the stored ones are seen.
  const containers: PixelForm = { ...form, bitsStored: bitsAllocated, highBit: bitsAllocated - 1, signed: false };
  const levels = levelsFor(rows, columns);
  const encoded: Uint8Array[] = [];
  for (const { pixels } of decodeFrames(object, containers, codecs)) {
    const stored = storedValues(pixels, form);
    if (stored === undefined) return 'bits beside the stored ones';
    const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
    encoded.push(encode({ rows, columns, samples, bits, signed, bytes }, levels));
  }
  return encoded;
}

/** Values in the smallest container; a negative one may fill the bits above it with its sign or leave them zero. */
function storedValues(containers: Samples, { bitsStored, bitsAllocated, signed }: PixelForm): Samples | undefined {
  const count = containers.length;
  const stored =
    bitsStored > 8
      ? signed
        ? new Int16Array(count)
        : new Uint16Array(count)
      : signed
        ? new Int8Array(count)
        : new Uint8Array(count);
  const mask = 2 ** bitsStored - 1;
  const filled = (2 ** bitsAllocated - 1) & ~mask;
  const sign = signed ? 2 ** (bitsStored - 1) : 0;
  for (let k = 0; k < count; k++) {
    const container = containers[k] as number;
    const value = container & mask;
    const isNegative = (value & sign) !== 0;
    if (container !== value && !(isNegative && container === (value | filled))) return undefined;
    stored[k] = isNegative ? value - mask - 1 : value;
  }
  return stored as Samples;
}
