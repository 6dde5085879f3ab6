import type { DisplayRegion, DisplaySpacing, PictureDisplay } from '../../schemas/display.ts';

/** A place: in a picture in columns (x) and rows (y) from its top left corner, on the screen in CSS pixels. */
export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };

/** A picture on its stage: CSS pixels of one row, and where its top left corner lies. */
export type Place = { readonly scale: number; readonly x: number; readonly y: number };

/** Scales of a picture: CSS pixels of one row at least and at most. */
export const LEAST_SCALE = 0.02;
export const MOST_SCALE = 24;
/** So much of a picture stays on the stage, wherever it is moved. */
const KEPT_ON_STAGE = 48;

/** Width of a pixel for a height of one: other than 1 where rows and columns lie at different distances (DICOM PS3.3 §C.7.6.3.1.7). */
export function pixelWidth({ spacing, aspect = 1 }: Pick<PictureDisplay, 'spacing' | 'aspect'>): number {
  return spacing === undefined ? 1 / aspect : spacing.columnMm / spacing.rowMm;
}

export const toScreen = ({ scale, x, y }: Place, wide: number, point: Point): Point => ({
  x: x + point.x * scale * wide,
  y: y + point.y * scale,
});

export const toPicture = ({ scale, x, y }: Place, wide: number, point: Point): Point => ({
  x: (point.x - x) / (scale * wide),
  y: (point.y - y) / scale,
});

/** The whole picture, as large as the stage lets it be, in the middle. */
export function fitted({ width, height }: Size, stage: Size, wide: number): Place {
  const scale = clampedScale(Math.min(stage.width / (width * wide), stage.height / height));
  return centred(scale, { width, height }, stage, wide);
}

/**
 * What a reader looks at, whatever the stage's size and the film's: how many times larger than fitted, and which place of the
 * film lies in the middle, in shares of its width and height. So a stage may change its size, and an earlier film goes along.
 */
export type Gaze = { readonly zoom: number; readonly x: number; readonly y: number };
export const WHOLE: Gaze = { zoom: 1, x: 0.5, y: 0.5 };

export function placeOf({ zoom, x, y }: Gaze, film: Size, stage: Size, wide: number): Place {
  const scale = clampedScale(fitted(film, stage, wide).scale * zoom);
  return { scale, x: stage.width / 2 - x * film.width * scale * wide, y: stage.height / 2 - y * film.height * scale };
}

export function gazeOf({ scale, x, y }: Place, film: Size, stage: Size, wide: number): Gaze {
  return {
    zoom: scale / fitted(film, stage, wide).scale,
    x: (stage.width / 2 - x) / (film.width * scale * wide),
    y: (stage.height / 2 - y) / (film.height * scale),
  };
}

/** One row of the picture on one line of the screen, about the middle of what is seen. */
export function oneToOne(place: Place, stage: Size, deviceRatio: number): Place {
  return zoomed(place, 1 / deviceRatio / place.scale, { x: stage.width / 2, y: stage.height / 2 });
}

const centred = (scale: number, { width, height }: Size, stage: Size, wide: number): Place => ({
  scale,
  x: (stage.width - width * scale * wide) / 2,
  y: (stage.height - height * scale) / 2,
});

const clampedScale = (scale: number): number => Math.min(MOST_SCALE, Math.max(LEAST_SCALE, scale));

/** Larger or smaller by a factor; what lies under `about` stays there. */
export function zoomed(place: Place, factor: number, about: Point): Place {
  const scale = clampedScale(place.scale * factor);
  const by = scale / place.scale;
  return { scale, x: about.x - (about.x - place.x) * by, y: about.y - (about.y - place.y) * by };
}

/** Moved by so many CSS pixels, never off the stage. */
export function moved(place: Place, by: Point, { width, height }: Size, stage: Size, wide: number): Place {
  const within = (at: number, length: number, of: number): number =>
    Math.min(of - KEPT_ON_STAGE, Math.max(KEPT_ON_STAGE - length, at));
  return {
    scale: place.scale,
    x: within(place.x + by.x, width * place.scale * wide, stage.width),
    y: within(place.y + by.y, height * place.scale, stage.height),
  };
}

/**
 * A length between two places of a picture. `mm` only where the header says millimetres, and `at` where they hold; of an
 * ultrasound picture only within one region that has a scale (`across`: the ends lie in two).
 */
export type Length =
  | { readonly mm: number; readonly pixels: number; readonly at: DisplaySpacing['at'] | 'region' }
  | { readonly pixels: number; readonly why: 'no-spacing' | 'across' };

export function lengthOf(
  from: Point,
  to: Point,
  picture: Pick<PictureDisplay, 'spacing' | 'regions' | 'aspect'>,
): Length {
  const [across, down] = [to.x - from.x, to.y - from.y];
  const pixels = Math.hypot(across, down);
  const { regions = [], spacing } = picture;
  if (regions.length > 0) {
    // Where regions overlap, the last that is named lies on top (PS3.3 §C.8.5.5.1.4 gives no order; devices nest them so).
    const region = regions.findLast((one) => isWithin(one, from) && isWithin(one, to));
    if (region === undefined) return { pixels, why: 'across' };
    return { mm: Math.hypot(across * region.columnMm, down * region.rowMm), pixels, at: 'region' };
  }
  if (spacing === undefined) return { pixels, why: 'no-spacing' };
  return { mm: Math.hypot(across * spacing.columnMm, down * spacing.rowMm), pixels, at: spacing.at };
}

const isWithin = ({ left, top, right, bottom }: DisplayRegion, { x, y }: Point): boolean =>
  x >= left && x <= right + 1 && y >= top && y <= bottom + 1;

/** Kept within the picture: a length is measured on it, not beside it. */
export const withinPicture = ({ x, y }: Point, { width, height }: Size): Point => ({
  x: Math.min(width, Math.max(0, x)),
  y: Math.min(height, Math.max(0, y)),
});
