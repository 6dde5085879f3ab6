import sharp from 'sharp';
import { type DicomHeader, imageFactsOf, type PixelForm } from '../../domain/dicom/header.ts';
import { isVideo, videoHash } from '../../domain/dicom/kinds/video.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { decodeFrames, type Frame, MAX_PIXELS } from '../../domain/imaging/decode.ts';
import { type View, viewsOf } from '../../domain/imaging/display.ts';
import { type Grey, toGrey } from '../../domain/imaging/grey.ts';
import { pixelHash } from '../../domain/imaging/pixel-hash.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ImageFacts } from '../../schemas/measurement.ts';

/** A file outside the region's ways: a DICOM object, or a JPEG or PNG that has pixels and nothing else. */
export type ImageFile = {
  readonly header: DicomHeader | undefined;
  readonly facts: ImageFacts;
  /** Undefined for DICOM objects without pixels. */
  readonly picture: Grey | undefined;
  readonly pixelHash: string;
  /** Ways in which a greyscale image may be shown; it is shown in the first. */
  readonly views?: readonly View[];
};

/** @throws OkaError of reading and decoding; `not-dicom` for files of any other kind */
export async function readImageFile(bytes: Uint8Array, zone: string, codecs: Codecs): Promise<ImageFile> {
  if (isPicture(bytes)) return readPicture(bytes);
  const { object, header } = readDicom(bytes, zone, codecs.inflate);
  const { pixels } = header;
  const facts = imageFactsOf(header);
  if (isVideo(object)) return { header, facts, picture: undefined, pixelHash: videoHash(object) };
  if (pixels === undefined) return { header, facts, picture: undefined, pixelHash: pixelHash([]) };
  let first: Frame | undefined;
  const hash = pixelHash(
    (function* () {
      for (const frame of decodeFrames(object, pixels, codecs)) {
        first ??= frame;
        yield frame;
      }
    })(),
  );
  const views = hasWindows(pixels) ? viewsOf(object.dataSet) : undefined;
  const picture = first && toGrey(first, object.dataSet);
  return { header, facts, picture, pixelHash: hash, ...(views === undefined ? {} : { views }) };
}

const hasWindows = ({ photometric }: PixelForm): boolean => photometric.startsWith('MONOCHROME');

const isPicture = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xd8) || (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e);

/** Greyscale of 8 or 16 bits; colour becomes luminance. Bright is dense, as in MONOCHROME2. */
async function readPicture(bytes: Uint8Array): Promise<ImageFile> {
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS });
    const deep = (await image.metadata()).depth === 'ushort';
    const { data, info } = await image
      .toColourspace(deep ? 'grey16' : 'b-w')
      .extractChannel(0)
      .raw({ depth: deep ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { height: rows, width: columns } = info;
    const pixels = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
    const frame = { rows, columns, samples: 1, bitsStored: deep ? 16 : 8, signed: false, photometric: 'MONOCHROME2' };
    return {
      header: undefined,
      facts: { words: [], photometric: 'MONOCHROME2', rows, columns },
      picture: { rows, columns, values: Float32Array.from(pixels, (value) => value / (deep ? 65_535 : 255)) },
      pixelHash: pixelHash([{ ...frame, pixels: Uint16Array.from(pixels) }]),
    };
  } catch (cause) {
    throw new OkaError('dicom-pixels', 'JPEG or PNG', { cause });
  }
}
