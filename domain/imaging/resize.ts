import type { Grey } from './grey.ts';

/**
 * The largest centred square. An odd surplus leaves the extra row or column at the bottom or right, as the trainer's
 * `centre_crop` does.
 */
export function centreCrop({ rows, columns, values }: Grey): Grey {
  const side = Math.min(rows, columns);
  if (rows === columns) return { rows, columns, values };
  const top = Math.floor((rows - side) / 2);
  const left = Math.floor((columns - side) / 2);
  const out = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    const from = (top + row) * columns + left;
    out.set(values.subarray(from, from + side), row * side);
  }
  return { rows: side, columns: side, values: out };
}

/** The smallest square that holds the picture, centred on black; an odd surplus stands at the bottom or right. */
export function centrePad({ rows, columns, values }: Grey): Grey {
  const side = Math.max(rows, columns);
  if (rows === columns) return { rows, columns, values };
  const top = Math.floor((side - rows) / 2);
  const left = Math.floor((side - columns) / 2);
  const out = new Float32Array(side * side);
  for (let row = 0; row < rows; row++)
    out.set(values.subarray(row * columns, (row + 1) * columns), (top + row) * side + left);
  return { rows: side, columns: side, values: out };
}

/** Left and right exchanged. */
export function mirrored({ rows, columns, values }: Grey): Grey {
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    out.set(values.slice(row * columns, (row + 1) * columns).reverse(), row * columns);
  return { rows, columns, values: out };
}

/**
 * The exact box filter, separable, in double precision, the twin of the trainer's `area_resize`: output i covers the
 * source interval [i·source/target, (i+1)·source/target), each source pixel weighs by the length of its overlap.
 * Enlarging repeats pixels.
 */
export function areaResize(image: Grey, rows: number, columns: number): Grey {
  // Rows first: whole lines are added, in the order in which they lie in memory.
  const flat = new Float64Array(rows * image.columns);
  for (const { target, source, weight } of overlaps(image.rows, rows)) {
    const to = target * image.columns;
    const from = source * image.columns;
    for (let column = 0; column < image.columns; column++)
      flat[to + column] = (flat[to + column] as number) + weight * (image.values[from + column] as number);
  }
  const values = new Float32Array(rows * columns);
  const across = overlaps(image.columns, columns);
  const line = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    line.fill(0);
    for (const { target, source, weight } of across)
      line[target] = (line[target] as number) + weight * (flat[row * image.columns + source] as number);
    values.set(line, row * columns);
  }
  return { rows, columns, values };
}

type Overlap = { readonly target: number; readonly source: number; readonly weight: number };

function overlaps(source: number, target: number): Overlap[] {
  const ratio = source / target;
  const found: Overlap[] = [];
  for (let i = 0; i < target; i++) {
    const start = i * ratio;
    const end = start + ratio;
    for (let j = Math.floor(start); j < Math.min(source, Math.ceil(end)); j++) {
      const length = Math.min(end, j + 1) - Math.max(start, j);
      if (length > 0) found.push({ target: i, source: j, weight: length / ratio });
    }
  }
  return found;
}

/** A part of a picture, in its own pixels and fractions of them. */
export type Window = { readonly top: number; readonly left: number; readonly height: number; readonly width: number };

/** `areaResize` of a window; what lies beyond the picture's edge is what lies at it. */
export function areaWindow(
  image: Grey,
  { top, left, height, width }: Window,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Grey {
  const values = new Float32Array(rows * columns);
  const down = coverings(top, height, rows, image.rows);
  const across = coverings(left, width, columns, image.columns);
  const line = new Float64Array(image.columns);
  for (let row = 0; row < rows; row++) {
    line.fill(0);
    for (const { source, weight } of down[row] as readonly Covering[])
      for (let column = 0; column < image.columns; column++)
        line[column] = (line[column] as number) + weight * (image.values[source * image.columns + column] as number);
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (const { source, weight } of across[column] as readonly Covering[]) sum += weight * (line[source] as number);
      values[row * columns + column] = sum;
    }
  }
  return { rows, columns, values };
}

type Covering = { readonly source: number; readonly weight: number };

function coverings(from: number, length: number, target: number, sources: number): Covering[][] {
  const step = length / target;
  return Array.from({ length: target }, (_, place) => {
    const [start, end] = [from + place * step, from + (place + 1) * step];
    const found: Covering[] = [];
    for (let pixel = Math.floor(start); pixel < end; pixel++) {
      const weight = (Math.min(end, pixel + 1) - Math.max(start, pixel)) / step;
      if (weight > 0) found.push({ source: Math.min(sources - 1, Math.max(0, pixel)), weight });
    }
    return found;
  });
}

/** The picture scaled so that its longer side is at most `side`; smaller ones stay as they are. */
export function fitWithin(image: Grey, side: number): Grey {
  const scale = side / Math.max(image.rows, image.columns);
  if (scale >= 1) return image;
  return areaResize(image, Math.max(1, Math.round(image.rows * scale)), Math.max(1, Math.round(image.columns * scale)));
}
