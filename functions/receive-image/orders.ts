import type { Chart } from '../../platform/chart/chart.ts';

const MANY_ORDERS = 200;

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
