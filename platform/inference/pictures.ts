import sharp from 'sharp';
import type { Grey } from '../../domain/imaging/grey.ts';
import { type Activation, overlay } from '../../domain/imaging/heat-map.ts';
import { fitWithin } from '../../domain/imaging/resize.ts';
import { titled } from '../../domain/imaging/titled.ts';

/** Longer side of previews. */
const PREVIEW_SIDE = 512;
/** Longer side of heat maps: wide enough for the title in the picture. */
const HEAT_MAP_SIDE = 512;
/** A preview is read over lines of 256 kbit/s. */
const PREVIEW_BYTES = 40 * 1024;

/** 8-bit greyscale JPEG of at most 512 pixels a side and 40 KB: the best quality that fits. */
export async function previewJpeg(picture: Grey): Promise<Uint8Array> {
  const { rows, columns, values } = fitWithin(picture, PREVIEW_SIDE);
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

/** The picture with the evidence laid over it and the title under it, as colour PNG with a palette. */
export function heatMapPng(picture: Grey, activation: Activation): Promise<Uint8Array> {
  const { rows, columns, bytes } = titled(overlay(fitWithin(picture, HEAT_MAP_SIDE), activation));
  return sharp(bytes, { raw: { width: columns, height: rows, channels: 3 } })
    .png({ palette: true, colours: 128, effort: 1, compressionLevel: 6 })
    .toBuffer();
}

/** A picture for a screen, brought within a frame where one is given; never enlarged. */
export function encodePicture(
  { rows, columns, channels, bytes }: { rows: number; columns: number; channels: 1 | 3; bytes: Uint8Array },
  {
    as,
    quality,
    within,
  }: { as: 'jpeg' | 'png'; quality: number; within?: { width: number; height: number } | undefined },
): Promise<Uint8Array> {
  const picture = sharp(bytes, { raw: { width: columns, height: rows, channels } });
  const fitted =
    within === undefined ? picture : picture.resize({ ...within, fit: 'inside', withoutEnlargement: true });
  const grey = channels === 1 ? fitted.toColourspace('b-w') : fitted;
  return (as === 'jpeg' ? grey.jpeg({ quality }) : grey.png()).toBuffer();
}
