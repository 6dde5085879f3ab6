import type { DataSet } from 'dicom-parser';
import { OkaError } from '../../schemas/errors.ts';
import { decimalOf, itemOf, numberOf, stringOf, stringsOf } from '../dicom/values.ts';
import type { Frame } from './decode.ts';

/** A greyscale picture: rows × columns numbers 0 (black) to 1 (white), row by row; dense tissue is bright. */
export type Grey = { readonly rows: number; readonly columns: number; readonly values: Float32Array };

/**
 * Stored values → what a radiologist would be shown (DICOM PS3.3 §C.11.1, §C.11.2): rescale, the first window, else
 * the first VOI LUT, else the range of the values; MONOCHROME1 is inverted; colour becomes luminance (ITU-R BT.601).
 * @throws OkaError `dicom-pixels` for a photometric interpretation that has no grey
 */
export function toGrey(frame: Frame, dataSet: DataSet): Grey {
  const { rows, columns, photometric, samples } = frame;
  const isColour = photometric === 'RGB' || photometric.startsWith('YBR_');
  if (samples !== (isColour ? 3 : 1)) throw new OkaError('dicom-pixels', '(0028,0002)');
  if (photometric === 'MONOCHROME1' || photometric === 'MONOCHROME2')
    return { rows, columns, values: monochrome(frame, dataSet) };
  if (isColour) return { rows, columns, values: luminance(frame) };
  if (photometric === 'PALETTE COLOR') return { rows, columns, values: palette(frame, dataSet) };
  throw new OkaError('dicom-pixels', '(0028,0004)');
}

function monochrome(frame: Frame, dataSet: DataSet): Float32Array {
  const slope = decimalOf(dataSet, 'x00281053') || 1;
  const intercept = decimalOf(dataSet, 'x00281052') ?? 0;
  const show = windowOf(dataSet) ?? lutOf(dataSet) ?? rangeOf(frame, slope, intercept);
  const inverted = frame.photometric === 'MONOCHROME1';
  return mapped(frame, (stored) => {
    const value = show(stored * slope + intercept);
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

/** Window centre and width by VOI LUT Function (0028,1056): LINEAR (PS3.3 §C.11.2.1.2.1), LINEAR_EXACT, SIGMOID. */
function windowOf(dataSet: DataSet): ((value: number) => number) | undefined {
  const [centre, width] = ['x00281050', 'x00281051'].map((tag) => Number(stringsOf(dataSet, tag)[0] || Number.NaN));
  if (centre === undefined || width === undefined || !Number.isFinite(centre) || !(width > 0)) return undefined;
  const shape = stringOf(dataSet, 'x00281056')?.toUpperCase();
  if (shape === 'SIGMOID') return (value) => 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (shape === 'LINEAR_EXACT') return (value) => clamped((value - centre) / width + 0.5);
  if (width <= 1) return (value) => (value > centre - 0.5 ? 1 : 0);
  return (value) => clamped((value - (centre - 0.5)) / (width - 1) + 0.5);
}

/** The first item of the VOI LUT Sequence (PS3.3 §C.11.2.1.1): entries, first value mapped, bits per entry. */
function lutOf(dataSet: DataSet): ((value: number) => number) | undefined {
  const item = itemOf(dataSet, 'x00283010');
  const data = item?.elements.x00283006;
  if (item === undefined || data === undefined) return undefined;
  const bits = item.uint16('x00283002', 2) ?? 0;
  const signed = numberOf(dataSet, 'x00280103') === 1;
  const first = (signed ? item.int16('x00283002', 1) : item.uint16('x00283002', 1)) ?? 0;
  const stated = item.uint16('x00283002', 0) || 65_536;
  const entries = Math.min(stated, Math.floor(data.length / 2));
  if (entries < 2 || bits < 8 || bits > 16) return undefined;
  const white = 2 ** bits - 1;
  const lut = Float32Array.from({ length: entries }, (_, k) => clamped((item.uint16('x00283006', k) ?? 0) / white));
  return (value) => lut[Math.min(entries - 1, Math.max(0, Math.round(value) - first))] as number;
}

/** Without a window or table: black is the least value of this frame and white the greatest. */
function rangeOf({ pixels }: Frame, slope: number, intercept: number): (value: number) => number {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < pixels.length; k++) {
    const value = (pixels[k] as number) * slope + intercept;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const span = most - least || 1;
  return (value) => (value - least) / span;
}

function luminance({ pixels, samples, bitsStored, photometric }: Frame): Float32Array {
  const values = new Float32Array(pixels.length / samples);
  const white = 2 ** bitsStored - 1;
  const isYbr = photometric.startsWith('YBR_');
  for (let k = 0; k < values.length; k++) {
    const [first, second, third] = [pixels[k * samples], pixels[k * samples + 1], pixels[k * samples + 2]] as number[];
    const grey = isYbr ? (first ?? 0) : 0.299 * (first ?? 0) + 0.587 * (second ?? 0) + 0.114 * (third ?? 0);
    values[k] = clamped(grey / white);
  }
  return values;
}

/** Palette colour (PS3.3 §C.7.6.3.1.5): three tables with a common descriptor. */
function palette({ pixels }: Frame, dataSet: DataSet): Float32Array {
  const first = dataSet.uint16('x00281101', 1) ?? 0;
  const bits = dataSet.uint16('x00281101', 2) === 8 ? 8 : 16;
  const tables = ['x00281201', 'x00281202', 'x00281203'].map((tag) => dataSet.elements[tag]);
  const [red, green, blue] = tables;
  if (red === undefined || green === undefined || blue === undefined) throw new OkaError('dicom-pixels', '(0028,1201)');
  const entries = Math.min(...[red, green, blue].map((table) => Math.floor(table.length / 2)));
  const white = 2 ** bits - 1;
  const at = (tag: string, index: number): number => dataSet.uint16(tag, index) ?? 0;
  const lut = Float32Array.from({ length: entries }, (_, k) =>
    clamped((0.299 * at('x00281201', k) + 0.587 * at('x00281202', k) + 0.114 * at('x00281203', k)) / white),
  );
  return Float32Array.from(pixels, (value) => lut[Math.min(entries - 1, Math.max(0, value - first))] ?? 0);
}
