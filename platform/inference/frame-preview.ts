import type { DataSet } from 'dicom-parser';
import sharp from 'sharp';
import type { Frame } from '../../domain/imaging/decode.ts';
import { toGrey } from '../../domain/imaging/grey.ts';
import { previewJpeg } from './pictures.ts';

const SIDE = 512;

/** A frame as JPEG of at most 512 pixels a side: colour stays colour, greys are shown as the header says. */
export function framePreview(frame: Frame, dataSet: DataSet): Promise<Uint8Array> {
  const { rows, columns, samples, photometric, pixels } = frame;
  if (samples !== 3 || photometric !== 'RGB' || !(pixels instanceof Uint8Array))
    return previewJpeg(toGrey(frame, dataSet));
  return sharp(pixels, { raw: { width: columns, height: rows, channels: 3 } })
    .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer();
}
