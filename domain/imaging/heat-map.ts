import type { Grey } from './grey.ts';
import { squareOf } from './resize.ts';

/** A class activation map: what each place of the square picture adds to the logit (Zhou 2016, arXiv 1512.04150). */
export type Activation = {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
  /** Which square the network saw: the greatest inside the picture (the default) or the smallest around it. */
  readonly fit?: 'centre-crop' | 'pad';
};

/** RGBA picture, 8 bits a channel, row by row. */
export type Rgba = { readonly rows: number; readonly columns: number; readonly bytes: Uint8Array };

const GREATEST_OPACITY = 0.55;

/**
 * Lays the evidence *for* the label over the picture: yellow to red and more opaque with the evidence, nothing where
 * there is none. The scale is the map's own greatest value, so it shows where, never how much; the page says so.
 * The map covers the square that the network saw; outside it the picture is left as it is.
 */
export function overlay(picture: Grey, activation: Activation): Rgba {
  const { rows, columns } = picture;
  const { top, left, rows: side } = squareOf(picture, activation.fit ?? 'centre-crop');
  const evidence = smooth(activation, side);
  const most = evidence.reduce((greatest, value) => Math.max(greatest, value), 0) || 1;
  const bytes = new Uint8Array(rows * columns * 4);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const grey = 255 * (picture.values[row * columns + column] as number);
      const inside = row >= top && row < top + side && column >= left && column < left + side;
      const share = inside ? Math.max(0, evidence[(row - top) * side + column - left] as number) / most : 0;
      const opacity = GREATEST_OPACITY * share;
      const at = (row * columns + column) * 4;
      bytes[at] = Math.round(grey * (1 - opacity) + 255 * opacity);
      bytes[at + 1] = Math.round(grey * (1 - opacity) + 220 * (1 - share) * opacity);
      bytes[at + 2] = Math.round(grey * (1 - opacity));
      bytes[at + 3] = 255;
    }
  }
  return { rows, columns, bytes };
}

/** Bilinear enlargement between the centres of the map's cells. */
function smooth({ rows, columns, values }: Activation, side: number): Float32Array {
  const out = new Float32Array(side * side);
  const cell = (row: number, column: number): number =>
    values[Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column))] as number;
  for (let row = 0; row < side; row++) {
    const y = ((row + 0.5) * rows) / side - 0.5;
    const [above, down] = [Math.floor(y), y - Math.floor(y)];
    for (let column = 0; column < side; column++) {
      const x = ((column + 0.5) * columns) / side - 0.5;
      const [before, right] = [Math.floor(x), x - Math.floor(x)];
      out[row * side + column] =
        (1 - down) * ((1 - right) * cell(above, before) + right * cell(above, before + 1)) +
        down * ((1 - right) * cell(above + 1, before) + right * cell(above + 1, before + 1));
    }
  }
  return out;
}
