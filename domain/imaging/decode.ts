import { OkaError } from '../../schemas/errors.ts';
import type { PixelForm } from '../dicom/header.ts';
import type { DicomObject } from '../dicom/object.ts';
import { SYNTAX } from '../dicom/syntax.ts';
import type { Codecs } from './codecs.ts';
import { decodeCoded, isCoded } from './coded.ts';
import { encapsulatedFrame, type FrameFinder, frameFinder } from './fragments.ts';
import { nativeFrame } from './native.ts';
import { decodeRle } from './rle.ts';
import { type Beyond, type Container, type Samples, storedValues } from './stored-values.ts';

export type { Samples };

/** One frame: `rows × columns × samples` stored values, samples interleaved, unused high bits removed. */
export type Frame = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  /** As the values are now: JPEG's YBR becomes RGB on the way. */
  readonly photometric: string;
  /** May be a view of the object's own bytes: not to be written to. */
  readonly pixels: Samples;
};

/** Rows × columns of one frame that are decoded at most: codecs hold a frame several times, and the largest films have 30 M. */
export const MAX_PIXELS = 64 * 1024 * 1024;
/** Rows × columns × frames: frames come one by one, so this bounds time, not memory. */
export const MAX_PIXELS_IN_ALL = 1024 * 1024 * 1024;

const NATIVE = new Set<string>([SYNTAX.implicitLittle, SYNTAX.explicitLittle, SYNTAX.deflated, SYNTAX.explicitBig]);

/** Whether there is a decoder for the pixels of a transfer syntax; video, for one, is kept and not decoded. */
export const isDecoded = (transferSyntax: string): boolean =>
  NATIVE.has(transferSyntax) || transferSyntax === SYNTAX.rle || isCoded(transferSyntax);

/**
 * Decodes frame after frame, so that a long film needs the memory of one of its frames.
 * @throws OkaError `image-too-large`, `dicom-unsupported-syntax`, `dicom-pixels`
 */
export function* decodeFrames(object: DicomObject, form: PixelForm, codecs: Codecs): Generator<Frame> {
  requireDecodable(object, form);
  const find = finderOf(object, form);
  for (let frame = 0; frame < form.frames; frame++) yield decodeFrame(object, form, codecs, frame, find);
}

/** The first frame: what a model and a preview are made from. Errors as `decodeFrames`. */
export function decodeFirst(object: DicomObject, form: PixelForm, codecs: Codecs): Frame {
  return decodeOne(object, form, codecs, 0);
}

/** One frame, counted from 0; no other is decoded. Errors as `decodeFrames`; RangeError where there is no such frame. */
export function decodeOne(object: DicomObject, form: PixelForm, codecs: Codecs, frame: number): Frame {
  if (!(frame >= 0 && frame < form.frames)) throw new RangeError('frame');
  requireDecodable(object, form);
  return decodeFrame(object, form, codecs, frame, finderOf(object, form));
}

function requireDecodable({ transferSyntax }: DicomObject, form: PixelForm): void {
  const { rows, columns, frames } = form;
  if (rows * columns > MAX_PIXELS || rows * columns * frames > MAX_PIXELS_IN_ALL) throw new OkaError('image-too-large');
  if (!isDecoded(transferSyntax)) throw new OkaError('dicom-unsupported-syntax', transferSyntax);
  if (![1, 8, 16, 32].includes(form.bitsAllocated)) throw new OkaError('dicom-pixels', '(0028,0100)');
  if (form.samples !== 1 && form.samples !== 3) throw new OkaError('dicom-pixels', '(0028,0002)');
  if (form.highBit < form.bitsStored - 1 || form.highBit >= form.bitsAllocated)
    throw new OkaError('dicom-pixels', '(0028,0102)');
}

/** Where the frames of coded pixels lie; undefined for native ones. */
const finderOf = ({ dataSet, transferSyntax }: DicomObject, form: PixelForm): FrameFinder | undefined =>
  NATIVE.has(transferSyntax) ? undefined : frameFinder(dataSet, form.frames);

function decodeFrame(
  object: DicomObject,
  form: PixelForm,
  codecs: Codecs,
  frame: number,
  find: FrameFinder | undefined,
): Frame {
  if (find === undefined) {
    const { container, photometric } = nativeFrame(object, form, frame);
    return frameOf(form, container, photometric);
  }
  const bytes = encapsulatedFrame(object.dataSet, find, frame);
  if (object.transferSyntax === SYNTAX.rle) return frameOf(form, rleFrame(bytes, form), form.photometric);
  const { container, photometric, bits, beyond } = decodeCoded(object.transferSyntax, bytes, form, codecs);
  // A code stream of just the stored bits has them below, wherever the native form had its high bit.
  const highBit = bits <= form.bitsStored ? form.bitsStored - 1 : form.highBit;
  return frameOf({ ...form, highBit }, container, photometric, beyond);
}

function frameOf(form: PixelForm, container: Container, photometric: string, beyond?: Beyond): Frame {
  const { rows, columns, samples, bitsStored, signed } = form;
  return { rows, columns, samples, bitsStored, signed, photometric, pixels: storedValues(container, form, beyond) };
}

function rleFrame(bytes: Uint8Array, form: PixelForm): Container {
  try {
    return decodeRle(bytes, form.rows * form.columns, form.samples, form.bitsAllocated / 8);
  } catch (cause) {
    throw new OkaError('dicom-pixels', 'RLE', { cause });
  }
}
