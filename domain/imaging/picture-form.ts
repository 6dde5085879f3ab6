import type { DataSet } from 'dicom-parser';
import type { DisplayTable, DisplayView, PictureDisplay } from '../../schemas/display.ts';
import type { DicomHeader, PixelForm } from '../dicom/header.ts';
import { decimalOf, itemOf, stringOf, stringsOf } from '../dicom/values.ts';
import { isLossy } from '../dicom/web/media.ts';
import type { Frame } from './decode.ts';
import { isSigned, modalityOf, paddingOf, viewsOf, voiTable } from './display.ts';
import { extremesOf } from './grey.ts';
import { HTJ2K_RPCL } from './htj2k.ts';
import { type LookUpTable, tableOf } from './look-up-table.ts';
import { aspectOf, regionsOf, spacingOf } from './spacing.ts';

/**
 * What a page needs to show a picture of values as the server's `toGrey` shows it.
 * @param frameOf decodes the first frame: asked only where the header gives neither window nor table, for then black and white
 *   are the extremes of the pixels, which a page has only when it has them all
 */
export function pictureForm(
  dataSet: DataSet,
  header: DicomHeader,
  pixels: PixelForm,
  frameOf: () => Frame,
): PictureDisplay {
  const { samples, photometric, bitsStored: bits, signed, rows, columns, frames } = pixels;
  const isGrey = samples === 1 && /^MONOCHROME[12]$/.test(photometric);
  const padding = paddingOf(dataSet);
  const spacing = spacingOf(dataSet, header.modality);
  const regions = regionsOf(dataSet);
  const aspect = aspectOf(dataSet);
  const frameMs = frameMsOf(dataSet);
  return {
    series: header.seriesInstanceUid,
    instance: header.sopInstanceUid,
    ...(header.modality === undefined ? {} : { modality: header.modality }),
    ...{ rows, columns, frames, samples, bits, signed, photometric },
    // A loop is played from pictures: its frames would each be a code stream.
    way: isGrey && frames === 1 && header.transferSyntax === HTJ2K_RPCL ? 'htj2k' : 'rendered',
    lossy: isLossy(header.transferSyntax) || stringOf(dataSet, 'x00282110') === '01',
    modalityValues: modalityValuesOf(dataSet),
    views: isGrey ? greyViews(dataSet, frameOf) : [],
    ...(padding === undefined ? {} : { padding }),
    ...(spacing === undefined ? {} : { spacing }),
    ...(regions.length === 0 ? {} : { regions }),
    ...(aspect === undefined ? {} : { aspect }),
    ...(frameMs === undefined ? {} : { frameMs }),
  };
}

/** Every window and table; the range of the values where there is none of them. */
function greyViews(dataSet: DataSet, frameOf: () => Frame): DisplayView[] {
  const stated = viewsOf(dataSet).flatMap((view): DisplayView[] => {
    if (view.kind === 'window') return [view];
    if (view.kind === 'range') return [];
    const table = voiTable(dataSet, view.table);
    const { explanation } = view;
    if (table === undefined) return [];
    return [{ kind: 'table', table: written(table), ...(explanation === undefined ? {} : { explanation }) }];
  });
  if (stated.length > 0) return stated;
  const { least, most } = extremesOf(frameOf(), modalityOf(dataSet), paddingOf(dataSet));
  return [{ kind: 'range', least, most }];
}

function modalityValuesOf(dataSet: DataSet): PictureDisplay['modalityValues'] {
  const item = itemOf(dataSet, 'x00283000');
  const table = item && tableOf(item, 'x00283002', 'x00283006', isSigned(dataSet));
  const unit = (item && stringOf(item, 'x00283004')) ?? stringOf(dataSet, 'x00281054');
  const named = unit === undefined || unit === 'US' ? {} : { unit };
  if (table !== undefined) return { table: written(table), ...named };
  // By two values: slope and intercept may stand in the groups of a frame, and `modalityOf` finds them.
  const value = modalityOf(dataSet);
  const intercept = value(0);
  const slope = decimalOf(dataSet, 'x00281053') || value(1) - intercept;
  return { slope, intercept, ...named };
}

const written = ({ first, bits, entries }: LookUpTable): DisplayTable => {
  let text = '';
  for (const entry of entries) text += String.fromCharCode(entry & 0xff, entry >> 8);
  return { first, bits, entries: btoa(text) };
};

/** Frame Time (0018,1063), the first of the Frame Time Vector after the zero, or Cine Rate (0018,0040) (PS3.3 §C.7.6.5). */
function frameMsOf(dataSet: DataSet): number | undefined {
  const time = decimalOf(dataSet, 'x00181063') ?? Number(stringsOf(dataSet, 'x00181065')[1] ?? Number.NaN);
  if (time > 0 && Number.isFinite(time)) return time;
  const rate = decimalOf(dataSet, 'x00180040') ?? decimalOf(dataSet, 'x00082144') ?? 0;
  return rate > 0 ? 1000 / rate : undefined;
}
