import sharp from 'sharp';
import type { Grey } from '../../domain/imaging/grey.ts';
import type { Rgba } from '../../domain/imaging/heat-map.ts';
import { fitWithin } from '../../domain/imaging/resize.ts';

/** Longer side of previews and heat maps. */
export const PREVIEW_SIDE = 512;
/** A preview is read over lines of 256 kbit/s. */
const PREVIEW_BYTES = 40 * 1024;

/** A picture at the size of previews. */
export const atPreviewSize = (picture: Grey): Grey => fitWithin(picture, PREVIEW_SIDE);

/** 8-bit greyscale JPEG of at most 40 KB: the best quality that fits. */
export async function previewJpeg({ rows, columns, values }: Grey): Promise<Uint8Array> {
  const bytes = Uint8Array.from(values, (value) => Math.round(255 * value));
  let jpeg: Uint8Array = new Uint8Array();
  for (const quality of [88, 80, 70, 55, 40, 25, 10]) {
    jpeg = await sharp(bytes, { raw: { width: columns, height: rows, channels: 1 } })
      .jpeg({ quality, mozjpeg: false })
      .toBuffer();
    if (jpeg.length <= PREVIEW_BYTES) break;
  }
  return jpeg;
}

/** Colour PNG with a palette: small, and the colours are still those of the overlay. */
export const overlayPng = ({ rows, columns, bytes }: Rgba): Promise<Uint8Array> =>
  sharp(bytes, { raw: { width: columns, height: rows, channels: 4 } })
    .removeAlpha()
    .png({ palette: true, colours: 128, compressionLevel: 9 })
    .toBuffer();
