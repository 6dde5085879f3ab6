import type { Scan } from './segments.ts';

/**
 * The bits of a scan without stuffed bytes, cut at the restart markers (ITU-T T.81 §F.1.2.3, §B.1.1.5). Each interval is
 * followed by zeros, so that looking ahead needs no question for the end; whether it was passed is asked afterwards.
 */
export type Interval = { readonly view: DataView; readonly bits: number };

const LOOK_AHEAD = 16;

/** One by one: a scan may hold more of them, by the hundred million, than any picture needs. */
export function* intervalsOf(bytes: Uint8Array, { data: from, end: to }: Scan): Generator<Interval, void, void> {
  let start = from;
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at <= to; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] as number;
    if (at < to && (next < 0xd0 || next > 0xd7)) continue;
    yield unstuffed(bytes, start, at);
    start = at + 2;
  }
}

/** @throws RangeError where there are fewer intervals than the picture has */
export function nextOf(intervals: Iterator<Interval, void, void>): Interval {
  const { value } = intervals.next();
  if (!value) throw new RangeError('restart interval');
  return value;
}

function unstuffed(bytes: Uint8Array, from: number, to: number): Interval {
  const length = to - from;
  const out = new Uint8Array(length + LOOK_AHEAD);
  out.set(bytes.subarray(from, to));
  let written = 0;
  let start = 0;
  for (let at = out.indexOf(0xff); at >= 0 && at + 1 < length; at = out.indexOf(0xff, at + 1)) {
    // After 0xFF stands the stuffed zero, or a fill byte.
    if (out[at + 1] !== 0) continue;
    out.copyWithin(written, start, at + 1);
    written += at + 1 - start;
    start = at + 2;
  }
  out.copyWithin(written, start, length);
  written += length - start;
  out.fill(0, written);
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
