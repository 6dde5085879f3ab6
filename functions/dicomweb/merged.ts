import type { DicomJson } from '../../domain/dicom/json.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';

/**
 * What several instances say of their study or series: of each attribute the first value in the order of their UIDs, so that
 * equal instances give equal answers, in whatever order they came. These are the objects' own words: what the chart knows
 * of the patient is not written into them.
 */
export function merged(instances: readonly IndexedInstance[]): DicomJson {
  const out: DicomJson = {};
  for (const { header } of instances.toSorted((a, b) => (a.sopInstanceUid < b.sopInstanceUid ? -1 : 1)))
    for (const [tag, attribute] of Object.entries(header))
      if (out[tag]?.Value === undefined && (attribute.Value !== undefined || out[tag] === undefined))
        out[tag] = attribute;
  return out;
}

export function modalitiesOf(instances: readonly IndexedInstance[]): string[] {
  const named = instances.flatMap(({ header }) => header['00080060']?.Value ?? []);
  return [...new Set(named.filter((value) => typeof value === 'string'))].sort();
}
