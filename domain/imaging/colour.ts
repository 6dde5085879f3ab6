import type { DataSet } from 'dicom-parser';
import { OkaError } from '../../schemas/errors.ts';
import type { Frame } from './decode.ts';
import { isSigned } from './display.ts';
import { type LookUpTable, lookedUp, tableOf } from './look-up-table.ts';

/** A colour picture: red, green and blue of 8 bits for each pixel, row by row. */
export type Rgb = { readonly rows: number; readonly columns: number; readonly values: Uint8Array };

type Palette = readonly [red: LookUpTable, green: LookUpTable, blue: LookUpTable];

/**
 * RGB, YBR_FULL (PS3.3 §C.7.6.3.1.2) and PALETTE COLOR as red, green and blue.
 * @throws OkaError `dicom-pixels` where the photometric interpretation has no colour, or its palette is none
 */
export function toRgb(frame: Frame, dataSet: DataSet): Rgb {
  const { rows, columns, pixels, samples, photometric, bitsStored } = frame;
  const values = new Uint8Array(rows * columns * 3);
  if (photometric === 'PALETTE COLOR') {
    const palette = paletteOf(dataSet);
    for (let k = 0; k < pixels.length; k++)
      for (const [place, table] of palette.entries())
        values[k * 3 + place] = lookedUp(table, pixels[k] as number) >>> (table.bits - 8);
    return { rows, columns, values };
  }
  if (samples !== 3) throw new OkaError('dicom-pixels', '(0028,0004)');
  const scale = 255 / (2 ** bitsStored - 1);
  const isYbr = photometric.startsWith('YBR_');
  for (let k = 0; k < pixels.length; k += 3) {
    const [first, second, third] = [pixels[k], pixels[k + 1], pixels[k + 2]].map((value = 0) => value * scale) as [
      number,
      number,
      number,
    ];
    const [blue, red] = [second - 128, third - 128];
    values[k] = byte(isYbr ? first + 1.402 * red : first);
    values[k + 1] = byte(isYbr ? first - 0.344136 * blue - 0.714136 * red : second);
    values[k + 2] = byte(isYbr ? first + 1.772 * blue : third);
  }
  return { rows, columns, values };
}

const byte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** Brightness of colour, 0 to 1 (ITU-R BT.601, whose Y the first sample of YBR_FULL is). */
export function luminanceOf(frame: Frame, dataSet: DataSet): Float32Array {
  const { pixels, samples, bitsStored, photometric } = frame;
  if (photometric === 'PALETTE COLOR') return paletteLuminance(frame, paletteOf(dataSet));
  const values = new Float32Array(pixels.length / samples);
  const white = 2 ** bitsStored - 1;
  const isYbr = photometric.startsWith('YBR_');
  for (let k = 0, at = 0; k < values.length; k++, at += samples) {
    const first = pixels[at] as number;
    const grey = isYbr
      ? first
      : 0.299 * first + 0.587 * (pixels[at + 1] as number) + 0.114 * (pixels[at + 2] as number);
    values[k] = Math.min(1, Math.max(0, grey / white));
  }
  return values;
}

function paletteLuminance({ pixels }: Frame, [red, green, blue]: Palette): Float32Array {
  const part = (table: LookUpTable, value: number): number =>
    Math.min(1, lookedUp(table, value) / (2 ** table.bits - 1));
  return Float32Array.from(pixels, (value) =>
    Math.min(1, 0.299 * part(red, value) + 0.587 * part(green, value) + 0.114 * part(blue, value)),
  );
}

/** The three tables, plain or segmented (PS3.3 §C.7.6.3.1.5, §C.7.6.3.1.6, §C.7.9). */
function paletteOf(dataSet: DataSet): Palette {
  const tables = ['1', '2', '3'].map((n) =>
    tableOf(dataSet, `x0028110${n}`, `x0028120${n}`, isSigned(dataSet), `x0028122${n}`),
  );
  const [red, green, blue] = tables;
  if (red === undefined || green === undefined || blue === undefined) throw new OkaError('dicom-pixels', '(0028,1201)');
  return [red, green, blue];
}
