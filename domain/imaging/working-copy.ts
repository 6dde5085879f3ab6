import { OkaError } from '../../schemas/errors.ts';
import { delimiter, type ExplicitElement, explicitElements, explicitHeader } from '../dicom/explicit.ts';
import type { DicomHeader, PixelForm } from '../dicom/header.ts';
import { rewrittenMeta } from '../dicom/meta.ts';
import type { DicomObject } from '../dicom/object.ts';
import { readDicom } from '../dicom/read.ts';
import { readMeta } from '../dicom/reading/meta.ts';
import { SYNTAX, writingOf } from '../dicom/syntax.ts';
import { joined } from '../dicom/write/data-set.ts';
import { even } from '../dicom/write/value.ts';
import type { Codecs } from './codecs.ts';
import { decodeFirst, decodeFrames } from './decode.ts';
import { encodeFrames, obstacleOf } from './encode-frames.ts';
import { HTJ2K_RPCL, type Htj2k } from './htj2k.ts';
import { pixelHash } from './pixel-hash.ts';
import { previewBytes, provingPreview } from './prefix.ts';

/** What is known of an object already, and how many pixels (shorter side) the preview has that is measured against it. */
type Known = { readonly pixelHash?: string; readonly previewPixels?: number };

/** The object without loss as HTJ2K RPCL, or why it stays as it was sent. */
export type Encoded =
  | {
      readonly form: 'working-copy';
      readonly bytes: Uint8Array;
      /** Equal before and after: it was decoded again to see. */
      readonly pixelHash: string;
      readonly transferSyntax: typeof HTJ2K_RPCL;
      /** How many bytes from the start show the first frame with so many pixels on its shorter side; undefined: only all of them do. */
      readonly prefixFor: (pixels: number) => number | undefined;
      /** Whether the preview shows networks the film to within a grey level, as the copy says; undefined: it was not measured. */
      readonly isProven: boolean | undefined;
    }
  | { readonly form: 'as-sent'; readonly why: string };

/** Native ones, RLE and lossless JPEG: the syntaxes whose pixels are re-encoded (PS3.6 Annex A). */
const RE_ENCODED: ReadonlySet<string> = new Set([
  SYNTAX.implicitLittle,
  SYNTAX.explicitLittle,
  SYNTAX.deflated,
  SYNTAX.explicitBig,
  SYNTAX.rle,
  '1.2.840.10008.1.2.4.57',
  '1.2.840.10008.1.2.4.70',
]);
/** The zone does not matter: no time is read. */
const ZONE = 'UTC';

/**
 * The working copy of a DICOM object: its pixels as HTJ2K lossless RPCL (PS3.5 §10.18), every attribute as it was but for
 * what the syntax asks (transfer syntax, encapsulation, and of colour the photometric interpretation). Equal objects give
 * equal bytes. Whatever stands in the way (a syntax that is compressed already, pixels OpenJPH does not take, bits
 * beside the stored ones, a fault on the way) leaves the object as it was sent: nothing is lost and nobody waits.
 * Of a long film one frame at a time is decoded and encoded.
 * @param known what has been found out of the object already, and the preview to measure against it
 * @throws OkaError of reading, for bytes that are no DICOM object
 */
export function encodeWorkingCopy(bytes: Uint8Array, codecs: Codecs, htj2k: Htj2k, known: Known = {}): Encoded {
  const { object, header } = readDicom(bytes, ZONE, codecs.inflate);
  if (!RE_ENCODED.has(object.transferSyntax) || header.pixels === undefined)
    return asSent(`syntax ${object.transferSyntax}`);
  const obstacle = obstacleOf(header.pixels);
  if (obstacle !== undefined) return asSent(obstacle);
  try {
    const frames = encodeFrames(object, header.pixels, codecs, htj2k);
    if (typeof frames === 'string') return asSent(frames);
    const { streams, isProven } = measured(frames, object, header.pixels, known, codecs, htj2k);
    const copy = written(bytes, object, header, streams);
    const before = known.pixelHash ?? pixelHash(decodeFrames(object, header.pixels, codecs));
    return verified(copy, before, isProven, codecs);
  } catch (cause) {
    // Words of a codec may quote the object; a code of ours does not.
    return asSent(cause instanceof OkaError ? cause.code : 'fault while encoding');
  }
}

/** Of a single frame the stream says how true its prefix is; the preview of a film of several is for looking only. */
function measured(
  frames: readonly Uint8Array[],
  object: DicomObject,
  form: PixelForm,
  { previewPixels }: Known,
  codecs: Codecs,
  htj2k: Htj2k,
): { streams: readonly Uint8Array[]; isProven: boolean | undefined } {
  const [only] = frames;
  if (previewPixels === undefined || only === undefined || frames.length > 1)
    return { streams: frames, isProven: undefined };
  const film = decodeFirst(object, form, codecs);
  const { stream, isProven } = provingPreview(only, film, form, object, previewPixels, htj2k);
  return { streams: [stream], isProven };
}

const asSent = (why: string): Encoded => ({ form: 'as-sent', why });

/** The copy is read as anybody else would read it; what does not come out the same is not kept. */
function verified(bytes: Uint8Array, before: string, isProven: boolean | undefined, codecs: Codecs): Encoded {
  const { object, header } = readDicom(bytes, ZONE, codecs.inflate);
  const after = pixelHash(header.pixels === undefined ? [] : decodeFrames(object, header.pixels, codecs));
  if (after !== before) return asSent('pixels would not be the same');
  return {
    form: 'working-copy',
    bytes,
    pixelHash: after,
    transferSyntax: HTJ2K_RPCL,
    isProven,
    prefixFor: (pixels) => previewBytes(bytes, pixels),
  };
}

function written(
  bytes: Uint8Array,
  { dataSet, transferSyntax }: DicomObject,
  header: DicomHeader,
  frames: readonly Uint8Array[],
): Uint8Array {
  const pixels = header.pixels as PixelForm;
  const elements = [
    ...explicitElements(dataSet.byteArray, writingOf(transferSyntax), pixels.signed).map((element) =>
      asTheSyntaxAsks(element, pixels),
    ),
    encapsulated(frames),
  ].sort((a, b) => (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0));
  return joined([
    ...rewrittenMeta(readMeta(bytes), { ...header, transferSyntax: HTJ2K_RPCL }),
    ...elements.flatMap((element) => element.bytes),
  ]);
}

/** Of colour: the reversible transform is part of the code stream, and its samples interleave (PS3.5 §8.2.4, §8.2.14). */
function asTheSyntaxAsks(element: ExplicitElement, { samples }: PixelForm): ExplicitElement {
  if (samples === 1) return element;
  const { tag } = element;
  if (tag === '00280004') return { tag, bytes: [explicitHeader(tag, 'CS', 8), new TextEncoder().encode('YBR_RCT ')] };
  if (tag === '00280006') return { tag, bytes: [explicitHeader(tag, 'US', 2), Uint8Array.of(0, 0)] };
  return element;
}

const ITEM = 'fffee000';

/**
 * One fragment for each frame, and where each begins in the basic offset table (PS3.5 §A.4). What we encode is far below the
 * 4 GiB that it can tell; the extended table has a VR (OV) that many readers in use stumble over.
 */
function encapsulated(frames: readonly Uint8Array[]): ExplicitElement {
  const evens = frames.map((frame) => even(frame, 0));
  const table = new DataView(new ArrayBuffer(frames.length > 1 ? 4 * frames.length : 0));
  let at = 0;
  for (const [place, { length }] of frames.length > 1 ? evens.entries() : []) {
    table.setUint32(4 * place, at, true);
    at += 8 + length;
  }
  return {
    tag: '7fe00010',
    bytes: [
      explicitHeader('7fe00010', 'OB', 0xffffffff),
      delimiter(ITEM, table.byteLength),
      new Uint8Array(table.buffer),
      ...evens.flatMap((frame) => [delimiter(ITEM, frame.length), frame]),
      delimiter('fffee0dd', 0),
    ],
  };
}
