import type { Evidence, Measurement, Origin } from '../../schemas/measurement.ts';
import type { Finding } from '../../schemas/result.ts';
import { accessionOf, type Elsewhere, pixelHashesOf, studyUidOf } from '../dicom/match.ts';
import { saidOf } from '../recognition/completeness.ts';
import {
  findingOf,
  findingOfStudy,
  isUnread,
  measurementOf,
  type Said,
  suspended,
  withheld,
} from '../recognition/finding.ts';
import { decisionFor, type ModelDecisions, speakerOf } from '../recognition/standing.ts';
import type { ChartEntry, StatedFinding } from '../rules/facts.ts';
import { completenessFor, isRejected, type StudyContext } from './complete.ts';
import { patientOf, type Survivors } from './patient.ts';

/** An accession number with the OID of the clinic that gave it, as one text. */
export const accessionKey = ({ domain, accession }: { readonly domain: string; readonly accession: string }): string =>
  `${domain}|${accession}`;

/** A Study Instance UID as one text beside the accession numbers: no OID is called `study`. */
export const studyName = (uid: string): string => `study|${uid}`;

/** What of a study stands among the names that lead to a record of another person. */
export function elsewhereOf(study: fhir4.ImagingStudy, elsewhere: ReadonlySet<string>): Elsewhere {
  const accession = accessionOf(study);
  return {
    accession: accession !== undefined && elsewhere.has(accessionKey(accession)),
    study: elsewhere.has(studyName(studyUidOf(study))),
  };
}

/** Accession numbers of the studies among these entries: who reads charts looks up which records they lead to. */
export const accessionsOf = (entries: readonly ChartEntry[]): { domain: string; accession: string }[] => {
  const found = entries.flatMap(({ resource }) =>
    resource?.resourceType === 'ImagingStudy' ? (accessionOf(resource) ?? []) : [],
  );
  return [...new Map(found.map((one) => [accessionKey(one), one])).values()];
};

/** What a measured image of a chart may say now, and of which record. */
export type Derived = Omit<StatedFinding, 'finding'> & {
  readonly said: Said;
  readonly measurement: Measurement;
  /** Id of the ImagingStudy. */
  readonly study: string;
};

export type FindingContext = {
  /** Accession numbers (`accessionKey`) and studies (`studyName`) that are another person's too (contract 10). */
  readonly elsewhere: ReadonlySet<string>;
  readonly survivors?: Survivors | undefined;
} & StudyContext;

/** Derives anew, from the facts of the chart, what each measurement may say (contracts 3, 8 and 10). */
export function deriveFindings(context: FindingContext): Derived[] {
  const { entries, elsewhere, survivors } = context;
  return entries.flatMap((entry) => {
    const { record, id, resource } = entry;
    if (resource?.resourceType !== 'Observation' || resource.status === 'entered-in-error') return [];
    const measurement = measurementOf(resource);
    if (!measurement) return [];
    const own = entries.flatMap((one) => (one.record === record && one.resource ? [one.resource] : []));
    const study = studyOf(resource, measurement.instance.sopInstanceUid, own);
    if (!study) return [];
    // What the study no longer holds was shown by a prefix and is not what the whole turned out to be.
    const { sopInstanceUid, pixelHash } = measurement.instance;
    if (!pixelHashesOf(study, sopInstanceUid).includes(pixelHash) || isRejected(study, sopInstanceUid)) return [];
    const patient = patientOf(record, entries, survivors);
    const orders = own.filter((one) => one.resourceType === 'ServiceRequest');
    return [
      {
        record,
        reference: `Observation/${id}`,
        time: resource.effectiveDateTime ?? study.started,
        said: saidOf(
          findingOf(measurement, study, patient, orders, elsewhereOf(study, elsewhere)),
          completenessFor(study, { record, model: measurement.model }, context),
        ),
        measurement,
        study: study.id ?? '',
      },
    ];
  });
}

/**
 * What the region lets out: of each image and model the version that speaks for it there, and that only its suspension
 * where it is suspended. Versions in draft or shadow say nothing; nor does what no region has taken in.
 */
export function governed(derived: readonly Derived[], decisions: ModelDecisions): Derived[] {
  const images = new Map<string, Derived[]>();
  for (const one of derived) {
    const { model, instance } = one.measurement;
    const key = [one.record, one.study, model.id, instance.sopInstanceUid, instance.pixelHash].join(' ');
    images.set(key, [...(images.get(key) ?? []), one]);
  }
  return [...images.values()].flatMap((versions) => {
    const known = versions.flatMap((one) => {
      const { origin, evidence, model } = one.measurement;
      return origin === undefined ? [] : [{ version: model.version, evidence, origin, one }];
    });
    // Versions that saw the image in different files of it: the first acceptance counts for all.
    const [first] = known.sort((a, b) => (a.origin.acceptedAt < b.origin.acceptedAt ? -1 : 1));
    if (first === undefined) return [];
    const { study, measurement } = first.one;
    const spoken = speakerOf(measurement.model.id, known, { ...first.origin, study }, decisions);
    if (spoken === undefined) return [];
    const { one } = spoken.candidate;
    if (!('finding' in one.said)) return [one];
    if (spoken.standing === 'active')
      return [{ ...one, said: { finding: marked(one.said.finding, first.origin, measurement.evidence, decisions) } }];
    return [{ ...one, said: { finding: suspended(one.said.finding) } }];
  });
}

/**
 * A version that speaks by a waiver has not been accepted for use here: what is written of it says so. What it sees is
 * critical only where its manifest and the region both say so, the region with its PPV (contract 11).
 */
function marked(
  finding: Finding,
  { acceptedAt }: Origin,
  evidence: Evidence | undefined,
  decisions: ModelDecisions,
): Finding {
  const { id, version } = finding.model;
  const { waiver, critical } = decisionFor(id, version, acceptedAt, decisions) ?? {};
  const isCritical = critical !== undefined && evidence?.critical === true && finding.state === 'present';
  return {
    ...finding,
    ...(waiver === undefined ? {} : { research: true as const }),
    ...(isCritical ? { critical } : {}),
  };
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

/**
 * One finding for each study and model of a record, whatever the number of its images and the order they came in. "No signs"
 * is never said of a part of them (contract 8): the film that could not be assessed may be the very one that shows them.
 */
export function findingsOfStudies(derived: readonly Derived[]): StatedFinding[] {
  const groups = Map.groupBy(derived, ({ record, study, measurement }) => `${record} ${study} ${measurement.model.id}`);
  return [...groups.values()].flatMap((group) => {
    const stated = group.flatMap(({ said, record, reference, time }) =>
      'finding' in said ? [{ finding: said.finding, record, reference, time }] : [],
    );
    const chosen = findingOfStudy(stated.map(({ finding }) => finding));
    const isPart = chosen?.state === 'absent' && group.some(({ said }) => isUnread(said));
    return stated
      .filter(({ finding }) => finding === chosen)
      .map((one) => (isPart ? { ...one, finding: withheld(one.finding, 'part-not-assessed') } : one));
  });
}
