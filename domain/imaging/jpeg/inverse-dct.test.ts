import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { flat, inverseDct } from './inverse-dct.ts';

/** jidctint.c of the Independent JPEG Group as it stands there, eight values at a time, for samples of 12 bits. */
function plain(c: readonly number[]): number[] {
  const fix = (x: number) => Math.round(x * 8192);
  const eight = (v: readonly number[], shift: number): number[] => {
    const [a = 0, b = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = v;
    const z1 = (d + h) * fix(0.5411961);
    const [t2, t3] = [z1 - h * fix(1.847759065), z1 + d * fix(0.765366865)];
    const [t0, t1] = [(a + f) * 8192, (a - f) * 8192];
    const even = [t0 + t3, t1 + t2, t1 - t2, t0 - t3];
    const z5 = (i + e + g + b) * fix(1.175875602);
    const [y1, y2] = [-(i + b) * fix(0.899976223), -(g + e) * fix(2.562915447)];
    const [y3, y4] = [z5 - (i + e) * fix(1.96157056), z5 - (g + b) * fix(0.390180644)];
    const odd = [
      b * fix(1.50132111) + y1 + y4,
      e * fix(3.072711026) + y2 + y3,
      g * fix(2.053119869) + y2 + y4,
      i * fix(0.298631336) + y1 + y3,
    ];
    const rounded = (x: number) => Math.floor((x + 2 ** (shift - 1)) / 2 ** shift);
    return [0, 1, 2, 3, 3, 2, 1, 0].map((k, n) => rounded((even[k] as number) + (n < 4 ? 1 : -1) * (odd[k] as number)));
  };
  const columns = Array.from({ length: 8 }, (_, x) =>
    eight(
      Array.from({ length: 8 }, (_, y) => c[y * 8 + x] ?? 0),
      12,
    ),
  );
  return Array.from({ length: 8 }, (_, y) =>
    eight(
      columns.map((column) => column[y] as number),
      17,
    ),
  )
    .flat()
    .map((value) => Math.max(0, Math.min(4095, value + 2048)));
}

const detail = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -600, max: 600 }));
const few = fc.tuple(fc.integer({ min: -16_000, max: 16_000 }), fc.array(detail, { maxLength: 63, size: 'max' }));

describe('the inverse transform of a block', () => {
  test('is that of the Independent JPEG Group, value for value, wherever the block stands; zeros are left', () => {
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 3 }), fc.nat(9), ([mean, rest], step, start) => {
        const block = Int32Array.from({ length: 64 }, (_, k) => (k === 0 ? mean : (rest[k - 1] ?? 0)));
        const wanted = plain([...block]);
        const values = new Uint16Array(start + 8 * 40);
        inverseDct(block, { values, at: start, step, row: 40 });
        expect(wanted.map((_, k) => values[start + Math.floor(k / 8) * 40 + (k % 8) * step])).toEqual(wanted);
        expect([...block].every((one) => one === 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('of a mean alone is that mean everywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 40_000 }), (mean) => {
        const values = new Uint16Array(64);
        flat(mean, { values, at: 0, step: 1, row: 8 });
        expect([...values]).toEqual(plain([mean]));
      }),
    );
  });
});
