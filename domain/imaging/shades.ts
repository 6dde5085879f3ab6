import type { DisplayTable, DisplayView, PictureDisplay } from '../../schemas/display.ts';
import { clamped, ranged, windowed } from './window.ts';

/** What shades follow from: the form of the stored values, what they stand for, and the view. */
export type Shading = Pick<PictureDisplay, 'bits' | 'signed' | 'photometric' | 'modalityValues' | 'padding'>;

/** Least stored value of a form: the place of a value in a table of shades is the value minus this. */
export const leastStored = ({ bits, signed }: Pick<Shading, 'bits' | 'signed'>): number =>
  signed ? -(2 ** (bits - 1)) : 0;

/**
 * The grey of each stored value, 0 (black) to 255 (white), in the order of values: the very numbers of the server's
 * `renderFrame`, for a page that windows by itself. MONOCHROME1 is inverted, padding is black whatever else is asked
 * (DICOM PS3.3 §C.7.5.1.1.2, §C.11.2).
 * @param inverted the reader's own wish, beside what the image asks for
 */
export function shadesOf(form: Shading, view: DisplayView, inverted = false): Uint8Array {
  const least = leastStored(form);
  const { padding } = form;
  const value = modalityValueOf(form);
  const show = shownBy(view);
  const turned = form.photometric === 'MONOCHROME1';
  return Uint8Array.from({ length: 2 ** form.bits }, (_, k) => {
    const stored = k + least;
    if (padding !== undefined && stored >= padding.least && stored <= padding.most) return 0;
    const shown = show(value(stored));
    // In single precision, as the server's picture is.
    const shade = Math.round(255 * Math.fround(turned ? 1 - shown : shown));
    return inverted ? 255 - shade : shade;
  });
}

/** Stored value → the value that windows and readers speak of: Hounsfield units of CT, for one. */
export function modalityValueOf({ modalityValues }: Pick<Shading, 'modalityValues'>): (stored: number) => number {
  if ('table' in modalityValues) {
    const { first, entries } = entriesOf(modalityValues.table);
    return (stored) => looked(first, entries, stored);
  }
  const { slope, intercept } = modalityValues;
  return (stored) => stored * slope + intercept;
}

function shownBy(view: DisplayView): (value: number) => number {
  if (view.kind === 'range') return ranged(view.least, view.most);
  if (view.kind === 'window') return windowed(view);
  const { first, entries } = entriesOf(view.table);
  const white = 2 ** view.table.bits - 1;
  return (value) => clamped(looked(first, entries, value) / white);
}

const looked = (first: number, entries: Uint16Array, value: number): number =>
  entries[Math.min(entries.length - 1, Math.max(0, Math.round(value) - first))] as number;

function entriesOf({ first, entries }: DisplayTable): { readonly first: number; readonly entries: Uint16Array } {
  const bytes = Uint8Array.from(atob(entries), (sign) => sign.charCodeAt(0));
  return { first, entries: Uint16Array.from({ length: bytes.length >> 1 }, (_, k) => byte(bytes, k)) };
}

const byte = (bytes: Uint8Array, k: number): number => (bytes[2 * k] as number) | ((bytes[2 * k + 1] as number) << 8);

/** The window that shows what a view shows, for a reader who goes on from there: of a table or a range the values between its ends. */
export function windowNear(view: DisplayView): { readonly centre: number; readonly width: number } {
  if (view.kind === 'window') return { centre: view.centre, width: view.width };
  if (view.kind === 'range') return between(view.least, view.most);
  const { first, entries } = entriesOf(view.table);
  const [black, white] = [entries[0], entries.at(-1)];
  const from = entries.findIndex((entry) => entry !== black);
  const to = entries.findLastIndex((entry) => entry !== white);
  return from < 0 ? between(first, first + entries.length) : between(first + from, first + Math.max(from, to));
}

const between = (least: number, most: number) => ({ centre: (least + most) / 2, width: Math.max(1, most - least) });
