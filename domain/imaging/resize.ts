import type { Grey } from './grey.ts';

/** A part of a picture, in pixels; it may reach beyond the picture, and there it is black. */
export type Part = { readonly top: number; readonly left: number; readonly rows: number; readonly columns: number };

/**
 * The square that a network sees: the greatest inside the picture (`centre-crop`) or the smallest around it (`pad`), in
 * the middle. An odd surplus lies at the bottom or right, as in the trainer's `centre_crop` and `pad`.
 */
export function squareOf({ rows, columns }: Pick<Grey, 'rows' | 'columns'>, fit: 'centre-crop' | 'pad'): Part {
  const side = fit === 'pad' ? Math.max(rows, columns) : Math.min(rows, columns);
  const before = (length: number): number =>
    fit === 'pad' ? 0 - Math.floor((side - length) / 2) : Math.floor((length - side) / 2);
  return { top: before(rows), left: before(columns), rows: side, columns: side };
}

/** Left and right exchanged. */
export function mirrored({ rows, columns, values }: Grey): Grey {
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    out.set(values.slice(row * columns, (row + 1) * columns).reverse(), row * columns);
  return { rows, columns, values: out };
}

/** Lines that are shrunk together, side by side in memory: one weight is read for all four. */
const TOGETHER = 4;

/**
 * The exact box filter, separable, in double precision, the twin of the trainer's `area_resize`: output i covers the
 * source interval [i·source/target, (i+1)·source/target), each source pixel weighs by the length of its overlap.
 * Enlarging repeats pixels.
 * @param part what of the picture is resized: all of it by default
 */
export function areaResize(
  image: Grey,
  rows: number,
  columns: number,
  part: Part = { top: 0, left: 0, rows: image.rows, columns: image.columns },
): Grey {
  const down = boxes(part.rows, rows, part.top, image.rows);
  const across = boxes(part.columns, columns, part.left, image.columns);
  // Rows first: whole lines are added, in the order in which they lie in memory.
  const lines = new Float64Array(TOGETHER * image.columns);
  // The last group of lines may be too long, and is cut off at the end.
  const values = new Float32Array(Math.ceil(rows / TOGETHER) * TOGETHER * columns);
  for (let row = 0; row < rows; row += TOGETHER) {
    lines.fill(0);
    for (let k = 0; k < TOGETHER && row + k < rows; k++) addLines(image, down, row + k, lines, k);
    shrink(lines, across, values, row * columns, columns);
  }
  return { rows, columns, values: values.subarray(0, rows * columns) };
}

/**
 * Weighs and adds the source lines of one output line into every fourth place of `to`, from `at` on; four lines at a time,
 * because each time the sum is read and written.
 */
function addLines(
  { columns, values }: Grey,
  { sources, begins, weights }: Boxes,
  row: number,
  to: Float64Array,
  at: number,
): void {
  const end = begins[row + 1] as number;
  let k = begins[row] as number;
  let a = (sources[row] as number) * columns;
  for (; k + 4 <= end; k += 4, a += 4 * columns) {
    const wa = weights[k] as number;
    const wb = weights[k + 1] as number;
    const wc = weights[k + 2] as number;
    const wd = weights[k + 3] as number;
    const b = a + columns;
    const c = b + columns;
    const d = c + columns;
    for (let x = 0, o = at; x < columns; x++, o += TOGETHER)
      to[o] =
        (to[o] as number) +
        wa * (values[a + x] as number) +
        wb * (values[b + x] as number) +
        wc * (values[c + x] as number) +
        wd * (values[d + x] as number);
  }
  for (; k < end; k++, a += columns) {
    const weight = weights[k] as number;
    for (let x = 0, o = at; x < columns; x++, o += TOGETHER)
      to[o] = (to[o] as number) + weight * (values[a + x] as number);
  }
}

/** Four lines side by side, in doubles, to four lines of the output. */
function shrink(
  lines: Float64Array,
  { sources, begins, weights }: Boxes,
  to: Float32Array,
  at: number,
  columns: number,
): void {
  for (let column = 0; column < columns; column++) {
    const end = begins[column + 1] as number;
    let from = (sources[column] as number) * TOGETHER;
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let k = begins[column] as number; k < end; k++, from += TOGETHER) {
      const weight = weights[k] as number;
      first += weight * (lines[from] as number);
      second += weight * (lines[from + 1] as number);
      third += weight * (lines[from + 2] as number);
      fourth += weight * (lines[from + 3] as number);
    }
    to[at + column] = first;
    to[at + columns + column] = second;
    to[at + 2 * columns + column] = third;
    to[at + 3 * columns + column] = fourth;
  }
}

/** Output i is made of the sources from `sources[i]` on, weighed by `weights[begins[i]]` to before `weights[begins[i + 1]]`. */
type Boxes = { readonly sources: Int32Array; readonly begins: Int32Array; readonly weights: Float64Array };

/** `offset`: where the part begins in the picture; what lies outside 0 to `limit` is black and has no weight. */
function boxes(source: number, target: number, offset: number, limit: number): Boxes {
  const ratio = source / target;
  const sources = new Int32Array(target);
  const begins = new Int32Array(target + 1);
  const weights = new Float64Array(target * (Math.ceil(ratio) + 1));
  let count = 0;
  for (let i = 0; i < target; i++) {
    const start = i * ratio;
    const end = start + ratio;
    begins[i] = count;
    const last = Math.min(source, Math.ceil(end), limit - offset);
    for (let j = Math.max(Math.floor(start), -offset); j < last; j++) {
      const length = Math.min(end, j + 1) - Math.max(start, j);
      if (length <= 0) continue;
      if (count === begins[i]) sources[i] = j + offset;
      weights[count] = length / ratio;
      count++;
    }
  }
  begins[target] = count;
  return { sources, begins, weights };
}

/**
 * A picture of which every `scale`-th pixel in both directions is given, the first at the top left: those between are
 * interpolated, those after the last repeat it. `rows` and `columns` are those of the result.
 */
export function interpolated(sparse: Grey, scale: number, rows: number, columns: number): Grey {
  const values = new Float32Array(rows * columns);
  const line = new Float32Array(sparse.columns);
  for (let row = 0; row < rows; row++) {
    const above = Math.min(sparse.rows - 1, Math.floor(row / scale));
    const below = Math.min(sparse.rows - 1, above + 1);
    const down = (row - above * scale) / scale;
    for (let k = 0; k < sparse.columns; k++) {
      const upper = sparse.values[above * sparse.columns + k] as number;
      line[k] = upper + down * ((sparse.values[below * sparse.columns + k] as number) - upper);
    }
    for (let column = 0; column < columns; column++) {
      const before = Math.min(sparse.columns - 1, Math.floor(column / scale));
      const first = line[before] as number;
      const next = line[Math.min(sparse.columns - 1, before + 1)] as number;
      values[row * columns + column] = first + ((column - before * scale) / scale) * (next - first);
    }
  }
  return { rows, columns, values };
}

/** The picture scaled so that its longer side is at most `side`; smaller ones stay as they are. */
export function fitWithin(image: Grey, side: number): Grey {
  const scale = side / Math.max(image.rows, image.columns);
  if (scale >= 1) return image;
  return areaResize(image, Math.max(1, Math.round(image.rows * scale)), Math.max(1, Math.round(image.columns * scale)));
}
