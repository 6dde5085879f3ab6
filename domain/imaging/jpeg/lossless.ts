import type { CodedFrame } from '../codecs.ts';
import { bits16, type Interval, intervalsOf, lookUpOf } from './entropy.ts';
import { type Scan, scansOf } from './segments.ts';

/** Start of frame of the lossless Huffman process 14 (ITU-T T.81 table B.1). */
const SOF3 = 0xc3;

/**
 * Decodes lossless JPEG, process 14, all predictors (ITU-T T.81 annex H; DICOM PS3.5 §A.4.1, syntaxes .57 and .70):
 * 2 to 16 bits, components in one scan or in a scan each, restarts, point transform.
 * @throws RangeError whatever the bytes are, nothing else
 */
export function decodeJpegLossless(bytes: Uint8Array): CodedFrame {
  const scans = scansOf(bytes);
  const frame = scans[0]?.frame;
  if (frame === undefined || frame.process !== SOF3) throw new RangeError('no lossless frame');
  const { rows, columns, precision, components } = frame;
  if (rows === 0 || columns === 0 || precision < 2 || precision > 16) throw new RangeError('frame header');
  if (components.some(({ h, v }) => h !== 1 || v !== 1) && components.length > 1) throw new RangeError('sampling');
  const samples = components.length;
  // Every sample costs a bit at least: memory is not asked for what the bytes cannot fill.
  if (rows * columns * samples > bytes.length * 8) throw new RangeError('too short for its size');
  const values = new Uint16Array(rows * columns * samples);
  const left = new Set(components.map(({ id }) => id));
  for (const scan of scans) {
    const places = scan.components.map(({ id }) => components.findIndex((component) => component.id === id));
    if (places.some((place) => place < 0)) throw new RangeError('component of a scan');
    for (const { id } of scan.components) left.delete(id);
    decodeScan(scan, intervalsOf(bytes, scan.data), values, places, samples);
  }
  if (left.size > 0) throw new RangeError('component without a scan');
  const narrow = precision <= 8;
  return {
    rows,
    columns,
    samples,
    bits: precision,
    bytes: narrow ? new Uint8Array(values) : new Uint8Array(values.buffer),
  };
}

function decodeScan(scan: Scan, intervals: Interval[], values: Uint16Array, places: number[], samples: number): void {
  const { rows, columns, precision } = scan.frame;
  const { first: predictor, low, restartInterval } = scan;
  if (predictor < 1 || predictor > 7 || low >= precision) throw new RangeError('predictor');
  // A restart stands at the end of a line (§H.1.2.2), so an interval is a number of whole lines.
  const lines = restartInterval === 0 ? rows : restartInterval / columns;
  if (!Number.isInteger(lines) || intervals.length < Math.ceil(rows / lines)) throw new RangeError('restart interval');
  const tables = scan.components.map(({ dc }) => differencesOf(scan.huffman.get(dc)));
  const start = 1 << (precision - low - 1);
  for (let top = 0, k = 0; top < rows; top += lines, k++) {
    const interval = intervals[k] as Interval;
    const bottom = Math.min(rows, top + lines);
    decodeLines({ interval, tables, values, columns, samples, places, top, bottom, predictor, start });
  }
  if (low > 0)
    for (const place of places)
      for (let k = place; k < values.length; k += samples) values[k] = (values[k] as number) << low;
}

/**
 * Category and difference in one look (§H.1.2.2, §F.1.2.1.1) where both fit into 16 bits: difference × 64 + bits; else
 * category × 64 + length of the code, marked by bit 5. 0 where no code is.
 */
type Differences = Int32Array;
const APART = 32;

function differencesOf(table: Uint8Array | undefined): Differences {
  const codes = lookUpOf(table);
  const out = new Int32Array(65_536);
  for (let bits = 0; bits < 65_536; bits++) {
    const code = codes[bits] as number;
    const length = code & 31;
    const category = code >>> 5;
    if (length === 0) continue;
    if (category > 16) throw new RangeError('Huffman table');
    if (category === 16) out[bits] = 32_768 * 64 + length;
    else if (length + category > 16) out[bits] = category * 64 + APART + length;
    else out[bits] = extended(((bits << length) & 0xffff) >>> (16 - category), category) * 64 + length + category;
  }
  return out;
}

/** Bits that begin with 0 stand for negative numbers (§F.1.2.1.1). */
const extended = (bits: number, category: number): number =>
  category > 0 && bits < 1 << (category - 1) ? bits - (1 << category) + 1 : category > 0 ? bits : 0;

type Lines = {
  readonly interval: Interval;
  readonly tables: readonly Differences[];
  readonly values: Uint16Array;
  readonly columns: number;
  readonly samples: number;
  readonly places: readonly number[];
  readonly top: number;
  readonly bottom: number;
  readonly predictor: number;
  readonly start: number;
};

function decodeLines({
  interval,
  tables,
  values,
  columns,
  samples,
  places,
  top,
  bottom,
  predictor,
  start,
}: Lines): void {
  const { bytes, bits } = interval;
  const step = samples;
  const above = columns * samples;
  const count = places.length;
  let at = 0;
  for (let row = top; row < bottom; row++) {
    const isFirst = row === top;
    const line = row * above;
    for (let column = 0; column < columns; column++) {
      for (let k = 0; k < count; k++) {
        const place = line + column * step + (places[k] as number);
        const table = tables[k] as Differences;
        const entry = table[bits16(bytes, at)] as number;
        let difference = entry >> 6;
        if ((entry & APART) !== 0) {
          at += entry & 31;
          const category = difference;
          difference = extended(bits16(bytes, at) >>> (16 - category), category);
          at += category;
        } else {
          if (entry === 0) throw new RangeError('Huffman code');
          at += entry & 31;
        }
        let predicted: number;
        if (column === 0) predicted = isFirst ? start : (values[place - above] as number);
        else if (isFirst || predictor === 1) predicted = values[place - step] as number;
        else
          predicted = predictedFrom(
            predictor,
            values[place - step] as number,
            values[place - above] as number,
            values[place - above - step] as number,
          );
        values[place] = predicted + difference;
      }
    }
    if (at > bits) throw new RangeError('end of the scan');
  }
}

/** ITU-T T.81 table H.1. */
function predictedFrom(predictor: number, left: number, above: number, corner: number): number {
  switch (predictor) {
    case 2:
      return above;
    case 3:
      return corner;
    case 4:
      return left + above - corner;
    case 5:
      return left + ((above - corner) >> 1);
    case 6:
      return above + ((left - corner) >> 1);
    default:
      return (left + above) >> 1;
  }
}
