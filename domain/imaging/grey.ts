import type { DataSet } from 'dicom-parser';
import { OkaError } from '../../schemas/errors.ts';
import { luminanceOf } from './colour.ts';
import type { Frame } from './decode.ts';
import { modalityOf, type Padding, paddingOf, type View, viewsOf, voiTable } from './display.ts';
import { lookedUp } from './look-up-table.ts';
import { clamped, ranged, windowed } from './window.ts';

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

/** Modality value → 0 to 1; undefined for the range of a frame, which the frame tells, and for a table that is none. */
function shownBy(view: View, dataSet: DataSet, number: number): ((value: number) => number) | undefined {
  if (view.kind === 'range') return undefined;
  if (view.kind === 'window') return windowed(view);
  const table = voiTable(dataSet, view.table, number);
  if (table === undefined) return undefined;
  const white = 2 ** table.bits - 1;
  return (value) => clamped(lookedUp(table, value) / white);
}

/** Without a window or table: black is the least value of this frame and white the greatest; padding has no part in it. */
function rangeOf(frame: Frame, modality: (stored: number) => number, padding: Padding | undefined) {
  const { least, most } = extremesOf(frame, modality, padding);
  return ranged(least, most);
}

/** The least and the greatest modality value of a frame; padding has no part in it. */
export function extremesOf(frame: Frame, modality: (stored: number) => number, padding: Padding | undefined) {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const stored of valuesIn(frame)) {
    if (padding !== undefined && stored >= padding.least && stored <= padding.most) continue;
    const value = modality(stored);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
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
