import { elsewhereOf } from '../../domain/delivery/findings.ts';
import { hasConflict, pixelHashesOf, reconciliation } from '../../domain/dicom/match.ts';
import type { Chart } from '../../platform/chart/chart.ts';
import { claimedElsewhere } from '../../platform/chart/study-of-two.ts';

/**
 * Why the study contradicts its record by what is known at this moment, or why the image contradicts another that came
 * under its UID; empty when nothing does, or not yet.
 */
export async function mismatchNow(
  chart: Chart,
  { record, study: studyId, sopInstanceUid }: { record: string; study: string; sopInstanceUid: string },
): Promise<readonly string[]> {
  const item = await chart.get(record, 'ImagingStudy', studyId);
  const study = item?.resource;
  if (study?.resourceType !== 'ImagingStudy') return [];
  const [patient] = await chart.newest(record, 'Patient', 1);
  const elsewhere = await claimedElsewhere(chart, await chart.person(record), item ? [item] : []);
  const match = reconciliation(study, patient?.resource as fhir4.Patient | undefined, elsewhereOf(study, elsewhere));
  const conflict = hasConflict(study) && pixelHashesOf(study, sopInstanceUid).length > 1 ? ['sop-conflict'] : [];
  return match.state === 'unreconciled' ? [...match.reasons, ...conflict] : conflict;
}
