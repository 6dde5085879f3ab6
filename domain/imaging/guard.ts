import { OkaError } from '../../schemas/errors.ts';
import type { PixelForm } from '../dicom/header.ts';

/** More scans than any encoder writes: each costs the decoder a pass over the whole picture. */
const MOST_SCANS = 32;
/** Tiles, precincts and code-blocks cost a decoder of JPEG 2000 memory each, whatever they hold. */
const MOST_TILES = 4096;
const MOST_PARTS = 1_000_000;
/** Below so many pixels a picture is cheap, however little is coded of it. */
const SMALL = 4 * 1024 * 1024;
/** Bytes that a code stream may become for each of its own; an empty film of 16 bits becomes some thousands. */
const MOST_GROWTH = 20_000;
/** OpenJPEG holds every sample three times, four bytes each: samples that it may be asked for, and for each coded byte. */
const MOST_SAMPLES = 48 * 1024 * 1024;
const MOST_SAMPLES_A_BYTE = 400;

const EOI = 0xffd9;
const SOC = 0xff4f;
const SOD = 0xff93;
const SIZ = 0xff51;
const COD = 0xff52;
const COC = 0xff53;

/**
 * Refuses code streams that are cut, or that make a codec ask for memory and time far beyond their picture: codecs run in
 * this process and cannot be interrupted.
 * @throws OkaError `dicom-pixels`, `image-too-large`
 */
export function requireBounded(bytes: Uint8Array, form: PixelForm, coding: string): void {
  const count = form.rows * form.columns * form.samples;
  if (count > SMALL && count * (form.bitsAllocated / 8) > bytes.length * MOST_GROWTH)
    throw new OkaError('image-too-large', 'code stream');
  const isHeavy = count > MOST_SAMPLES || (count > 2 * SMALL && count > bytes.length * MOST_SAMPLES_A_BYTE);
  if (coding === 'jpeg2000' && isHeavy) throw new OkaError('image-too-large', 'code stream');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!endsWithMark(bytes)) throw new OkaError('dicom-pixels', 'code stream without its end');
  if (view.getUint16(0) === SOC) requireFewParts(view, form);
  else if (scans(bytes) > MOST_SCANS) throw new OkaError('dicom-pixels', 'scans of the code stream');
}

/** What may stand after the end mark: fragments are padded to even length, and some coders write a word or two more. */
const TAIL = 32;

/** Codecs fill up what is missing with grey and say nothing: the end must be there. */
function endsWithMark(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= Math.max(0, bytes.length - TAIL); at--)
    if (bytes[at] === EOI >>> 8 && bytes[at + 1] === (EOI & 0xff)) return true;
  return false;
}

function scans(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) if (bytes[at + 1] === 0xda) count += 1;
  return count;
}

/** The headers of a JPEG 2000 code stream (ITU-T T.800 annex A), the main one and those of tile-parts. */
function requireFewParts(view: DataView, form: PixelForm): void {
  const refuse = (detail: string): OkaError => new OkaError('dicom-pixels', `${detail} of the code stream`);
  let tiles = 1;
  let tile = { width: form.columns, height: form.rows };
  const end = view.byteLength - 2;
  for (let at = 2; at + 4 <= end; ) {
    const marker = view.getUint16(at);
    if (marker === SOD || marker >>> 8 !== 0xff) return;
    const length = view.getUint16(at + 2);
    if (at + 2 + length > view.byteLength) throw refuse('marker segment');
    if (marker === SIZ) {
      ({ tiles, tile } = tilesOf(view, at, form));
      if (!(tiles <= MOST_TILES)) throw refuse('tiles');
    } else if (marker === COD || marker === COC) {
      const style = marker === COD ? at + 4 : at + 5;
      const styled = marker === COD ? at + 9 : at + 6;
      const layers = marker === COD ? view.getUint16(at + 6) : 1;
      const parts = partsOf(view, styled, (view.getUint8(style) & 1) === 1, tile, at + 2 + length);
      if (!(parts * tiles * form.samples * Math.max(1, layers / 16) <= MOST_PARTS)) throw refuse('parts');
    }
    at += 2 + length;
  }
}

function tilesOf(view: DataView, at: number, form: PixelForm) {
  const [width, height] = [view.getUint32(at + 22), view.getUint32(at + 26)];
  const count = Math.ceil(form.columns / width) * Math.ceil(form.rows / height);
  for (let component = 0; component < form.samples; component++)
    // Components of another size are not brought together by the codecs.
    if (view.getUint16(at + 41 + 3 * component) !== 0x0101)
      throw new OkaError('dicom-pixels', 'sampling of the code stream');
  return { tiles: count, tile: { width: Math.min(width, form.columns), height: Math.min(height, form.rows) } };
}

/** Precincts and code-blocks of one component of a tile (§A.6.1, §B.6, §B.7), from its decomposition levels on. */
function partsOf(
  view: DataView,
  at: number,
  hasPrecincts: boolean,
  tile: { width: number; height: number },
  end: number,
) {
  const levels = view.getUint8(at);
  if (levels > 32 || at + 5 + (hasPrecincts ? levels + 1 : 0) > end)
    throw new OkaError('dicom-pixels', 'levels of the code stream');
  const block = 2 ** ((view.getUint8(at + 1) & 15) + 2) * 2 ** ((view.getUint8(at + 2) & 15) + 2);
  let parts = (tile.width * tile.height) / block;
  for (let level = 0; hasPrecincts && level <= levels; level++) {
    const size = view.getUint8(at + 5 + level);
    const scale = 2 ** (levels - level);
    const [width, height] = [Math.ceil(tile.width / scale), Math.ceil(tile.height / scale)];
    parts += Math.ceil(width / 2 ** (size & 15)) * Math.ceil(height / 2 ** (size >>> 4));
  }
  return parts;
}
