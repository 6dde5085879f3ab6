import { HEADER_EXTENSION, HeaderPatient, PIXEL_HASH_EXTENSION } from '../../schemas/measurement.ts';
import { STEP_EXTENSION } from '../../schemas/study.ts';
import { DICOM_UID } from '../fhir/systems.ts';
import { studyContents } from '../recognition/study-contents.ts';
import { namesContradict } from './names.ts';

/**
 * The right patient (contract 10). A study is always stored under the record that its patient id names; whether it
 * belongs to the patient of that record is decided here, from chart facts alone and anew at every revision: so a late
 * ADT or order leads to the same answer as an early one.
 */
export type Reconciliation =
  | { readonly state: 'reconciled' }
  /** No demographics of the record are known yet. */
  | { readonly state: 'waiting' }
  | { readonly state: 'unreconciled'; readonly reasons: readonly MismatchReason[] };

export type MismatchReason =
  | 'name'
  | 'birth-date'
  | 'sex'
  | 'accession-other-record'
  /** The Study Instance UID stands in another person's chart as well, and there nothing contradicts it either. */
  | 'study-of-two-patients'
  /** The modality says that the examination was begun under the wrong entry of its worklist. */
  | 'wrong-worklist-entry';

/** What of a study leads to a record of another person. */
export type Elsewhere = { readonly accession: boolean; readonly study: boolean };
const NOWHERE: Elsewhere = { accession: false, study: false };

/** The different headers that the images of a study carry. */
export const headersOf = (study: fhir4.ImagingStudy): HeaderPatient[] =>
  (study.extension ?? [])
    .filter((extension) => extension.url === HEADER_EXTENSION)
    .map((extension) => HeaderPatient.parse(JSON.parse(extension.valueString ?? '{}')));

/** Study Instance UID of an ImagingStudy, without the `urn:oid:` of FHIR. */
export const studyUidOf = (study: fhir4.ImagingStudy): string =>
  (study.identifier?.find((one) => one.system === DICOM_UID)?.value ?? '').replace(/^urn:oid:/, '');

const ACCESSION = 'ACSN';

/** The accession number of a study with the clinic's OID in whose domain it was given. */
export function accessionOf(study: fhir4.ImagingStudy): { domain: string; accession: string } | undefined {
  const found = study.identifier?.find((one) => one.type?.coding?.some((coding) => coding.code === ACCESSION));
  if (found?.value === undefined || found.system === undefined) return undefined;
  return { domain: found.system.replace(/^urn:oid:/, ''), accession: found.value };
}

type Instance = fhir4.ImagingStudySeriesInstance;

const instancesOf = (study: fhir4.ImagingStudy): Instance[] =>
  (study.series ?? []).flatMap((series) => series.instance ?? []);

const hashesOf = ({ extension = [] }: Instance): string[] =>
  extension.flatMap(({ url, valueString }) => (url === PIXEL_HASH_EXTENSION ? (valueString ?? []) : []));

/** Hashes of the pixels that a study holds under one SOP Instance UID; more than one is a conflict. */
export const pixelHashesOf = (study: fhir4.ImagingStudy, sopInstanceUid: string): string[] => [
  ...new Set(
    instancesOf(study)
      .filter(({ uid }) => uid === sopInstanceUid)
      .flatMap(hashesOf),
  ),
];

/** Whether any SOP Instance UID of the study stands for two different images (contract 10: both kept, conflict shown). */
export function hasConflict(study: fhir4.ImagingStudy): boolean {
  const known = new Map<string, string>();
  return instancesOf(study).some((instance) =>
    hashesOf(instance).some((hash) => {
      const first = known.get(instance.uid) ?? hash;
      known.set(instance.uid, first);
      return first !== hash;
    }),
  );
}

/** Two FHIR dates contradict when they differ within the precision both have: 1950 does not contradict 1950-03-01. */
export const datesContradict = (one: string, other: string): boolean => {
  const common = Math.min(one.length, other.length);
  return one.slice(0, common) !== other.slice(0, common);
};

const namesOf = (patient: fhir4.Patient): string[] =>
  (patient.name ?? []).map((name) =>
    name.family === undefined && name.given === undefined
      ? (name.text ?? '')
      : [name.family ?? '', ...(name.given ?? [])].join('^'),
  );

/**
 * Compares the headers of a study with the demographics of the record it lies in. Absent on either side contradicts
 * nothing; with several names in the chart one that fits is enough.
 * @param elsewhere the study's accession number, in its clinic's domain, stands on an order of another person; its UID in
 * another person's chart
 */
export function reconciliation(
  study: fhir4.ImagingStudy,
  patient: fhir4.Patient | undefined,
  elsewhere: Elsewhere = NOWHERE,
): Reconciliation {
  const reasons = new Set<MismatchReason>();
  if (isMisplaced(study)) reasons.add('wrong-worklist-entry');
  if (elsewhere.accession) reasons.add('accession-other-record');
  const names = patient === undefined ? [] : namesOf(patient).filter((name) => name !== '');
  for (const header of headersOf(study)) {
    const { name, birthDate, sex } = header;
    if (name !== undefined && names.length > 0 && names.every((known) => namesContradict(name, known)))
      reasons.add('name');
    if (birthDate !== undefined && patient?.birthDate !== undefined && datesContradict(birthDate, patient.birthDate))
      reasons.add('birth-date');
    if (sex !== undefined && (patient?.gender === 'male' || patient?.gender === 'female') && patient.gender !== sex)
      reasons.add('sex');
  }
  // Of two copies one that contradicts its patient is the wrong one, and the other is not in doubt.
  if (reasons.size === 0 && patient !== undefined && elsewhere.study && studyContents(study).claiming.length > 0)
    reasons.add('study-of-two-patients');
  if (reasons.size > 0) return { state: 'unreconciled', reasons: [...reasons].sort() };
  return patient === undefined ? { state: 'waiting' } : { state: 'reconciled' };
}

/** Something of the study was made under the wrong entry of a worklist: its header has the patient of that entry. */
const isMisplaced = (study: fhir4.ImagingStudy): boolean =>
  (study.extension ?? []).some(({ url }) => url === STEP_EXTENSION) && studyContents(study).misplaced.length > 0;
