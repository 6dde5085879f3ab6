import { join } from 'node:path';
import sharp from 'sharp';
import type { Attributes } from '../dicom.ts';
import { randomOf } from '../random.ts';

const RADIOGRAPHS = join(import.meta.dirname, '../../samples/radiographs');

export const STUDY = '1.2.826.1';
export const SERIES = `${STUDY}.1`;

/** A synthetic chest of so many pixels a side, 12 bits, with the grain of a detector: HTJ2K makes of it what it makes of films. */
export async function chest(side: number, image = 'pneumonia-1.png'): Promise<Uint8Array> {
  const { data, info } = await sharp(join(RADIOGRAPHS, image))
    .resize({ width: side, height: side, kernel: 'cubic', fit: 'fill' })
    .toColourspace('grey16')
    .extractChannel(0)
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const values = new Uint16Array(data.buffer, data.byteOffset, info.width * info.height);
  const random = randomOf(3);
  const grained = Uint16Array.from(values, (value) =>
    Math.min(4095, Math.max(0, Math.round(value + 10 * (random() + random() - 1)))),
  );
  return new Uint8Array(grained.buffer);
}

type FilmOf = { readonly study?: string; readonly number?: number; readonly side: number; readonly pixels: Uint8Array };

/** Attributes of a film for `ImageRegion.sendExample`. */
export const film = (
  { study = STUDY, number = 1, side, pixels }: FilmOf,
  more: Partial<Attributes> = {},
): Partial<Attributes> => ({
  '0020000d': ['UI', study],
  '0020000e': ['UI', `${study}.1`],
  '00080018': ['UI', `${study}.1.${number}`],
  '00080050': ['SH', `A-${study}`],
  '00200013': ['IS', String(number)],
  '00185101': ['CS', 'PA'],
  '00181164': ['DS', '0.2\\0.2'],
  '00280010': ['US', side],
  '00280011': ['US', side],
  '00281050': ['DS', '2048'],
  '00281051': ['DS', '4096'],
  '7fe00010': ['OW', pixels],
  ...more,
});
