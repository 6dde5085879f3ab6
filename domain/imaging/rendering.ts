import type { DataSet } from 'dicom-parser';
import { toRgb } from './colour.ts';
import type { Frame } from './decode.ts';
import { type Shown, toGrey } from './grey.ts';

/** What a screen shows: rows × columns × channels bytes, row by row. */
export type Rendering = {
  readonly rows: number;
  readonly columns: number;
  readonly channels: 1 | 3;
  readonly bytes: Uint8Array;
};

/**
 * A frame as a screen shows it: colour and palettes as RGB, everything else as grey by the object's own window, or by the
 * view that is asked for. No text of the header is written into it.
 * @throws OkaError `dicom-pixels` for a photometric interpretation that cannot be shown
 */
export function renderFrame(frame: Frame, dataSet: DataSet, shown: Shown = {}): Rendering {
  const { rows, columns, photometric, samples } = frame;
  if (photometric === 'PALETTE COLOR' || (samples === 3 && /^(RGB$|YBR_)/.test(photometric)))
    return { rows, columns, channels: 3, bytes: toRgb(frame, dataSet).values };
  const { values } = toGrey(frame, dataSet, shown);
  return { rows, columns, channels: 1, bytes: Uint8Array.from(values, (value) => Math.round(255 * value)) };
}
