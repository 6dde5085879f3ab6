import type { DataSet } from 'dicom-parser';
import { decimalOf, itemOf, numberOf, stringsOf, textOf } from '../dicom/values.ts';
import { type LookUpTable, lookedUp, tableOf } from './look-up-table.ts';

/** VOI LUT Function (0028,1056). */
export const WINDOW_SHAPES = ['LINEAR', 'LINEAR_EXACT', 'SIGMOID'] as const;

/** A way in which an image asks to be shown (PS3.3 §C.11.2): one of its windows, one of its tables, or all its values. */
export type View =
  | {
      readonly kind: 'window';
      readonly centre: number;
      readonly width: number;
      readonly shape: (typeof WINDOW_SHAPES)[number];
      readonly explanation?: string;
    }
  | { readonly kind: 'table'; readonly table: number; readonly explanation?: string }
  | { readonly kind: 'range' };

/**
 * All ways in which a frame may be shown, the preferred first: its windows in their order, its VOI tables, the range of its
 * values. `toGrey` shows the first unless told otherwise.
 * @param frame counted from 0, for objects whose frames have windows of their own (§C.7.6.16.2.10)
 */
export function viewsOf(dataSet: DataSet, frame = 0): View[] {
  const places = [frameItem(dataSet, FRAME_VOI, frame), dataSet].filter((one) => one !== undefined);
  return [...places.flatMap(windowsOf), ...places.flatMap(tableViews), { kind: 'range' }];
}

const FRAME_VOI = 'x00289132';
const PIXEL_TRANSFORMATION = 'x00289145';

/** The item of a functional group macro: the frame's own, else the one that all frames share (PS3.3 §C.7.6.16). */
function frameItem(dataSet: DataSet, macro: string, frame: number): DataSet | undefined {
  const own = dataSet.elements.x52009230?.items?.[frame]?.dataSet;
  const shared = itemOf(dataSet, 'x52009229');
  return (own && itemOf(own, macro)) ?? (shared && itemOf(shared, macro));
}

const explained = (text: string | undefined) => (text === undefined || text === '' ? {} : { explanation: text });

function windowsOf(dataSet: DataSet): View[] {
  const [centres, widths] = ['x00281050', 'x00281051'].map((tag) =>
    stringsOf(dataSet, tag).map((value) => value && Number(value)),
  );
  const explanations = textOf(dataSet, 'x00281055')?.split('\\') ?? [];
  const stated = stringsOf(dataSet, 'x00281056')[0]?.toUpperCase();
  const shape = WINDOW_SHAPES.find((one) => one === stated) ?? 'LINEAR';
  return (centres ?? []).flatMap((centre, k) => {
    const width = widths?.[k];
    // LINEAR_EXACT and SIGMOID allow widths between 0 and 1 (§C.11.2.1.3); none allows 0.
    if (typeof centre !== 'number' || typeof width !== 'number' || !Number.isFinite(centre) || !(width > 0)) return [];
    return [{ kind: 'window' as const, centre, width, shape, ...explained(explanations[k]?.trim()) }];
  });
}

/** Tables are kept by their place in the object's own sequence: those of functional groups are windows in practice. */
const tableViews = (dataSet: DataSet): View[] =>
  (dataSet.elements.x00283010?.items ?? []).flatMap(({ dataSet: item }, table) =>
    item === undefined ? [] : [{ kind: 'table' as const, table, ...explained(textOf(item, 'x00283003')) }],
  );

/** A VOI table by its place; undefined where it is none. */
export function voiTable(dataSet: DataSet, place: number, frame = 0): LookUpTable | undefined {
  const holder = dataSet.elements.x00283010 === undefined ? frameItem(dataSet, FRAME_VOI, frame) : dataSet;
  const item = holder?.elements.x00283010?.items?.[place]?.dataSet;
  return item && tableOf(item, 'x00283002', 'x00283006', isSigned(dataSet));
}

export const isSigned = (dataSet: DataSet): boolean => numberOf(dataSet, 'x00280103') === 1;

/** Stored values → modality values (PS3.3 §C.11.1): the Modality LUT, else slope and intercept, else as they are. */
export function modalityOf(dataSet: DataSet, frame = 0): (stored: number) => number {
  const item = itemOf(dataSet, 'x00283000');
  const table = item && tableOf(item, 'x00283002', 'x00283006', isSigned(dataSet));
  if (table !== undefined) return (stored) => lookedUp(table, stored);
  const place = frameItem(dataSet, PIXEL_TRANSFORMATION, frame) ?? dataSet;
  const slope = decimalOf(place, 'x00281053') || 1;
  const intercept = decimalOf(place, 'x00281052') ?? 0;
  return (stored) => stored * slope + intercept;
}

/** Stored values that stand for no picture: (0028,0120) to (0028,0121) (PS3.3 §C.7.5.1.1.2). */
export type Padding = { readonly least: number; readonly most: number };

export function paddingOf(dataSet: DataSet): Padding | undefined {
  const valueAt = (tag: string) => {
    if ((dataSet.elements[tag]?.length ?? 0) < 2) return undefined;
    return isSigned(dataSet) ? dataSet.int16(tag) : dataSet.uint16(tag);
  };
  const value = valueAt('x00280120');
  if (value === undefined) return undefined;
  const limit = valueAt('x00280121') ?? value;
  return { least: Math.min(value, limit), most: Math.max(value, limit) };
}
