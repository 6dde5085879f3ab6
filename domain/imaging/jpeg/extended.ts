import type { CodedFrame } from '../codecs.ts';
import { type Coder, coderOf, decodeBlock } from './coefficients.ts';
import { type Interval, intervalsOf, nextOf } from './entropy.ts';
import { flat, inverseDct, type Place } from './inverse-dct.ts';
import { type Component, type Scan, scansOf } from './segments.ts';

/** Start of frame of the sequential Huffman processes 1, 2 and 4 (ITU-T T.81 table B.1). */
const SEQUENTIAL = new Set([0xc0, 0xc1]);

/**
 * Decodes sequential JPEG of 12 bits (process 4; ITU-T T.81 annexes F and G; DICOM PS3.5 §A.4.1, syntax .51), for which
 * there is no WebAssembly build: one component, or several of equal sampling, in one scan or a scan each, restarts. The
 * inverse transform is the accurate integer one of the Independent JPEG Group, so the values are those of its decoder.
 * @throws RangeError whatever the bytes are, nothing else
 */
export function decodeJpegExtended(bytes: Uint8Array): CodedFrame {
  const scans = scansOf(bytes);
  const frame = scans[0]?.frame;
  if (frame === undefined || !SEQUENTIAL.has(frame.process)) throw new RangeError('no sequential frame');
  const { rows, columns, components, precision } = frame;
  if (rows === 0 || columns === 0 || precision !== 12) throw new RangeError('frame header');
  const samples = components.length;
  if (samples > 1 && components.some(({ h, v }) => h !== 1 || v !== 1)) throw new RangeError('sampling');
  // A block of 64 costs two bits at least.
  if ((rows * columns * samples) / 64 > bytes.length * 4) throw new RangeError('too short for its size');
  const values = new Uint16Array(rows * columns * samples);
  const left = new Set(components.map(({ id }) => id));
  for (const scan of scans) {
    for (const { id } of scan.components) left.delete(id);
    decodeScan(scan, intervalsOf(bytes, scan), values, samples);
  }
  if (left.size > 0) throw new RangeError('component without a scan');
  return { rows, columns, samples, bits: precision, within: true, bytes: new Uint8Array(values.buffer) };
}

function decodeScan(scan: Scan, intervals: Iterator<Interval, void, void>, values: Uint16Array, samples: number): void {
  const { rows, columns, components } = scan.frame;
  const planes = scan.components.map((one) => {
    const place = components.findIndex(({ id }) => id === one.id);
    const quantization = scan.quantization.get((components[place] as Component | undefined)?.table ?? -1);
    if (place < 0 || quantization === undefined) throw new RangeError('component of a scan');
    return { place, coder: coderOf(scan.huffman.get(one.dc), scan.huffman.get(16 + one.ac), quantization) };
  });
  const across = Math.ceil(columns / 8);
  const blocks = across * Math.ceil(rows / 8);
  const perInterval = scan.restartInterval === 0 ? blocks : scan.restartInterval;
  const picture: Picture = { rows, columns, samples, values };
  for (let number = 0; number < blocks; ) {
    const interval = nextOf(intervals);
    const end = Math.min(blocks, number + perInterval);
    for (const { coder } of planes) coder.previous = 0;
    for (let at = 0; number < end; ) {
      // A line of blocks or what there is of it: what is called often is compiled for good.
      const stop = Math.min(end, number + across - (number % across));
      at = decodeLine(
        interval,
        at,
        planes,
        picture,
        Math.floor(number / across) * 8,
        (number % across) * 8,
        stop - number,
      );
      number = stop;
    }
  }
}

type Plane = { readonly place: number; readonly coder: Coder };
type Picture = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly values: Uint16Array;
};

/** So many blocks side by side, the first of them at `top` and `left`. Gives the bit position after them. */
function decodeLine(
  interval: Interval,
  from: number,
  planes: readonly Plane[],
  { rows, columns, samples, values }: Picture,
  top: number,
  left: number,
  count: number,
): number {
  const row = columns * samples;
  const inside: Place = { values, at: 0, step: samples, row };
  const edge: Place = { values: new Uint16Array(64), at: 0, step: 1, row: 8 };
  const block = new Int32Array(64);
  const height = Math.min(8, rows - top);
  let at = from;
  for (let x = left; x < left + count * 8; x += 8) {
    for (let plane = 0; plane < planes.length; plane++) {
      const { place, coder } = planes[plane] as Plane;
      const after = decodeBlock(interval, at, coder, block);
      at = Math.abs(after);
      const start = top * row + x * samples + place;
      const isWhole = height === 8 && x + 8 <= columns;
      const to = isWhole ? inside : edge;
      if (isWhole) inside.at = start;
      if (after < 0) flat(block[0] as number, to);
      else inverseDct(block, to);
      if (!isWhole) copyEdge(edge.values, values, start, height, Math.min(8, columns - x), samples, row);
    }
  }
  return at;
}

/** The part of a block that lies in the picture. */
function copyEdge(
  block: Uint16Array,
  values: Uint16Array,
  start: number,
  height: number,
  width: number,
  step: number,
  row: number,
): void {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) values[start + y * row + x * step] = block[y * 8 + x] as number;
}
