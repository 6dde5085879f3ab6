import type { CodedFrame } from '../codecs.ts';
import { bits16, type Interval, intervalsOf, lookUpOf } from './entropy.ts';
import { flatValue, inverseDct } from './inverse-dct.ts';
import { type Component, type Scan, scansOf } from './segments.ts';

/** Start of frame of the sequential Huffman processes 1, 2 and 4 (ITU-T T.81 table B.1). */
const SEQUENTIAL = new Set([0xc0, 0xc1]);

/** Order in which the 64 coefficients of a block are coded (§A.3.6). */
const ZIGZAG = Uint8Array.from(
  (
    '0 1 8 16 9 2 3 10 17 24 32 25 18 11 4 5 12 19 26 33 40 48 41 34 27 20 13 6 7 14 21 28 35 42 49 56 57 50 43 36 29 ' +
    '22 15 23 30 37 44 51 58 59 52 45 38 31 39 46 53 60 61 54 47 55 62 63'
  ).split(' '),
  Number,
);

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
    decodeScan(scan, intervalsOf(bytes, scan.data), values, samples);
  }
  if (left.size > 0) throw new RangeError('component without a scan');
  return { rows, columns, samples, bits: precision, bytes: new Uint8Array(values.buffer) };
}

type Coder = {
  readonly place: number;
  readonly dc: Uint16Array;
  readonly ac: Uint16Array;
  readonly quantization: Uint16Array;
  previous: number;
  /** The last block has no detail, as the dark around a body. */
  isFlat: boolean;
};

function decodeScan(scan: Scan, intervals: Interval[], values: Uint16Array, samples: number): void {
  const { rows, columns, components } = scan.frame;
  const coders = scan.components.map((one): Coder => {
    const place = components.findIndex(({ id }) => id === one.id);
    const quantization = scan.quantization.get((components[place] as Component | undefined)?.table ?? -1);
    if (place < 0 || quantization === undefined) throw new RangeError('component of a scan');
    const [dc, ac] = [lookUpOf(scan.huffman.get(one.dc)), lookUpOf(scan.huffman.get(16 + one.ac))];
    return { place, dc, ac, quantization, previous: 0, isFlat: true };
  });
  const across = Math.ceil(columns / 8);
  const blocks = across * Math.ceil(rows / 8);
  const perInterval = scan.restartInterval === 0 ? blocks : scan.restartInterval;
  if (intervals.length < Math.ceil(blocks / perInterval)) throw new RangeError('restart interval');
  const coefficients = new Int32Array(64);
  const block = new Uint16Array(64);
  for (let k = 0, number = 0; number < blocks; k++) {
    const interval = intervals[k] as Interval;
    const end = Math.min(blocks, number + perInterval);
    for (const coder of coders) coder.previous = 0;
    for (let at = 0; number < end; number++) {
      for (const coder of coders) {
        at = decodeBlock(interval, at, coder, coefficients);
        if (coder.isFlat) block.fill(flatValue(coefficients[0] as number));
        else inverseDct(coefficients, block);
        const [top, from] = [Math.floor(number / across) * 8, (number % across) * 8];
        const [height, width] = [Math.min(8, rows - top), Math.min(8, columns - from)];
        for (let y = 0; y < height; y++) {
          let to = ((top + y) * columns + from) * samples + coder.place;
          for (let x = 0; x < width; x++, to += samples) values[to] = block[y * 8 + x] as number;
        }
      }
    }
  }
}

/** One block's coefficients, dequantized, in natural order (§F.2.2). Gives the bit position after it. */
function decodeBlock({ view, bits }: Interval, from: number, coder: Coder, out: Int32Array): number {
  const { dc, ac, quantization } = coder;
  out.fill(0);
  coder.isFlat = true;
  let at = from;
  const first = dc[bits16(view, at)] as number;
  const category = first >>> 5;
  if (first === 0 || category > 15) throw new RangeError('Huffman code');
  at += first & 31;
  coder.previous += extended(bits16(view, at) >>> (16 - category), category);
  at += category;
  out[0] = coder.previous * (quantization[0] as number);
  for (let k = 1; k < 64; k++) {
    const code = ac[bits16(view, at)] as number;
    if (code === 0) throw new RangeError('Huffman code');
    at += code & 31;
    const run = code >>> 9;
    const size = (code >>> 5) & 15;
    if (size === 0) {
      if (run !== 15) break;
      k += 15;
      continue;
    }
    k += run;
    if (k > 63) throw new RangeError('run of zeros');
    coder.isFlat = false;
    out[ZIGZAG[k] as number] = extended(bits16(view, at) >>> (16 - size), size) * (quantization[k] as number);
    at += size;
  }
  if (at > bits) throw new RangeError('end of the scan');
  return at;
}

/** Bits that begin with 0 stand for negative numbers (§F.1.2.1.1). */
const extended = (bits: number, category: number): number =>
  category === 0 ? 0 : bits < 1 << (category - 1) ? bits - (1 << category) + 1 : bits;
