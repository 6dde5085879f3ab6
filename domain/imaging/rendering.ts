import type { DataSet } from 'dicom-parser';
import { decimalOf } from '../dicom/values.ts';
import type { Frame } from './decode.ts';
import { toGrey } from './grey.ts';

/** What a screen shows: rows × columns × channels bytes, row by row. */
export type Rendering = {
  readonly rows: number;
  readonly columns: number;
  readonly channels: 1 | 3;
  readonly bytes: Uint8Array;
};

/** A window that a viewer asks for, over the values after rescale (PS3.18 §8.3.5.1.4). */
export type AskedWindow = {
  readonly centre: number;
  readonly width: number;
  readonly shape: 'linear' | 'linear-exact' | 'sigmoid';
};

/**
 * A frame as a screen shows it: colour as RGB, everything else as grey by the object's own window, or by the one that is
 * asked for. No text of the header is written into it.
 * @throws OkaError `dicom-pixels` for a photometric interpretation that cannot be shown
 */
export function renderFrame(frame: Frame, dataSet: DataSet, window?: AskedWindow): Rendering {
  const { rows, columns, photometric, samples } = frame;
  if (samples === 3 && (photometric === 'RGB' || photometric.startsWith('YBR_')))
    return { rows, columns, channels: 3, bytes: colour(frame) };
  const values =
    window !== undefined && photometric.startsWith('MONOCHROME')
      ? windowed(frame, dataSet, window)
      : toGrey(frame, dataSet).values;
  return { rows, columns, channels: 1, bytes: Uint8Array.from(values, (value) => Math.round(255 * value)) };
}

function windowed(frame: Frame, dataSet: DataSet, { centre, width, shape }: AskedWindow): Float32Array {
  const slope = decimalOf(dataSet, 'x00281053') || 1;
  const intercept = decimalOf(dataSet, 'x00281052') ?? 0;
  const show = (value: number): number => {
    if (shape === 'sigmoid') return 1 / (1 + Math.exp((-4 * (value - centre)) / width));
    if (shape === 'linear-exact') return (value - centre) / width + 0.5;
    return width <= 1 ? Number(value > centre - 0.5) : (value - (centre - 0.5)) / (width - 1) + 0.5;
  };
  const inverted = frame.photometric === 'MONOCHROME1';
  return Float32Array.from(frame.pixels, (stored) => {
    const value = Math.min(1, Math.max(0, show(stored * slope + intercept)));
    return inverted ? 1 - value : value;
  });
}

/** Eight bits a channel; luminance and chrominance become RGB (PS3.3 §C.7.6.3.1.2, YBR_FULL). */
function colour({ pixels, bitsStored, photometric }: Frame): Uint8Array {
  const scale = 255 / (2 ** bitsStored - 1);
  const bytes = new Uint8Array(pixels.length);
  const clamped = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));
  const isYbr = photometric === 'YBR_FULL' || photometric === 'YBR_FULL_422';
  for (let k = 0; k + 2 < pixels.length; k += 3) {
    const [a, b, c] = [pixels[k], pixels[k + 1], pixels[k + 2]].map((value) => (value ?? 0) * scale) as [
      number,
      number,
      number,
    ];
    bytes[k] = isYbr ? clamped(a + 1.402 * (c - 128)) : clamped(a);
    bytes[k + 1] = isYbr ? clamped(a - 0.344136 * (b - 128) - 0.714136 * (c - 128)) : clamped(b);
    bytes[k + 2] = isYbr ? clamped(a + 1.772 * (b - 128)) : clamped(c);
  }
  return bytes;
}
