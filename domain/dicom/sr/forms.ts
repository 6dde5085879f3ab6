import type { FormsOfVersion, MadeForm } from '../../../schemas/forms.ts';
import type { Rgb } from '../../imaging/png.ts';
import { heatMapReference, writeHeatMap } from '../capture/heat-map.ts';
import { type FormSource, instanceUidOf, seriesUidOf } from './form.ts';
import type { PlacedReference } from './references.ts';
import { KEY_OBJECT_SELECTION, writeRejectionNote } from './rejection-note.ts';
import { COMPREHENSIVE_3D_SR, writeReport } from './report.ts';

/** A form that this version brings. */
export type NewForm = {
  readonly kind: MadeForm['kind'];
  readonly reference: PlacedReference;
  readonly bytes: Uint8Array;
  readonly madeOf?: string;
  readonly rejects?: readonly string[];
};
export type Planned = {
  readonly made: readonly NewForm[];
  /** Of an earlier version and still right. */
  readonly kept: readonly MadeForm[];
};

/**
 * The forms of one version of a finding, given those of the versions before. A report follows the last one that stands
 * (Predecessor Documents); a heat map stays while its picture does, for it has no way to name what it replaces; what no longer
 * stands and is replaced by nothing is taken back by a rejection note. A withdrawal takes back all that stands.
 * @param heatMap the picture of this version with its key in `derived`
 */
export function planForms(
  form: FormSource,
  earlier: readonly FormsOfVersion[],
  heatMap: { readonly key: string; readonly picture: Rgb } | undefined,
): Planned {
  const standing = standingOf(earlier);
  const reports = standing.filter(({ kind }) => kind === 'report');
  const maps = standing.filter(({ kind }) => kind === 'heat-map');
  if (form.result.state === 'withdrawn') return { made: noteOf(form, standing), kept: [] };

  const series = seriesUidOf(form, 'heat-map');
  const kept = maps.filter(({ madeOf, seriesInstanceUid }) => madeOf === heatMap?.key && seriesInstanceUid === series);
  const map = heatMap === undefined ? undefined : (kept[0] ?? heatMapReference(form));
  const reference: PlacedReference = {
    studyInstanceUid: form.source.studyInstanceUid,
    seriesInstanceUid: seriesUidOf(form, 'report'),
    sopClassUid: COMPREHENSIVE_3D_SR,
    sopInstanceUid: instanceUidOf(form.result, 'report'),
  };
  const made: NewForm[] = [
    { kind: 'report', reference, bytes: writeReport({ ...form, predecessor: reports.at(-1), heatMap: map }) },
    ...(heatMap === undefined || kept.length > 0
      ? []
      : [
          {
            kind: 'heat-map' as const,
            reference: heatMapReference(form),
            bytes: writeHeatMap(form, heatMap.picture),
            madeOf: heatMap.key,
          },
        ]),
    ...noteOf(
      form,
      maps.filter((one) => !kept.includes(one)),
    ),
  ];
  return { made, kept };
}

/** What earlier versions made and no note has taken back, oldest first. */
function standingOf(earlier: readonly FormsOfVersion[]): MadeForm[] {
  const forms = earlier.toSorted((a, b) => a.version - b.version).flatMap((one) => one.forms);
  const rejected = new Set(forms.flatMap(({ rejects = [] }) => rejects));
  const standing = forms.filter(({ kind, sopInstanceUid }) => kind !== 'note' && !rejected.has(sopInstanceUid));
  return [...new Map(standing.map((one) => [one.sopInstanceUid, one])).values()];
}

function noteOf(form: FormSource, rejected: readonly MadeForm[]): NewForm[] {
  if (rejected.length === 0) return [];
  const reference: PlacedReference = {
    studyInstanceUid: form.source.studyInstanceUid,
    seriesInstanceUid: seriesUidOf(form, 'note'),
    sopClassUid: KEY_OBJECT_SELECTION,
    sopInstanceUid: instanceUidOf(form.result, 'note'),
  };
  const rejects = rejected.map(({ sopInstanceUid }) => sopInstanceUid);
  return [{ kind: 'note', reference, bytes: writeRejectionNote(form, rejected), rejects }];
}
