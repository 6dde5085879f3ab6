/** The long side of a bank card (ISO/IEC 7810 ID-1): the ruler that everyone has. */
export const CARD_MM = 85.6;
/** CSS calls this a millimetre (CSS Values 4 §6.2); what it is on glass depends on the screen. */
const CSS_PX_PER_MM = 96 / 25.4;
const NAME = 'oka.pixels-per-mm';
export const LEAST_PX_PER_MM = 1.5;
export const MOST_PX_PER_MM = 12;

/** Of screens: CSS pixels that make a millimetre, and whether somebody held a ruler to it. */
export type Calibration = { readonly pixelsPerMm: number; readonly isChecked: boolean };

type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

/** What was found for this screen; CSS's own millimetre where nobody looked. A value no screen can have is not believed. */
export function calibrationOf(shelf: Shelf): Calibration {
  const kept = Number(shelf.getItem(NAME) ?? Number.NaN);
  return kept >= LEAST_PX_PER_MM && kept <= MOST_PX_PER_MM
    ? { pixelsPerMm: kept, isChecked: true }
    : { pixelsPerMm: CSS_PX_PER_MM, isChecked: false };
}

export const keepCalibration = (shelf: Shelf, pixelsPerMm: number): void => shelf.setItem(NAME, String(pixelsPerMm));

/** Millimetres of a drawing, from the size that its SVG states; undefined where it states none. */
export function drawingMm(svg: string): { readonly width: number; readonly height: number } | undefined {
  const found = /^<svg[^>]*\swidth="(\d+(?:\.\d+)?)mm"[^>]*\sheight="(\d+(?:\.\d+)?)mm"/.exec(svg.trimStart());
  return found === null ? undefined : { width: Number(found[1]), height: Number(found[2]) };
}
