import { accessionOf } from '../dicom/match.ts';
import { findingOf, findingOfStudy, measurementOf, type Said } from '../recognition/finding.ts';
import type { ChartEntry, StatedFinding } from '../rules/facts.ts';
import { patientOf, type Survivors } from './patient.ts';

/** An accession number with the OID of the clinic that gave it, as one text. */
export const accessionKey = ({ domain, accession }: { readonly domain: string; readonly accession: string }): string =>
  `${domain}|${accession}`;

/** Accession numbers of the studies among these entries: who reads charts looks up which records they lead to. */
export const accessionsOf = (entries: readonly ChartEntry[]): { domain: string; accession: string }[] => {
  const found = entries.flatMap(({ resource }) =>
    resource?.resourceType === 'ImagingStudy' ? (accessionOf(resource) ?? []) : [],
  );
  return [...new Map(found.map((one) => [accessionKey(one), one])).values()];
};

/** What a measured image of a chart may say now, and of which record. */
export type Derived = Omit<StatedFinding, 'finding'> & { readonly said: Said };

export type FindingContext = {
  readonly entries: readonly ChartEntry[];
  /** Accession numbers (`accessionKey`) that lead to a record of another person (contract 10). */
  readonly elsewhere: ReadonlySet<string>;
  readonly survivors?: Survivors | undefined;
};

/** Derives anew, from the facts of the chart, what each measurement may say (contracts 3, 8 and 10). */
export function deriveFindings({ entries, elsewhere, survivors }: FindingContext): Derived[] {
  return entries.flatMap((entry) => {
    const { record, id, resource } = entry;
    if (resource?.resourceType !== 'Observation' || resource.status === 'entered-in-error') return [];
    const measurement = measurementOf(resource);
    if (!measurement) return [];
    const own = entries.flatMap((one) => (one.record === record && one.resource ? [one.resource] : []));
    const study = studyOf(resource, measurement.instance.sopInstanceUid, own);
    if (!study) return [];
    const patient = patientOf(record, entries, survivors);
    const orders = own.filter((one) => one.resourceType === 'ServiceRequest');
    const accession = accessionOf(study);
    const isElsewhere = accession !== undefined && elsewhere.has(accessionKey(accession));
    return [
      {
        record,
        reference: `Observation/${id}`,
        time: resource.effectiveDateTime ?? study.started,
        said: findingOf(measurement, study, patient, orders, isElsewhere),
      },
    ];
  });
}

function studyOf(
  observation: fhir4.Observation,
  sopInstanceUid: string,
  own: readonly fhir4.FhirResource[],
): fhir4.ImagingStudy | undefined {
  const named = new Set((observation.derivedFrom ?? []).map(({ reference }) => reference));
  const studies = own.filter((one) => one.resourceType === 'ImagingStudy');
  return (
    studies.find(({ id }) => named.has(`ImagingStudy/${id}`)) ??
    studies.find(({ series }) => series?.some(({ instance }) => instance?.some(({ uid }) => uid === sopInstanceUid)))
  );
}

/** One finding for each study and model of a record, whatever the number of its images and the order they came in. */
export function findingsOfStudies(derived: readonly Derived[]): StatedFinding[] {
  const groups = new Map<string, StatedFinding[]>();
  for (const { said, record, reference, time } of derived) {
    if (!('finding' in said)) continue;
    const { model, study } = said.finding;
    const key = `${record} ${study.studyInstanceUid} ${model.id}`;
    groups.set(key, [...(groups.get(key) ?? []), { finding: said.finding, record, reference, time }]);
  }
  return [...groups.values()].flatMap((group) => {
    const chosen = findingOfStudy(group.map(({ finding }) => finding));
    return group.filter(({ finding }) => finding === chosen);
  });
}
