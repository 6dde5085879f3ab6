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
