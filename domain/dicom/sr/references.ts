import type { Elements } from '../write/data-set.ts';
import type { InstanceReference } from './item.ts';

/** An instance by the whole way to it. */
export type PlacedReference = InstanceReference & {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
};

/** Hierarchical SOP Instance Reference Macro (PS3.3 §C.17.2.1): studies, their series, the instances of each. */
export function hierarchyOf(references: readonly PlacedReference[]): readonly Elements[] {
  const grouped = (all: readonly PlacedReference[], key: 'studyInstanceUid' | 'seriesInstanceUid') =>
    [...new Set(all.map((one) => one[key]))].map((uid) => ({ uid, of: all.filter((one) => one[key] === uid) }));
  return grouped(references, 'studyInstanceUid').map((study) => ({
    StudyInstanceUID: { asSent: study.uid },
    ReferencedSeriesSequence: grouped(study.of, 'seriesInstanceUid').map((series) => ({
      SeriesInstanceUID: { asSent: series.uid },
      ReferencedSOPSequence: series.of.map(({ sopClassUid, sopInstanceUid }) => ({
        ReferencedSOPClassUID: sopClassUid,
        ReferencedSOPInstanceUID: { asSent: sopInstanceUid },
      })),
    })),
  }));
}
