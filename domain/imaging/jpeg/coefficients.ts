import { bits16, type Interval, lookUpOf } from './entropy.ts';

/** Order in which the 64 coefficients of a block are coded (ITU-T T.81 §A.3.6). */
const ZIGZAG = Uint8Array.from(
  (
    '0 1 8 16 9 2 3 10 17 24 32 25 18 11 4 5 12 19 26 33 40 48 41 34 27 20 13 6 7 14 21 28 35 42 49 56 57 50 43 36 29 ' +
    '22 15 23 30 37 44 51 58 59 52 45 38 31 39 46 53 60 61 54 47 55 62 63'
  ).split(' '),
  Number,
);

/** What decodes the blocks of one component in a scan. */
export type Coder = {
  readonly dc: Uint16Array;
  readonly ac: Uint16Array;
  /** AC coefficients by the next `NEAR` bits: the first that they hold, and the one after it if they hold that too. */
  readonly near: Int32Array;
  readonly after: Int32Array;
  readonly quantization: Int32Array;
  /** The DC value before. */
  previous: number;
};

/** Two codes with their values are mostly so short, and tables of them stay in the nearest cache. */
const NEAR = 12;
/** Steps that end a block, whatever stood before. */
const END_OF_BLOCK = 127;

/** @throws RangeError for tables that are missing or no prefix code */
export function coderOf(dc: Uint8Array | undefined, ac: Uint8Array | undefined, quantization: Uint16Array): Coder {
  const codes = lookUpOf(ac);
  const first = Int32Array.from({ length: 1 << NEAR }, (_, bits) => entryOf(codes, bits, NEAR));
  // Nothing of this block comes after its end.
  const after = first.map((entry, bits) => {
    const left = NEAR - (entry & 31);
    return entry === 0 || stepsOf(entry) === END_OF_BLOCK ? 0 : entryOf(codes, bits & ((1 << left) - 1), left);
  });
  return {
    dc: lookUpOf(dc),
    ac: codes,
    near: first.map((entry, bits) => entry + ((after[bits] as number) & 31)),
    after,
    quantization: Int32Array.from(quantization),
    previous: 0,
  };
}

/**
 * The coefficient that `left` bits begin with: value × 4096 + steps to its place × 32 + bits of code and value; 0 where it
 * has more bits. In `near` the bits of the second are added to those of the first.
 */
function entryOf(codes: Uint16Array, bits: number, left: number): number {
  const code = codes[bits << (16 - left)] as number;
  const length = code & 31;
  const size = (code >>> 5) & 15;
  const run = code >>> 9;
  if (code === 0 || length + size > left) return 0;
  const value = extended((bits >>> (left - length - size)) & ((1 << size) - 1), size);
  const steps = size === 0 && run !== 15 ? END_OF_BLOCK : run + 1;
  return value * 4096 + steps * 32 + length + size;
}

const stepsOf = (entry: number): number => (entry >>> 5) & 127;

/**
 * Decodes the coefficients of the next block (§F.2.2), dequantized and in natural order, into `block`, which holds zeros.
 * Gives the bit position after them, or its negative where the block has no other coefficient than its first, as in the
 * dark around a body.
 * @throws RangeError for what is no code, a run out of the block, or the end of the bits
 */
export function decodeBlock({ view, bits }: Interval, from: number, coder: Coder, block: Int32Array): number {
  const { near, after, quantization } = coder;
  let at = decodeFirst(view, from, coder, block);
  let k = 0;
  let value = 0;
  for (;;) {
    const ahead = bits16(view, at);
    const entry = near[ahead >>> (16 - NEAR)] as number;
    if (entry !== 0) {
      const second = after[ahead >>> (16 - NEAR)] as number;
      at += entry & 31;
      k += (entry >>> 5) & 127;
      value = entry >> 12;
      if (k >= 63) {
        at -= second & 31;
        break;
      }
      block[ZIGZAG[k] as number] = value * (quantization[k] as number);
      if (second === 0) continue;
      k += (second >>> 5) & 127;
      value = second >> 12;
    } else {
      const code = coder.ac[ahead] as number;
      if (code === 0) throw new RangeError('Huffman code');
      at += code & 31;
      const size = (code >>> 5) & 15;
      const run = code >>> 9;
      k += size === 0 && run !== 15 ? END_OF_BLOCK : run + 1;
      value = extended(bits16(view, at) >>> (16 - size), size);
      at += size;
    }
    if (k >= 63) break;
    block[ZIGZAG[k] as number] = value * (quantization[k] as number);
  }
  if (k === 63) block[63] = value * (quantization[63] as number);
  else if (value !== 0) throw new RangeError('run of zeros');
  if (at > bits) throw new RangeError('end of the scan');
  return k === END_OF_BLOCK ? -at : at;
}

/** The DC coefficient, coded as its difference to the one before (§F.2.2.1). */
function decodeFirst(view: DataView, from: number, coder: Coder, block: Int32Array): number {
  const code = coder.dc[bits16(view, from)] as number;
  const category = code >>> 5;
  if (code === 0 || category > 15) throw new RangeError('Huffman code');
  const at = from + (code & 31);
  coder.previous += extended(bits16(view, at) >>> (16 - category), category);
  block[0] = coder.previous * (coder.quantization[0] as number);
  return at + category;
}

/** Bits that begin with 0 stand for negative numbers (§F.1.2.1.1). */
const extended = (bits: number, category: number): number =>
  category === 0 ? 0 : bits < 1 << (category - 1) ? bits - (1 << category) + 1 : bits;
