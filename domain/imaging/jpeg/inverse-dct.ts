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
const COLUMN_SHIFT = SCALE_BITS - BETWEEN_BITS;
const COLUMN_HALF = 1 << (COLUMN_SHIFT - 1);
const ROW_SHIFT = SCALE_BITS + BETWEEN_BITS + 3;
const ROW_HALF = 1 << (ROW_SHIFT - 1);
const CENTRE = 2048;
const MOST = 4095;

/** Where the 64 samples of a block go: the first of them, and how far it is to the next one and to the next row. */
export type Place = { readonly values: Uint16Array; at: number; readonly step: number; readonly row: number };

const between = new Int32Array(64);

/**
 * Inverse DCT of one block of 8 × 8 dequantized coefficients to samples of 12 bits: columns, then rows, in 32-bit integers
 * with the roundings of the Independent JPEG Group's accurate integer transform (jidctint.c), level shifted and clamped.
 * The coefficients are zeros afterwards, as the next block needs them.
 */
export function inverseDct(coefficients: Int32Array, place: Place): void {
  columns(coefficients);
  rows(place.values, place.at, place.step, place.row);
}

const clamped = (value: number): number => ((value & ~MOST) === 0 ? value : value < 0 ? 0 : MOST);

/** What `inverseDct` makes of a block that has no other coefficient than its first. */
export function flat(first: number, { values, at, step, row }: Place): void {
  const value = clamped((((first << BETWEEN_BITS) + (1 << (BETWEEN_BITS + 2))) >> (BETWEEN_BITS + 3)) + CENTRE);
  for (let y = 0, from = at; y < 8; y++, from += row)
    for (let x = 0, to = from; x < 8; x++, to += step) values[to] = value;
}

function columns(from: Int32Array): void {
  for (let at = 0; at < 8; at++) {
    const in0 = from[at] as number;
    const in1 = from[at + 8] as number;
    const in2 = from[at + 16] as number;
    const in3 = from[at + 24] as number;
    const in4 = from[at + 32] as number;
    const in5 = from[at + 40] as number;
    const in6 = from[at + 48] as number;
    const in7 = from[at + 56] as number;
    from[at] = 0;
    from[at + 8] = 0;
    from[at + 16] = 0;
    from[at + 24] = 0;
    if ((in4 | in5 | in6 | in7) === 0) {
      columnOfLow(in0, in1, in2, in3, at);
      continue;
    }
    from[at + 32] = 0;
    from[at + 40] = 0;
    from[at + 48] = 0;
    from[at + 56] = 0;

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

    between[at] = (sum0 + odd3 + COLUMN_HALF) >> COLUMN_SHIFT;
    between[at + 56] = (sum0 - odd3 + COLUMN_HALF) >> COLUMN_SHIFT;
    between[at + 8] = (sum1 + odd2 + COLUMN_HALF) >> COLUMN_SHIFT;
    between[at + 48] = (sum1 - odd2 + COLUMN_HALF) >> COLUMN_SHIFT;
    between[at + 16] = (sum2 + odd1 + COLUMN_HALF) >> COLUMN_SHIFT;
    between[at + 40] = (sum2 - odd1 + COLUMN_HALF) >> COLUMN_SHIFT;
    between[at + 24] = (sum3 + odd0 + COLUMN_HALF) >> COLUMN_SHIFT;
    between[at + 32] = (sum3 - odd0 + COLUMN_HALF) >> COLUMN_SHIFT;
  }
}

/** The same for a column that has nothing but its four lowest frequencies, as most of them: sums of the factors above. */
function columnOfLow(in0: number, in1: number, in2: number, in3: number, at: number): void {
  if ((in1 | in2 | in3) === 0) {
    const mean = in0 << BETWEEN_BITS;
    for (let k = at; k < 64; k += 8) between[k] = mean;
    return;
  }
  const even = (in0 << SCALE_BITS) + COLUMN_HALF;
  const even2 = Math.imul(in2, F0541);
  const even3 = Math.imul(in2, F0541 + F0765);
  const odd0 = Math.imul(in1, F1175 - F0899) + Math.imul(in3, F1175 - F1961);
  const odd1 = Math.imul(in1, F1175 - F0390) + Math.imul(in3, F1175 - F2562);
  const odd2 = Math.imul(in1, F1175) + Math.imul(in3, F3072 + F1175 - F2562 - F1961);
  const odd3 = Math.imul(in1, F1501 + F1175 - F0899 - F0390) + Math.imul(in3, F1175);
  between[at] = (even + even3 + odd3) >> COLUMN_SHIFT;
  between[at + 56] = (even + even3 - odd3) >> COLUMN_SHIFT;
  between[at + 8] = (even + even2 + odd2) >> COLUMN_SHIFT;
  between[at + 48] = (even + even2 - odd2) >> COLUMN_SHIFT;
  between[at + 16] = (even - even2 + odd1) >> COLUMN_SHIFT;
  between[at + 40] = (even - even2 - odd1) >> COLUMN_SHIFT;
  between[at + 24] = (even - even3 + odd0) >> COLUMN_SHIFT;
  between[at + 32] = (even - even3 - odd0) >> COLUMN_SHIFT;
}

function rows(values: Uint16Array, start: number, step: number, row: number): void {
  for (let from = 0, at = start; from < 64; from += 8, at += row) {
    const in0 = between[from] as number;
    const in1 = between[from + 1] as number;
    const in2 = between[from + 2] as number;
    const in3 = between[from + 3] as number;
    const in4 = between[from + 4] as number;
    const in5 = between[from + 5] as number;
    const in6 = between[from + 6] as number;
    const in7 = between[from + 7] as number;
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

    const v0 = ((sum0 + odd3 + ROW_HALF) >> ROW_SHIFT) + CENTRE;
    const v7 = ((sum0 - odd3 + ROW_HALF) >> ROW_SHIFT) + CENTRE;
    const v1 = ((sum1 + odd2 + ROW_HALF) >> ROW_SHIFT) + CENTRE;
    const v6 = ((sum1 - odd2 + ROW_HALF) >> ROW_SHIFT) + CENTRE;
    const v2 = ((sum2 + odd1 + ROW_HALF) >> ROW_SHIFT) + CENTRE;
    const v5 = ((sum2 - odd1 + ROW_HALF) >> ROW_SHIFT) + CENTRE;
    const v3 = ((sum3 + odd0 + ROW_HALF) >> ROW_SHIFT) + CENTRE;
    const v4 = ((sum3 - odd0 + ROW_HALF) >> ROW_SHIFT) + CENTRE;
    // One look for all eight: what has to be clamped is rare.
    if (((v0 | v1 | v2 | v3 | v4 | v5 | v6 | v7) & ~MOST) === 0) {
      values[at] = v0;
      values[at + step] = v1;
      values[at + 2 * step] = v2;
      values[at + 3 * step] = v3;
      values[at + 4 * step] = v4;
      values[at + 5 * step] = v5;
      values[at + 6 * step] = v6;
      values[at + 7 * step] = v7;
    } else {
      values[at] = clamped(v0);
      values[at + step] = clamped(v1);
      values[at + 2 * step] = clamped(v2);
      values[at + 3 * step] = clamped(v3);
      values[at + 4 * step] = clamped(v4);
      values[at + 5 * step] = clamped(v5);
      values[at + 6 * step] = clamped(v6);
      values[at + 7 * step] = clamped(v7);
    }
  }
}
