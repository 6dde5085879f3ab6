import type { PictureDisplay } from '../../schemas/display.ts';
import type { Words } from '../words/use-words.tsx';
import { type Length, lengthOf, type Point } from './geometry.ts';
import { LENGTHS } from './words.ts';

/** A line that a reader drew, in columns and rows. */
export type Line = { readonly from: Point; readonly to: Point };

const numbers = {
  ru: new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
};

/** A length in words: `short` beside the line, `long` with where it holds; of a device's word the words of the device. */
export function lengthWords(
  from: Point,
  to: Point,
  picture: PictureDisplay,
  { t, language }: Pick<Words, 't' | 'language'>,
): { readonly short: string; readonly long: string } {
  const length = lengthOf(from, to, picture);
  const number = (value: number): string => numbers[language].format(value);
  const short =
    'mm' in length ? t(LENGTHS.mm, { mm: number(length.mm) }) : t(LENGTHS.pixels, { pixels: number(length.pixels) });
  return { short, long: `${short} (${placeWords(length, picture, t, number)})` };
}

function placeWords(
  length: Length,
  { spacing }: PictureDisplay,
  t: Words['t'],
  number: (value: number) => string,
): string {
  if (!('mm' in length)) return t(LENGTHS[length.why]);
  if (length.at === 'calibrated')
    return spacing?.how === undefined ? t(LENGTHS.calibratedPlain) : t(LENGTHS.calibrated, { how: spacing.how });
  if (length.at === 'detector' && spacing?.magnification !== undefined)
    return t(LENGTHS.magnified, { by: number(spacing.magnification) });
  return t(LENGTHS[length.at]);
}

/** What the millimetres of a picture are worth, before anything is measured on it. */
export const scaleWords = (picture: PictureDisplay, words: Pick<Words, 't' | 'language'>): string => {
  const { spacing, regions } = picture;
  if (regions !== undefined && regions.length > 0) return words.t(LENGTHS.region);
  if (spacing === undefined) return words.t(LENGTHS['no-spacing']);
  return placeWords({ mm: 0, pixels: 0, at: spacing.at }, picture, words.t, (value) =>
    numbers[words.language].format(value),
  );
};
