import sharp from 'sharp';
import { letteredStrip } from '../../domain/imaging/lettering.ts';
import type { Rendering } from '../../domain/imaging/rendering.ts';
import { PREVIEW_BYTES_MOST } from '../../schemas/display.ts';
import type { Bilingual } from '../../schemas/result.ts';

export type PreviewType = 'jpeg' | 'webp';

/** What a preview is not for; it stands in the picture, and goes with it wherever it is copied to. */
export const PREVIEW_MARK: Bilingual = {
  en: 'Preview, not for reading',
  ru: 'Предпросмотр, не для заключения',
};
/** Sizes and qualities, the best first; the last one of them fits whatever the picture is: noise of 96 pixels has 9 KB. */
const STEPS: readonly { readonly side: number; readonly quality: number }[] = [
  { side: 768, quality: 75 },
  { side: 640, quality: 75 },
  { side: 640, quality: 60 },
  { side: 512, quality: 60 },
  { side: 512, quality: 40 },
  { side: 384, quality: 40 },
  { side: 256, quality: 30 },
  { side: 96, quality: 20 },
];
/** What is aimed at, three quarters of a second at 256 kbit/s; what of the forty is left is for pictures that need it. */
const AIM = 24_000;

/**
 * A picture of at most 40,000 bytes: the largest and finest of a few steps that keeps to 24,000; never enlarged. The mark, if
 * wanted, is a strip under the picture, so that no pixel of it is covered.
 */
export async function smallPicture(picture: Rendering, type: PreviewType, isMarked: boolean): Promise<Uint8Array> {
  let smallest: Uint8Array | undefined;
  for (const { side, quality } of STEPS) {
    const bytes = await encoded(picture, side, quality, type, isMarked);
    if (bytes.length <= AIM) return bytes;
    smallest = bytes;
  }
  if (smallest === undefined || smallest.length > PREVIEW_BYTES_MOST) throw new RangeError('preview');
  return smallest;
}

async function encoded(
  { rows, columns, channels, bytes }: Rendering,
  side: number,
  quality: number,
  type: PreviewType,
  isMarked: boolean,
): Promise<Uint8Array> {
  const { data, info } = await sharp(bytes, { raw: { width: columns, height: rows, channels } })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const strip = isMarked
    ? letteredStrip([PREVIEW_MARK.ru, PREVIEW_MARK.en], info.width, info.width >= 384 ? 2 : 1)
    : undefined;
  const plain = { width: info.width, height: info.height, channels: info.channels };
  const whole =
    strip === undefined
      ? sharp(data, { raw: plain })
      : sharp(joined(data, strip.values, info.channels), { raw: { ...plain, height: info.height + strip.rows } });
  const grey = channels === 1 ? whole.toColourspace('b-w') : whole;
  return (type === 'jpeg' ? grey.jpeg({ quality }) : grey.webp({ quality, effort: 3 })).toBuffer();
}

/** The picture with the letters under it, as many channels to each. */
function joined(picture: Uint8Array, letters: Uint8Array, channels: number): Uint8Array {
  const out = new Uint8Array(picture.length + letters.length * channels);
  out.set(picture);
  for (const [k, value] of letters.entries())
    out.fill(value, picture.length + k * channels, picture.length + (k + 1) * channels);
  return out;
}
