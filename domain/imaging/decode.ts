import { OkaError } from '../../schemas/errors.ts';
import type { PixelForm } from '../dicom/header.ts';
import type { DicomObject } from '../dicom/object.ts';
import { codeStreamSize } from './code-stream.ts';
import type { Codecs, CodedFrame, FrameDecoder } from './codecs.ts';
import { encapsulatedFrame } from './fragments.ts';
import { decodeRle } from './rle.ts';

export type Samples = Uint8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** One frame: `rows × columns × samples` stored values, samples interleaved, unused high bits removed. */
export type Frame = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  /** As the values are now: JPEG's YBR becomes RGB on the way. */
  readonly photometric: string;
  readonly pixels: Samples;
};

/** Rows × columns × frames that are decoded at most. */
export const MAX_PIXELS = 256 * 1024 * 1024;

const RLE = '1.2.840.10008.1.2.5';
const EXPLICIT_BIG = '1.2.840.10008.1.2.2';
const NATIVE = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.1.99', EXPLICIT_BIG]);

/** Transfer syntax (PS3.6 Annex A) → codec. 4.51 is JPEG extended: read where its samples have 8 bits. */
const CODEC_OF: Readonly<Record<string, Exclude<keyof Codecs, 'inflate'>>> = {
  '1.2.840.10008.1.2.4.50': 'jpegBaseline',
  '1.2.840.10008.1.2.4.51': 'jpegBaseline',
  '1.2.840.10008.1.2.4.57': 'jpegLossless',
  '1.2.840.10008.1.2.4.70': 'jpegLossless',
  '1.2.840.10008.1.2.4.80': 'jpegLs',
  '1.2.840.10008.1.2.4.81': 'jpegLs',
  '1.2.840.10008.1.2.4.90': 'jpeg2000',
  '1.2.840.10008.1.2.4.91': 'jpeg2000',
  '1.2.840.10008.1.2.4.201': 'htj2k',
  '1.2.840.10008.1.2.4.202': 'htj2k',
  '1.2.840.10008.1.2.4.203': 'htj2k',
};

/**
 * Decodes frame after frame, so that a long film needs the memory of one of its frames.
 * @throws OkaError `image-too-large`, `dicom-unsupported-syntax`, `dicom-pixels`
 */
export function* decodeFrames(object: DicomObject, form: PixelForm, codecs: Codecs): Generator<Frame> {
  requireDecodable(object, form);
  for (let frame = 0; frame < form.frames; frame++) yield decodeFrame(object, form, codecs, frame);
}

/** The first frame: what a model and a preview are made from. Errors as `decodeFrames`. */
export function decodeFirst(object: DicomObject, form: PixelForm, codecs: Codecs): Frame {
  requireDecodable(object, form);
  return decodeFrame(object, form, codecs, 0);
}

function requireDecodable({ transferSyntax }: DicomObject, form: PixelForm): void {
  if (form.rows * form.columns * form.frames > MAX_PIXELS) throw new OkaError('image-too-large');
  if (!NATIVE.has(transferSyntax) && transferSyntax !== RLE && CODEC_OF[transferSyntax] === undefined)
    throw new OkaError('dicom-unsupported-syntax', transferSyntax);
  if (![1, 8, 16, 32].includes(form.bitsAllocated)) throw new OkaError('dicom-pixels', '(0028,0100)');
  if (form.samples !== 1 && form.samples !== 3) throw new OkaError('dicom-pixels', '(0028,0002)');
  if (form.highBit < form.bitsStored - 1 || form.highBit >= form.bitsAllocated)
    throw new OkaError('dicom-pixels', '(0028,0102)');
}

function decodeFrame(object: DicomObject, form: PixelForm, codecs: Codecs, frame: number): Frame {
  const element = object.dataSet.elements.x7fe00010;
  if (element === undefined) throw new OkaError('dicom-pixels', '(7FE0,0010)');
  const { transferSyntax } = object;
  if (NATIVE.has(transferSyntax)) return frameOf(form, nativeFrame(object, form, frame), form.photometric);
  const bytes = encapsulatedFrame(object, element, frame, form.frames);
  const codec = CODEC_OF[transferSyntax];
  if (codec === undefined) return frameOf(form, rleFrame(bytes, form), form.photometric);
  requireSize(bytes, form, codec, transferSyntax);
  const coded = run(codecs[codec], bytes, codec);
  if (coded.rows !== form.rows || coded.columns !== form.columns || coded.samples !== form.samples)
    throw new OkaError('dicom-pixels', 'size of the code stream');
  return frameOf(form, widened(coded, form), colourOf(codec, form));
}

function run(decode: FrameDecoder, bytes: Uint8Array, codec: string): CodedFrame {
  try {
    return decode(bytes);
  } catch (cause) {
    throw new OkaError('dicom-pixels', codec, { cause });
  }
}

/** libjpeg gives RGB for YBR; JPEG 2000 undoes its own transform (PS3.5 §8.2.1, §8.2.4). */
const colourOf = (codec: string, form: PixelForm): string =>
  form.samples === 3 && codec !== 'jpegLs' && codec !== 'jpegLossless' ? 'RGB' : form.photometric;

/** Before decoding: what the code stream says of itself must be what the header says. */
function requireSize(bytes: Uint8Array, form: PixelForm, codec: string, transferSyntax: string): void {
  const size = codeStreamSize(bytes);
  if (size === undefined) throw new OkaError('dicom-pixels', `${codec} without a frame header`);
  if (codec === 'jpegBaseline' && size.bits > 8)
    throw new OkaError('dicom-unsupported-syntax', `${transferSyntax} with ${size.bits} bits`);
  if (size.rows !== form.rows || size.columns !== form.columns || size.samples !== form.samples)
    throw new OkaError('dicom-pixels', 'size of the code stream');
}

const containerBytes = (form: PixelForm): number => Math.ceil(form.bitsAllocated / 8);

function nativeFrame({ dataSet, transferSyntax }: DicomObject, form: PixelForm, frame: number): Uint8Array {
  const element = dataSet.elements.x7fe00010;
  const count = form.rows * form.columns * form.samples;
  const size = Math.ceil((count * form.bitsAllocated) / 8);
  // Frames of single bits follow one another without padding (PS3.5 §8.1.1); they start on a byte only by luck.
  if (form.bitsAllocated === 1 && frame > 0 && count % 8 !== 0)
    throw new OkaError('dicom-pixels', 'unaligned bit frames');
  const from = (element?.dataOffset ?? 0) + frame * size;
  if (element === undefined || element.fragments !== undefined || (frame + 1) * size > element.length)
    throw new OkaError('dicom-pixels', 'length of (7FE0,0010)');
  const stored = dataSet.byteArray.subarray(from, from + size);
  if (form.bitsAllocated === 1)
    return Uint8Array.from({ length: count }, (_, k) => ((stored[k >> 3] ?? 0) >> (k & 7)) & 1);
  // Swapped per word; values of 8 bits lie in words too when their VR is OW (PS3.5 §8.2, Annex A.3).
  const word = element.vr === 'OW' ? Math.max(2, containerBytes(form)) : containerBytes(form);
  const little = transferSyntax === EXPLICIT_BIG ? swapped(stored, word) : stored;
  return form.samples > 1 && form.planar ? interleaved(little, form) : little;
}

function swapped(bytes: Uint8Array, word: number): Uint8Array {
  if (word === 1) return bytes;
  const out = Uint8Array.from(bytes);
  for (let at = 0; at + word <= out.length; at += word) out.subarray(at, at + word).reverse();
  return out;
}

function interleaved(planes: Uint8Array, form: PixelForm): Uint8Array {
  const width = containerBytes(form);
  const pixels = form.rows * form.columns;
  const out = new Uint8Array(planes.length);
  for (let sample = 0; sample < form.samples; sample++)
    for (let pixel = 0; pixel < pixels; pixel++)
      for (let byte = 0; byte < width; byte++)
        out[(pixel * form.samples + sample) * width + byte] = planes[
          (sample * pixels + pixel) * width + byte
        ] as number;
  return out;
}

function rleFrame(bytes: Uint8Array, form: PixelForm): Uint8Array {
  const width = containerBytes(form);
  if (width > 2) throw new OkaError('dicom-pixels', '(0028,0100)');
  try {
    return decodeRle(bytes, form.rows * form.columns, form.samples, width as 1 | 2);
  } catch (cause) {
    throw new OkaError('dicom-pixels', 'RLE', { cause });
  }
}

/** A code stream's container brought to the container that the header states. */
function widened(coded: CodedFrame, form: PixelForm): Uint8Array {
  const values = coded.rows * coded.columns * coded.samples;
  const has = coded.bytes.length / values;
  const wants = containerBytes(form);
  if (has !== 1 && has !== 2) throw new OkaError('dicom-pixels', 'length of the code stream');
  if (has === wants) return coded.bytes;
  const out = new Uint8Array(values * wants);
  for (let k = 0; k < values; k++) {
    if (has > wants && coded.bytes[k * has + 1] !== 0) throw new OkaError('dicom-pixels', 'bits of the code stream');
    for (let byte = 0; byte < Math.min(has, wants); byte++)
      out[k * wants + byte] = coded.bytes[k * has + byte] as number;
  }
  return out;
}

/** Little-endian containers → stored values: overlay bits above and below are cut off, the sign is extended. */
function frameOf(form: PixelForm, bytes: Uint8Array, photometric: string): Frame {
  const { rows, columns, samples, bitsStored, signed } = form;
  const width = containerBytes(form);
  const count = rows * columns * samples;
  if (bytes.length < count * width) throw new OkaError('dicom-pixels', 'length of (7FE0,0010)');
  const stored = containers(bytes, count, width);
  const below = form.highBit + 1 - bitsStored;
  const above = 32 - bitsStored;
  const pixels = emptySamples(form, count);
  for (let k = 0; k < count; k++) {
    const moved = ((stored[k] as number) >>> below) << above;
    pixels[k] = signed ? moved >> above : moved >>> above;
  }
  return { rows, columns, samples, bitsStored, signed, photometric, pixels };
}

/** The bytes as numbers: copied, because they lie at any offset; every machine we run on is little-endian. */
function containers(bytes: Uint8Array, count: number, width: number): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return bytes;
  const { buffer } = Uint8Array.from(bytes.subarray(0, count * width));
  return width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}

function emptySamples({ bitsAllocated, signed }: PixelForm, count: number): Samples {
  if (bitsAllocated === 32) return signed ? new Int32Array(count) : new Uint32Array(count);
  if (signed) return new Int16Array(count);
  return bitsAllocated === 16 ? new Uint16Array(count) : new Uint8Array(count);
}
