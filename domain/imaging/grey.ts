import type { DataSet } from 'dicom-parser';
import { OkaError } from '../../schemas/errors.ts';
import { luminanceOf } from './colour.ts';
import type { Frame } from './decode.ts';
import { modalityOf, type Padding, paddingOf, type View, viewsOf, voiTable } from './display.ts';
import { lookedUp } from './look-up-table.ts';

/** A greyscale picture: rows × columns numbers 0 (black) to 1 (white), row by row; dense tissue is bright. */
export type Grey = { readonly rows: number; readonly columns: number; readonly values: Float32Array };

export type Shown = {
  /** One of `viewsOf`; the first of them by default. */
  readonly view?: View;
  /** Which frame of its object this is, counted from 0. */
  readonly number?: number;
};

/**
 * Stored values → what a radiologist would be shown (DICOM PS3.3 §C.11.1, §C.11.2): modality table or rescale, then the
 * first window, else the first VOI table, else the range of the values; MONOCHROME1 is inverted, padding is black; colour
 * becomes luminance (ITU-R BT.601).
 * @throws OkaError `dicom-pixels` for a photometric interpretation that has no grey
 */
export function toGrey(frame: Frame, dataSet: DataSet, shown: Shown = {}): Grey {
  const { rows, columns, photometric, samples } = frame;
  const isColour = photometric === 'RGB' || photometric.startsWith('YBR_');
  if (samples !== (isColour ? 3 : 1)) throw new OkaError('dicom-pixels', '(0028,0002)');
  if (photometric === 'MONOCHROME1' || photometric === 'MONOCHROME2')
    return { rows, columns, values: monochrome(frame, dataSet, shown) };
  if (isColour || photometric === 'PALETTE COLOR') return { rows, columns, values: luminanceOf(frame, dataSet) };
  throw new OkaError('dicom-pixels', '(0028,0004)');
}

function monochrome(frame: Frame, dataSet: DataSet, { view, number = 0 }: Shown): Float32Array {
  const modality = modalityOf(dataSet, number);
  const padding = paddingOf(dataSet);
  const views = view === undefined ? viewsOf(dataSet, number) : [view];
  const show = views.map((one) => shownBy(one, dataSet, number)).find((one) => one !== undefined);
  const shown = show ?? rangeOf(frame, modality, padding);
  const inverted = frame.photometric === 'MONOCHROME1';
  return mapped(frame, (stored) => {
    if (padding !== undefined && stored >= padding.least && stored <= padding.most) return 0;
    const value = shown(modality(stored));
    return inverted ? 1 - value : value;
  });
}

/** Each stored value through `show`; by a table of all values where there are more pixels than values. */
function mapped({ pixels, bitsStored, signed }: Frame, show: (stored: number) => number): Float32Array {
  const count = 2 ** bitsStored;
  const out = new Float32Array(pixels.length);
  if (pixels.length < count) {
    for (let k = 0; k < out.length; k++) out[k] = show(pixels[k] as number);
    return out;
  }
  const least = signed ? -count / 2 : 0;
  const table = new Float32Array(count);
  for (let k = 0; k < count; k++) table[k] = show(k + least);
  for (let k = 0; k < out.length; k++) out[k] = table[(pixels[k] as number) - least] as number;
  return out;
}

const clamped = (value: number): number => Math.min(1, Math.max(0, value));

/** Modality value → 0 to 1; undefined for the range of a frame, which the frame tells, and for a table that is none. */
function shownBy(view: View, dataSet: DataSet, number: number): ((value: number) => number) | undefined {
  if (view.kind === 'range') return undefined;
  if (view.kind === 'window') return windowed(view);
  const table = voiTable(dataSet, view.table, number);
  if (table === undefined) return undefined;
  const white = 2 ** table.bits - 1;
  return (value) => clamped(lookedUp(table, value) / white);
}

/** VOI LUT Function (0028,1056): LINEAR (PS3.3 §C.11.2.1.2.1), LINEAR_EXACT (§C.11.2.1.3.2), SIGMOID (§C.11.2.1.3.1). */
function windowed({ shape, centre, width }: Extract<View, { kind: 'window' }>): (value: number) => number {
  if (shape === 'SIGMOID') return (value) => 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (shape === 'LINEAR_EXACT') return (value) => clamped((value - centre) / width + 0.5);
  if (width <= 1) return (value) => (value > centre - 0.5 ? 1 : 0);
  return (value) => clamped((value - (centre - 0.5)) / (width - 1) + 0.5);
}

/** Without a window or table: black is the least value of this frame and white the greatest; padding has no part in it. */
function rangeOf(frame: Frame, modality: (stored: number) => number, padding: Padding | undefined) {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const stored of valuesIn(frame)) {
    if (padding !== undefined && stored >= padding.least && stored <= padding.most) continue;
    const value = modality(stored);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const span = most - least || 1;
  return (value: number): number => clamped((value - least) / span);
}

/** The values that a frame has, each once where there are fewer values than pixels. */
function valuesIn({ pixels, bitsStored, signed }: Frame): Iterable<number> {
  const count = 2 ** bitsStored;
  if (pixels.length < count) return pixels;
  const least = signed ? -count / 2 : 0;
  const seen = new Uint8Array(count);
  for (let k = 0; k < pixels.length; k++) seen[(pixels[k] as number) - least] = 1;
  const values: number[] = [];
  for (let k = 0; k < count; k++) if (seen[k] === 1) values.push(k + least);
  return values;
}
