import { accessionOf, pixelHashesOf, reconciliation } from '../../domain/dicom/match.ts';
import type { Chart } from '../../platform/chart/chart.ts';

const MANY_ORDERS = 200;

/**
 * Why the study contradicts its record by what is known at this moment, or why the image contradicts another that came
 * under its UID; empty when nothing does, or not yet.
 */
export async function mismatchNow(
  chart: Chart,
  { record, study: studyId, sopInstanceUid }: { record: string; study: string; sopInstanceUid: string },
): Promise<readonly string[]> {
  const study = (await chart.get(record, 'ImagingStudy', studyId))?.resource as fhir4.ImagingStudy | undefined;
  if (study === undefined) return [];
  const [patient] = await chart.newest(record, 'Patient', 1);
  const accession = accessionOf(study);
  const person = await chart.person(record);
  const elsewhere =
    accession !== undefined &&
    (await chart.recordsOfAccession(accession.domain, accession.accession)).some((one) => !person.includes(one));
  const match = reconciliation(study, patient?.resource as fhir4.Patient | undefined, elsewhere);
  const conflict = pixelHashesOf(study, sopInstanceUid).length > 1 ? ['sop-conflict'] : [];
  return match.state === 'unreconciled' ? [...match.reasons, ...conflict] : conflict;
}

/** Orders that carry an accession number of a clinic, in whichever record they lie. */
export async function ordersWith(
  chart: Chart,
  clinicOid: string,
  accession: string | undefined,
): Promise<fhir4.ServiceRequest[]> {
  if (accession === undefined) return [];
  const records = await chart.recordsOfAccession(clinicOid, accession);
  const found = await Promise.all(records.map((record) => chart.newest(record, 'ServiceRequest', MANY_ORDERS)));
  return found
    .flat()
    .map(({ resource }) => resource as fhir4.ServiceRequest)
    .filter((order) =>
      order.identifier?.some(({ system, value }) => value === accession && system === `urn:oid:${clinicOid}`),
    );
}
