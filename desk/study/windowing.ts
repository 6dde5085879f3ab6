import { windowNear } from '../../domain/imaging/shades.ts';
import type { DisplayView, PictureDisplay } from '../../schemas/display.ts';
import type { Point } from './geometry.ts';

export type Windowed = { readonly centre: number; readonly width: number };

/** Of a drag of this many CSS pixels the width doubles. */
const DOUBLES_IN = 160;
/** So many CSS pixels move the window by its own width. */
const MOVES_IN = 320;
/** The narrowest window: one value. LINEAR takes no less (DICOM PS3.3 §C.11.2.1.2.1). */
const NARROWEST = 1;

export const asView = ({ centre, width }: Windowed): DisplayView => ({
  kind: 'window',
  centre: rounded(centre, width),
  width: Math.max(NARROWEST, rounded(width, width)),
  shape: 'LINEAR',
});

/** Whole values, but where a window is so narrow that they would be steps. */
const rounded = (value: number, width: number): number =>
  width > 20 ? Math.round(value) : Math.round(value * 100) / 100;

/**
 * A window after a drag: to the right it is wider (softer), upwards the picture is brighter, whichever way its values run.
 * @param isTurned the picture shows high values dark: MONOCHROME1 or inverted, not both
 */
export function dragged({ centre, width }: Windowed, by: Point, isTurned: boolean): Windowed {
  const wider = Math.max(NARROWEST, width * 2 ** (by.x / DOUBLES_IN));
  return { centre: centre + ((isTurned ? -1 : 1) * by.y * wider) / MOVES_IN, width: wider };
}

/** The window of a picture right now; undefined for colour. */
export function windowOf(
  picture: Pick<PictureDisplay, 'views'> | undefined,
  view: DisplayView | undefined,
): Windowed | undefined {
  const shown = view ?? picture?.views[0];
  return shown && windowNear(shown);
}

export const isTurned = (picture: Pick<PictureDisplay, 'photometric'>, inverted: boolean): boolean =>
  (picture.photometric === 'MONOCHROME1') !== inverted;
