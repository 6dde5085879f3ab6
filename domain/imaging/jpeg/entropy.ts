import { endOfEntropy } from './segments.ts';

/**
 * The bits of a scan without stuffed bytes, cut at the restart markers (ITU-T T.81 §F.1.2.3, §B.1.1.5). Each interval is
 * followed by zeros, so that looking ahead needs no question for the end; whether it was passed is asked afterwards.
 */
export type Interval = { readonly view: DataView; readonly bits: number };

const LOOK_AHEAD = 16;

/** @throws RangeError where no marker ends the scan */
export function intervalsOf(bytes: Uint8Array, from: number): Interval[] {
  const to = endOfEntropy(bytes, from);
  const intervals: Interval[] = [];
  let start = from;
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at <= to; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] as number;
    if (at < to && (next < 0xd0 || next > 0xd7)) continue;
    intervals.push(unstuffed(bytes, start, at));
    start = at + 2;
  }
  return intervals;
}

function unstuffed(bytes: Uint8Array, from: number, to: number): Interval {
  const out = new Uint8Array(to - from + LOOK_AHEAD);
  let written = 0;
  for (let at = from; at < to; ) {
    const found = bytes.indexOf(0xff, at);
    const end = found < 0 || found >= to ? to : found + 1;
    out.set(bytes.subarray(at, end), written);
    written += end - at;
    // After 0xFF stands the stuffed zero, or a fill byte.
    at = end < to && bytes[end - 1] === 0xff && bytes[end] === 0 ? end + 1 : end;
  }
  return { view: new DataView(out.buffer), bits: written * 8 };
}

/**
 * A Huffman table as one look into 16 bits: the entry is value × 32 + length of the code, 0 where no code is (§F.2.2.3).
 * @throws RangeError for counts that make no prefix code
 */
export function lookUpOf(table: Uint8Array | undefined): Uint16Array {
  if (table === undefined) throw new RangeError('no Huffman table');
  const out = new Uint16Array(65_536);
  let code = 0;
  let value = 16;
  for (let length = 1; length <= 16; length++) {
    for (let k = table[length - 1] as number; k > 0; k--) {
      const from = code << (16 - length);
      const to = from + (1 << (16 - length));
      if (to > 65_536) throw new RangeError('Huffman codes');
      out.fill((table[value++] as number) * 32 + length, from, to);
      code += 1;
    }
    code <<= 1;
  }
  return out;
}

/** The 16 bits from a bit position on. */
export const bits16 = (view: DataView, at: number): number => (view.getUint32(at >>> 3) << (at & 7)) >>> 16;
