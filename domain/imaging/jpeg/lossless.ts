import type { CodedFrame } from '../codecs.ts';
import { bits16, type Interval, intervalsOf, lookUpOf, nextOf } from './entropy.ts';
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
    decodeScan(scan, intervalsOf(bytes, scan), values, places, samples);
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

function decodeScan(
  scan: Scan,
  intervals: Iterator<Interval, void, void>,
  values: Uint16Array,
  places: number[],
  samples: number,
): void {
  const { rows, columns, precision } = scan.frame;
  const { first: predictor, low, restartInterval } = scan;
  if (predictor < 1 || predictor > 7 || low >= precision) throw new RangeError('predictor');
  // A restart stands at the end of a line (§H.1.2.2), so an interval is a number of whole lines.
  const lines = restartInterval === 0 ? rows : restartInterval / columns;
  if (!Number.isInteger(lines)) throw new RangeError('restart interval');
  const tables = scan.components.map(({ dc }) => differencesOf(scan.huffman.get(dc)));
  const start = 1 << (precision - low - 1);
  for (let top = 0; top < rows; top += lines) {
    const interval = nextOf(intervals);
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

/** Where the bits of an interval are read; a line asks once whether their end was passed. */
type Reader = { readonly view: DataView; readonly bits: number; at: number };

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
  const reader: Reader = { ...interval, at: 0 };
  const above = columns * samples;
  const [only = 0] = places;
  const table = tables[0] as Differences;
  for (let row = top; row < bottom; row++) {
    const line = row * above;
    const isFirst = row === top;
    if (places.length === 1) {
      const first = isFirst ? start : (values[line + only - above] as number);
      if (isFirst || predictor === 1) lineFromLeft(reader, table, values, line + only, samples, columns, first);
      else lineFromBoth(reader, table, values, line + only, samples, columns, first, above, predictor);
    } else {
      interleavedLine(
        reader,
        tables,
        values,
        line,
        samples,
        columns,
        places,
        isFirst ? start : above,
        isFirst,
        predictor,
      );
    }
    if (reader.at > reader.bits) throw new RangeError('end of the scan');
  }
}

/** The usual case by itself: each value from its left neighbour (predictor 1, and every first line). */
function lineFromLeft(
  reader: Reader,
  table: Differences,
  values: Uint16Array,
  from: number,
  step: number,
  columns: number,
  first: number,
): void {
  const { view } = reader;
  let { at } = reader;
  let left = first;
  for (let column = 0, place = from; column < columns; column++, place += step) {
    const entry = table[(view.getUint32(at >>> 3) << (at & 7)) >>> 16] as number;
    if ((entry & APART) === 0) {
      if (entry === 0) throw new RangeError('Huffman code');
      at += entry & 31;
      left += entry >> 6;
    } else {
      at += entry & 31;
      const category = entry >> 6;
      left += extended(bits16(view, at) >>> (16 - category), category);
      at += category;
    }
    values[place] = left;
  }
  reader.at = at;
}

function lineFromBoth(
  reader: Reader,
  table: Differences,
  values: Uint16Array,
  from: number,
  step: number,
  columns: number,
  first: number,
  above: number,
  predictor: number,
): void {
  let left = first;
  for (let column = 0, place = from; column < columns; column++, place += step) {
    const predicted =
      column === 0
        ? first
        : predictedFrom(predictor, left, values[place - above] as number, values[place - above - step] as number);
    left = (predicted + difference(reader, table)) & 0xffff;
    values[place] = left;
  }
}

/** Components side by side in one scan, each with its own table and neighbours. */
function interleavedLine(
  reader: Reader,
  tables: readonly Differences[],
  values: Uint16Array,
  line: number,
  samples: number,
  columns: number,
  places: readonly number[],
  startOrAbove: number,
  isFirst: boolean,
  predictor: number,
): void {
  for (let column = 0; column < columns; column++)
    for (let k = 0; k < places.length; k++) {
      const place = line + column * samples + (places[k] as number);
      let predicted: number;
      if (column === 0) predicted = isFirst ? startOrAbove : (values[place - startOrAbove] as number);
      else if (isFirst || predictor === 1) predicted = values[place - samples] as number;
      else
        predicted = predictedFrom(
          predictor,
          values[place - samples] as number,
          values[place - startOrAbove] as number,
          values[place - startOrAbove - samples] as number,
        );
      values[place] = predicted + difference(reader, tables[k] as Differences);
    }
}

function difference(reader: Reader, table: Differences): number {
  const entry = table[bits16(reader.view, reader.at)] as number;
  reader.at += entry & 31;
  if ((entry & APART) === 0) {
    if (entry === 0) throw new RangeError('Huffman code');
    return entry >> 6;
  }
  const category = entry >> 6;
  const apart = extended(bits16(reader.view, reader.at) >>> (16 - category), category);
  reader.at += category;
  return apart;
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
