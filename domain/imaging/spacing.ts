import type { DataSet } from 'dicom-parser';
import type { DisplayRegion, DisplaySpacing } from '../../schemas/display.ts';
import { decimalOf, itemOf, stringOf, stringsOf, textOf } from '../dicom/values.ts';

const PIXEL_SPACING = 'x00280030';
const IMAGER_PIXEL_SPACING = 'x00181164';
const NOMINAL_SCANNED = 'x00182010';
const CALIBRATION_TYPE = 'x00280a02';
/** Slices and counts: Pixel Spacing is that of the plane in the patient (§C.7.6.2.1.1, §C.8.4.8). */
const SLICES = new Set(['CT', 'MR', 'PT', 'NM']);

/**
 * Millimetres of a picture and where they hold (PS3.3 §10.7.1): Pixel Spacing that differs from Imager Pixel Spacing, or says
 * how it was calibrated, was calibrated; equal to it, or Imager Pixel Spacing alone, is the detector's; alone, it is anybody's
 * guess. Undefined where nothing is said: then there are no millimetres.
 */
export function spacingOf(dataSet: DataSet, modality: string | undefined, frame = 0): DisplaySpacing | undefined {
  const inPlane = pairOf(measuresOf(dataSet, frame) ?? dataSet, PIXEL_SPACING);
  const detector = pairOf(dataSet, IMAGER_PIXEL_SPACING);
  const scanned = pairOf(dataSet, NOMINAL_SCANNED);
  const magnification = decimalOf(dataSet, 'x00181114');
  const enlarged = magnification !== undefined && magnification > 0 ? { magnification } : {};
  if (inPlane !== undefined && SLICES.has(modality ?? '')) return { ...inPlane, at: 'patient' };
  const how = [stringOf(dataSet, CALIBRATION_TYPE), textOf(dataSet, 'x00280a04')].filter((one) => one !== undefined);
  if (inPlane !== undefined && how.length > 0) return { ...inPlane, at: 'calibrated', how: how.join(', ') };
  if (inPlane !== undefined && detector !== undefined)
    return same(inPlane, detector) ? { ...inPlane, at: 'detector', ...enlarged } : { ...inPlane, at: 'calibrated' };
  if (inPlane !== undefined && scanned !== undefined && same(inPlane, scanned))
    return { ...inPlane, at: 'scanned-film' };
  if (inPlane !== undefined) return { ...inPlane, at: 'unsaid' };
  if (detector !== undefined) return { ...detector, at: 'detector', ...enlarged };
  return scanned && { ...scanned, at: 'scanned-film' };
}

type Pair = Pick<DisplaySpacing, 'rowMm' | 'columnMm'>;

/** PS3.3 §10.7.1.3: from one row to the next, then from one column to the next. */
function pairOf(dataSet: DataSet, tag: string): Pair | undefined {
  const [rowMm = Number.NaN, columnMm = Number.NaN] = stringsOf(dataSet, tag).map((value) => Number(value || 'none'));
  return rowMm > 0 && columnMm > 0 && Number.isFinite(rowMm + columnMm) ? { rowMm, columnMm } : undefined;
}

const same = (a: Pair, b: Pair): boolean =>
  Math.abs(a.rowMm / b.rowMm - 1) < 1e-4 && Math.abs(a.columnMm / b.columnMm - 1) < 1e-4;

/** Pixel Measures of enhanced objects: the frame's own, else those that all frames share (§C.7.6.16.2.1). */
function measuresOf(dataSet: DataSet, frame: number): DataSet | undefined {
  const own = dataSet.elements.x52009230?.items?.[frame]?.dataSet;
  const shared = itemOf(dataSet, 'x52009229');
  return (own && itemOf(own, 'x00289110')) ?? (shared && itemOf(shared, 'x00289110'));
}

/** Height to width of a pixel (0028,0034); undefined where it is square or not said. */
export function aspectOf(dataSet: DataSet): number | undefined {
  const [vertical = 1, horizontal = 1] = stringsOf(dataSet, 'x00280034').map(Number);
  const aspect = vertical / horizontal;
  return aspect > 0 && Number.isFinite(aspect) && aspect !== 1 ? aspect : undefined;
}

const CENTIMETRES = 3;
const TISSUE = 1;

/** Regions of an ultrasound picture in which both axes are lengths, tissue in two dimensions (PS3.3 §C.8.5.5.1). */
export function regionsOf(dataSet: DataSet): DisplayRegion[] {
  return (dataSet.elements.x00186011?.items ?? []).flatMap(({ dataSet: item }) => {
    if (item === undefined || item.uint16('x00186012') !== TISSUE) return [];
    if (item.uint16('x00186024') !== CENTIMETRES || item.uint16('x00186026') !== CENTIMETRES) return [];
    const [left, top, right, bottom] = ['x00186018', 'x0018601a', 'x0018601c', 'x0018601e'].map((tag) =>
      item.uint32(tag),
    );
    const columnMm = 10 * Math.abs(item.double('x0018602c') ?? 0);
    const rowMm = 10 * Math.abs(item.double('x0018602e') ?? 0);
    if (left === undefined || top === undefined || right === undefined || bottom === undefined) return [];
    return rowMm > 0 && columnMm > 0 ? [{ left, top, right, bottom, rowMm, columnMm }] : [];
  });
}
