import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { coderOf, decodeBlock } from './coefficients.ts';

const ZIGZAG = [
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21],
  ...[28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61],
  ...[54, 47, 55, 62, 63],
];

/** Symbols with the lengths of their codes, the shortest first (ITU-T T.81 annex C): some short, many long. */
function tableOf(symbols: readonly number[], shorts: number) {
  const counts = Array<number>(16).fill(0);
  const codes = new Map<number, string>();
  let code = 0;
  let length = 0;
  symbols.forEach((symbol, k) => {
    const wanted = k < shorts ? 2 + k : 12 + Math.min(4, Math.floor((k - shorts) / 6));
    code <<= wanted - length;
    length = wanted;
    counts[length - 1] = (counts[length - 1] as number) + 1;
    codes.set(symbol, code.toString(2).padStart(length, '0'));
    code += 1;
  });
  return { table: Uint8Array.from([...counts, ...symbols]), codes };
}

const sizeOf = (value: number): number => (value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1);
const bitsOf = (value: number): string => {
  const size = sizeOf(value);
  return size === 0 ? '' : (value < 0 ? value + 2 ** size - 1 : value).toString(2).padStart(size, '0');
};

const dc = tableOf(
  Array.from({ length: 16 }, (_, k) => k),
  6,
);
// End, a long run of zeros, then runs of 0 to 15 before values of 1 to 12 bits.
const ac = tableOf(
  [0x01, 0x00, 0x02, 0x11, 0xf0, 0x03, 0x21].concat(
    Array.from({ length: 16 * 12 }, (_, k) => (k % 16) * 16 + Math.floor(k / 16) + 1).filter(
      (symbol) => ![0x01, 0x02, 0x11, 0x03, 0x21].includes(symbol),
    ),
  ),
  7,
);

function coded(blocks: readonly (readonly number[])[]): string {
  let previous = 0;
  return blocks
    .map((block) => {
      const difference = (block[0] as number) - previous;
      previous = block[0] as number;
      let bits = `${dc.codes.get(sizeOf(difference))}${bitsOf(difference)}`;
      let run = 0;
      for (const value of block.slice(1)) {
        if (value === 0) {
          run += 1;
          continue;
        }
        for (; run > 15; run -= 16) bits += ac.codes.get(0xf0);
        bits += `${ac.codes.get(run * 16 + sizeOf(value))}${bitsOf(value)}`;
        run = 0;
      }
      return run > 0 ? bits + ac.codes.get(0) : bits;
    })
    .join('');
}

const intervalOf = (bits: string) => {
  const bytes = Uint8Array.from({ length: Math.ceil(bits.length / 8) + 16 }, (_, k) =>
    Number.parseInt(bits.slice(8 * k, 8 * k + 8).padEnd(8, '0'), 2),
  );
  return { view: new DataView(bytes.buffer), bits: bits.length };
};

const value = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 3 }) },
  fc.integer({ min: -4095, max: 4095 }),
);
const block = fc
  .tuple(fc.integer({ min: -8000, max: 8000 }), fc.array(value, { maxLength: 63, size: 'max' }))
  .map(([first, rest]) => Array.from({ length: 64 }, (_, k) => (k === 0 ? first : (rest[k - 1] ?? 0))));
const quantization = Uint16Array.from({ length: 64 }, (_, k) => k + 1);

describe('the coefficients of blocks', () => {
  test('are decoded one block after another, each ending where the next begins', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), (blocks) => {
        const interval = intervalOf(coded(blocks));
        const coder = coderOf(dc.table, ac.table, quantization);
        let at = 0;
        for (const wanted of blocks) {
          const out = new Int32Array(64);
          const after = decodeBlock(interval, at, coder, out);
          at = Math.abs(after);
          expect(ZIGZAG.map((place) => out[place])).toEqual(wanted.map((one, k) => one * (k + 1)));
          expect(after < 0).toBe(wanted.slice(1).every((one) => one === 0));
        }
        expect(at).toBe(interval.bits);
      }),
      { numRuns: 1000 },
    );
  });

  test('that end early, run out of their block or have no code are refused', () => {
    const read = (bits: string, short = 0) => {
      const interval = intervalOf(bits);
      const coder = coderOf(dc.table, ac.table, quantization);
      return () => decodeBlock({ ...interval, bits: interval.bits - short }, 0, coder, new Int32Array(64));
    };
    const full = coded([Array.from({ length: 64 }, (_, k) => (k % 3) - 1)]);
    expect(read(full)()).toBe(full.length);
    expect(read(full, 1)).toThrow(RangeError);
    const zeros = `${dc.codes.get(0)}${ac.codes.get(0xf0)?.repeat(3)}`;
    expect(read(`${zeros}${ac.codes.get(0xf1)}1`)).toThrow(RangeError);
    expect(read('1'.repeat(64))).toThrow(RangeError);
  });
});
