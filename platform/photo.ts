import sharp from 'sharp';
import { type ExifFacts, readExif } from '../domain/dicom/photo/exif.ts';
import { readJpegFile } from '../domain/dicom/photo/jpeg-file.ts';
import type { PhotoPixels } from '../domain/dicom/photo/wrap.ts';
import { MAX_PIXELS } from '../domain/imaging/decode.ts';
import { OkaError } from '../schemas/errors.ts';

/** A photo ready to be wrapped: upright pixels, and the time that its camera says. */
export type Photo = { readonly pixels: PhotoPixels; readonly exif: ExifFacts };

/** High enough that a second compression is not seen; without halving of the colours, which wounds are judged by. */
const QUALITY = 95;

const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;
const isPng = (bytes: Uint8Array): boolean => bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e;
export const isPhoto = (bytes: Uint8Array): boolean => isJpeg(bytes) || isPng(bytes);

/**
 * The picture of a JPEG or PNG file without anything else that came with it: no place, owner, thumbnail, or second picture.
 * A baseline JPEG that is upright stays bit for bit; one that must be turned is compressed once more; PNG becomes plain.
 * @throws OkaError `photo-unreadable`, `image-too-large`
 */
export async function readPhoto(bytes: Uint8Array): Promise<Photo> {
  if (!isJpeg(bytes)) return plain(bytes);
  const { exif: block, bare, process, bits, components, rgb, ...frame } = readJpegFile(bytes);
  const exif = readExif(block);
  if (frame.rows * frame.columns > MAX_PIXELS) throw new OkaError('image-too-large');
  const isKept = process === 'baseline' && bits === 8 && [1, 3].includes(components) && exif.orientation === 1;
  if (!isKept) return { exif, pixels: await turned(bytes) };
  const { rows, columns, subsampled } = frame;
  const photometric =
    components === 1 ? 'MONOCHROME2' : rgb ? 'RGB' : subsampled ? 'YBR_FULL_422' : ('YBR_FULL' as const);
  return { exif, pixels: { rows, columns, photometric, form: 'jpeg', bytes: bare, lossy: 1 } };
}

async function turned(bytes: Uint8Array): Promise<PhotoPixels> {
  return decoding(async () => {
    const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
      .autoOrient()
      .toColourspace('srgb')
      .jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4', progressive: false, optimiseCoding: true })
      .toBuffer({ resolveWithObject: true });
    const { bare, rows, columns, components } = readJpegFile(data);
    const photometric = components === 1 ? 'MONOCHROME2' : 'YBR_FULL';
    return { rows: rows || info.height, columns, photometric, form: 'jpeg', bytes: bare, lossy: 2 };
  });
}

async function plain(bytes: Uint8Array): Promise<Photo> {
  return decoding(async () => {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS });
    const { exif } = await image.metadata();
    const { data, info } = await image
      .autoOrient()
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const isColour = info.channels >= 3;
    const pixels: PhotoPixels = {
      rows: info.height,
      columns: info.width,
      photometric: isColour ? 'RGB' : 'MONOCHROME2',
      form: 'plain',
      bytes: new Uint8Array(data),
      lossy: 0,
    };
    // sharp hands the block over with the name that JPEG puts before it.
    const block = exif && Buffer.from(exif).subarray(exif.subarray(0, 4).toString('latin1') === 'Exif' ? 6 : 0);
    return { exif: readExif(block && new Uint8Array(block)), pixels };
  });
}

async function decoding<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof OkaError) throw cause;
    throw new OkaError('photo-unreadable', 'JPEG or PNG', { cause });
  }
}
