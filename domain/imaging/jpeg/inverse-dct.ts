/** cos and sin products of the Loeffler, Ligtenberg and Moschytz transform (1989), scaled by 2^13, as in jidctint.c. */
const F0298 = 2446;
const F0390 = 3196;
const F0541 = 4433;
const F0765 = 6270;
const F0899 = 7373;
const F1175 = 9633;
const F1501 = 12_299;
const F1847 = 15_137;
const F1961 = 16_069;
const F2053 = 16_819;
const F2562 = 20_995;
const F3072 = 25_172;
const SCALE_BITS = 13;
/** Fraction bits kept between the passes: with samples of 12 bits one fits into 32. */
const BETWEEN_BITS = 1;
const CENTRE = 2048;
const MOST = 4095;

const between = new Int32Array(64);

/**
 * Inverse DCT of one block of 8 × 8 dequantized coefficients to samples of 12 bits: columns, then rows, in 32-bit integers
 * with the roundings of the Independent JPEG Group's accurate integer transform (jidctint.c), level shifted and clamped.
 */
export function inverseDct(coefficients: Int32Array, out: Uint16Array): void {
  for (let column = 0; column < 8; column++) transform(coefficients, column, 8, between, SCALE_BITS - BETWEEN_BITS);
  for (let row = 0; row < 8; row++) transform(between, row * 8, 1, between, SCALE_BITS + BETWEEN_BITS + 3);
  for (let k = 0; k < 64; k++) {
    const value = (between[k] as number) + CENTRE;
    out[k] = Math.max(0, Math.min(value, MOST));
  }
}

/** What `inverseDct` makes of a block that has no other coefficient than its first. */
export function flatValue(first: number): number {
  const value = (((first << BETWEEN_BITS) + (1 << (BETWEEN_BITS + 2))) >> (BETWEEN_BITS + 3)) + CENTRE;
  return Math.max(0, Math.min(value, MOST));
}

/** Eight values `step` apart from `at` on; all are read before any is written. */
function transform(from: Int32Array, at: number, step: number, to: Int32Array, shift: number): void {
  const in0 = from[at] as number;
  const in1 = from[at + step] as number;
  const in2 = from[at + 2 * step] as number;
  const in3 = from[at + 3 * step] as number;
  const in4 = from[at + 4 * step] as number;
  const in5 = from[at + 5 * step] as number;
  const in6 = from[at + 6 * step] as number;
  const in7 = from[at + 7 * step] as number;
  if ((in1 | in2 | in3 | in4 | in5 | in6 | in7) === 0) {
    // The same as below, for the many columns that have nothing but their mean.
    const mean =
      shift === SCALE_BITS - BETWEEN_BITS
        ? in0 << BETWEEN_BITS
        : (in0 + (1 << (BETWEEN_BITS + 2))) >> (BETWEEN_BITS + 3);
    for (let k = 0; k < 8; k++) to[at + k * step] = mean;
    return;
  }

  const even = Math.imul(in2 + in6, F0541);
  const even2 = even - Math.imul(in6, F1847);
  const even3 = even + Math.imul(in2, F0765);
  const even0 = (in0 + in4) << SCALE_BITS;
  const even1 = (in0 - in4) << SCALE_BITS;
  const sum0 = even0 + even3;
  const sum3 = even0 - even3;
  const sum1 = even1 + even2;
  const sum2 = even1 - even2;

  const both = Math.imul(in7 + in3 + in5 + in1, F1175);
  const z1 = -Math.imul(in7 + in1, F0899);
  const z2 = -Math.imul(in5 + in3, F2562);
  const z3 = both - Math.imul(in7 + in3, F1961);
  const z4 = both - Math.imul(in5 + in1, F0390);
  const odd0 = Math.imul(in7, F0298) + z1 + z3;
  const odd1 = Math.imul(in5, F2053) + z2 + z4;
  const odd2 = Math.imul(in3, F3072) + z2 + z3;
  const odd3 = Math.imul(in1, F1501) + z1 + z4;

  const half = 1 << (shift - 1);
  to[at] = (sum0 + odd3 + half) >> shift;
  to[at + 7 * step] = (sum0 - odd3 + half) >> shift;
  to[at + step] = (sum1 + odd2 + half) >> shift;
  to[at + 6 * step] = (sum1 - odd2 + half) >> shift;
  to[at + 2 * step] = (sum2 + odd1 + half) >> shift;
  to[at + 5 * step] = (sum2 - odd1 + half) >> shift;
  to[at + 3 * step] = (sum3 + odd0 + half) >> shift;
  to[at + 4 * step] = (sum3 - odd0 + half) >> shift;
}
