import { OkaError } from '../../schemas/errors.ts';
import { delimiter, explicitHeader, placeOf } from '../dicom/explicit.ts';
import type { DicomHeader, PixelForm } from '../dicom/header.ts';
import type { DicomObject, Inflate, ReadOptions } from '../dicom/object.ts';
import { readDicom } from '../dicom/read.ts';
import { readMeta } from '../dicom/reading/meta.ts';
import { decimalOf, itemOf } from '../dicom/values.ts';
import { joined } from '../dicom/write/data-set.ts';
import { type CodeStream, readCodeStream, resolutionEnds } from './code-stream-htj2k.ts';
import type { CodedFrame } from './codecs.ts';
import type { Frame } from './decode.ts';
import { type Grey, toGrey } from './grey.ts';
import { HTJ2K_RPCL, type Htj2k, sideAt } from './htj2k.ts';
import { isProven, type PreviewProof, proofIn, proofOf, withProof } from './preview-proof.ts';
import { interpolated } from './resize.ts';

/** What the beginning of an object shows: its header, and its first frame as small as the bytes allow. */
export type Prefix = {
  readonly object: DicomObject;
  readonly header: DicomHeader;
  /** Of the first frame; rows and columns are those of the resolution, halved `discarded` times. */
  readonly frame: Frame;
  readonly discarded: number;
  /** What its sender measured of it against the film, where he did so for this resolution. */
  readonly proof?: PreviewProof;
};

const ITEM = 'fffee000';
const EXPLICIT = { explicit: true, little: true } as const;

/**
 * How many bytes of an HTJ2K RPCL object show its first frame with at least `pixels` on the shorter side; undefined when
 * only the whole frame does, or when its code stream does not say where its resolutions end.
 */
export function previewBytes(bytes: Uint8Array, pixels: number): number | undefined {
  const place = firstFrame(bytes);
  if (place === undefined) return undefined;
  const end = prefixEnd(readCodeStream(bytes.subarray(place.from, place.to)), pixels);
  return end === undefined ? undefined : place.from + end.bytes;
}

/** The lowest resolution, but not the whole, with so many pixels on the shorter side. */
function prefixEnd(stream: CodeStream, pixels: number): { bytes: number; discarded: number } | undefined {
  const ends = resolutionEnds(stream) ?? [];
  const shorter = Math.min(stream.rows, stream.columns);
  const found = ends.slice(0, -1).findIndex((_, resolution) => sideAt(shorter, stream.levels - resolution) >= pixels);
  const bytes = ends[found];
  return bytes === undefined ? undefined : { bytes, discarded: stream.levels - found };
}

/**
 * Reads the first bytes of an HTJ2K RPCL object and decodes its first frame at the highest resolution that lies in them:
 * the very pixels that the whole object gives at that resolution.
 * @throws OkaError `dicom-truncated` when not even the lowest resolution is there, `dicom-unsupported-syntax` when the
 *   object has none that a prefix could show, and the errors of reading
 */
export function readPrefix(
  bytes: Uint8Array,
  zone: string,
  inflate: Inflate,
  { decodeAt }: Htj2k,
  options: ReadOptions = {},
): Prefix {
  const place = placeIn(bytes);
  const fragment = bytes.subarray(place.from, place.to);
  const { object, header } = readDicom(asWhole(bytes, place.element, fragment), zone, inflate, options);
  const form = header.pixels;
  if (form === undefined) throw new OkaError('dicom-pixels', '(7FE0,0010)');
  const { stream, ends } = streamIn(fragment);
  if (stream.rows !== form.rows || stream.columns !== form.columns || stream.samples !== form.samples)
    throw new OkaError('dicom-pixels', 'size of the code stream');
  if (stream.bits !== form.bitsStored) throw new OkaError('dicom-pixels', 'bits of the code stream');
  const resolution = ends.findLastIndex((end) => end <= fragment.length);
  if (resolution < 0) throw new OkaError('dicom-truncated', 'lowest resolution');
  const discarded = stream.levels - resolution;
  const coded = decoded(() => decodeAt(fragment.subarray(0, ends[resolution]), discarded));
  const proof = proofIn(fragment);
  const isOfThis = proof?.discarded === discarded;
  return { object, header, discarded, frame: frameOf(coded, form), ...(isOfThis ? { proof } : {}) };
}

/**
 * The code stream of a grey film that says of its prefix with `pixels` on the shorter side (the one that `previewBytes`
 * names) how far it is from the film. As it is where only the whole shows so many pixels, or the header does not
 * say what is black and what is white.
 * @param film its pixels as they were encoded
 */
export function provingPreview(
  stream: Uint8Array,
  film: Frame,
  form: PixelForm,
  object: DicomObject,
  pixels: number,
  { decodeAt }: Htj2k,
): { readonly stream: Uint8Array; readonly isProven?: boolean } {
  const said = readCodeStream(stream);
  const end = prefixEnd(said, pixels);
  if (end === undefined || form.samples !== 1 || !hasOwnWindow(object)) return { stream };
  const coded = decodeAt(stream.subarray(0, end.bytes), end.discarded);
  const seen = onRaster(frameOf(coded, form), end.discarded, object, form);
  const proof = proofOf(end.discarded, toGrey(film, object.dataSet), seen);
  return { stream: withProof(stream, said.headerBytes, proof), isProven: isProven(proof) };
}

/**
 * The prefix's frame on the raster of the whole film, its fine detail missing: what the inverse wavelet (5/3) makes of the
 * low band alone. So it is cropped and averaged as the whole is. Taken for the film made smaller, it would lie almost half
 * a pixel beside it, for each value of a low band is centred on the first of the pixels it stands for.
 */
export function pictureOfPrefix({ frame, discarded, object, header }: Prefix): Grey {
  return onRaster(frame, discarded, object, header.pixels as PixelForm);
}

const onRaster = (frame: Frame, discarded: number, { dataSet }: DicomObject, { rows, columns }: PixelForm): Grey =>
  interpolated(toGrey(frame, dataSet), 2 ** discarded, rows, columns);

/**
 * Whether the header says what is black and what is white. Where it does not, these are the extremes of all the pixels,
 * which a prefix does not have: a network would see another picture than that of the whole.
 */
export function hasOwnWindow({ dataSet }: DicomObject): boolean {
  const width = decimalOf(dataSet, 'x00281051');
  return (
    (decimalOf(dataSet, 'x00281050') !== undefined && width !== undefined && width > 0) ||
    itemOf(dataSet, 'x00283010') !== undefined
  );
}

function placeIn(bytes: Uint8Array) {
  try {
    const place = firstFrame(bytes);
    if (place !== undefined) return place;
  } catch (cause) {
    throw new OkaError('dicom-truncated', 'header', { cause });
  }
  throw new OkaError('dicom-unsupported-syntax', 'prefix');
}

function streamIn(fragment: Uint8Array): { stream: CodeStream; ends: readonly number[] } {
  try {
    const stream = readCodeStream(fragment);
    const ends = resolutionEnds(stream);
    if (ends !== undefined) return { stream, ends };
  } catch (cause) {
    throw new OkaError('dicom-truncated', 'header of the code stream', { cause });
  }
  throw new OkaError('dicom-unsupported-syntax', 'no resolutions in the code stream');
}

function decoded(decode: () => CodedFrame): CodedFrame {
  try {
    return decode();
  } catch (cause) {
    throw new OkaError('dicom-pixels', 'htj2k', { cause });
  }
}

/**
 * Where pixel data begin in an HTJ2K RPCL object and where the first fragment lies, as far as its bytes are there;
 * undefined for another syntax. Its frame is taken to be one fragment, which `readPrefix` sees in the code stream.
 */
function firstFrame(bytes: Uint8Array): { element: number; from: number; to: number } | undefined {
  const meta = readMeta(bytes);
  if (meta.transferSyntax !== HTJ2K_RPCL) return undefined;
  const body = bytes.subarray(meta.end);
  const pixelData = placeOf(body, EXPLICIT, '7fe00010');
  if (pixelData === undefined) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const table = pixelData.value + 8 + view.getUint32(pixelData.value + 4, true);
  const from = table + 8;
  const to = Math.min(body.length, from + view.getUint32(table + 4, true));
  return { element: meta.end + pixelData.start, from: meta.end + from, to: meta.end + to };
}

/** The beginning of an object closed as if its first fragment were all of it, so that it reads as any other. */
const asWhole = (bytes: Uint8Array, element: number, fragment: Uint8Array): Uint8Array =>
  joined([
    bytes.subarray(0, element),
    explicitHeader('7fe00010', 'OB', 0xffffffff),
    delimiter(ITEM, 0),
    delimiter(ITEM, fragment.length + (fragment.length % 2)),
    fragment,
    new Uint8Array(fragment.length % 2),
    delimiter('fffee0dd', 0),
  ]);

/** The decoder gives little-endian containers of 8 bits for up to 8 stored ones, else of 16, in memory of their own. */
function frameOf({ rows, columns, samples, bytes }: CodedFrame, form: PixelForm): Frame {
  const { bitsStored, signed } = form;
  const own = Uint8Array.from(bytes);
  const values =
    bitsStored > 8
      ? signed
        ? new Int16Array(own.buffer)
        : new Uint16Array(own.buffer)
      : signed
        ? Int16Array.from(new Int8Array(own.buffer))
        : own;
  const photometric = samples === 3 ? 'RGB' : form.photometric;
  return { rows, columns, samples, bitsStored, signed, photometric, pixels: values };
}
