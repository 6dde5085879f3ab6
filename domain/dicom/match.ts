import { HEADER_EXTENSION, HeaderPatient, PIXEL_HASH_EXTENSION } from '../../schemas/measurement.ts';
import { STEP_EXTENSION } from '../../schemas/study.ts';
import { canonicalHash } from '../fhir/canonical.ts';
import { DICOM_UID } from '../fhir/systems.ts';
import { studyContents } from '../recognition/study-contents.ts';
import { headerName, imagesKept, studyDecisionOf } from '../reconcile/decision.ts';
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

/**
 * Whether any SOP Instance UID of the study stands for two different images (contract 10: both kept, conflict shown). Once a
 * human has looked at all of them and keeps them, only a further image asks again.
 */
export function hasConflict(study: fhir4.ImagingStudy): boolean {
  const images = conflictOf(study);
  return images !== undefined && imagesKept(study) !== images;
}

/** Digest of all images that stand under one UID with others; undefined: there are none. */
export function conflictOf(study: fhir4.ImagingStudy): string | undefined {
  const uids = new Set(instancesOf(study).map(({ uid }) => uid));
  const several = [...uids].sort().flatMap((uid) => {
    const hashes = pixelHashesOf(study, uid);
    return hashes.length > 1 ? [[uid, ...hashes.sort()]] : [];
  });
  return several.length === 0 ? undefined : canonicalHash(several);
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

/** The record that an ImagingStudy is said of. */
const recordOf = ({ subject }: fhir4.ImagingStudy): string | undefined => subject?.reference?.slice('Patient/'.length);

/** Headers that no human has vouched for: of a study that somebody linked to this record those that came after his word. */
export function doubtedHeaders(study: fhir4.ImagingStudy): HeaderPatient[] {
  const decision = studyDecisionOf(study);
  if (decision?.state !== 'linked' || decision.record !== recordOf(study)) return headersOf(study);
  const seen = new Set(decision.seen);
  return headersOf(study).filter((header) => !seen.has(headerName(header)));
}

/**
 * Compares the headers of a study with the demographics of the record it lies in. Absent on either side contradicts
 * nothing; with several names in the chart one that fits is enough. A human's word goes before all of it: what he linked to
 * this record is its patient's unless another header comes that contradicts, and what he linked elsewhere, keeps apart or
 * calls the wrong patient's is in no doubt, and in this chart no more.
 * @param elsewhere the study's accession number, in its clinic's domain, stands on an order of another person; its UID in
 * another person's chart
 */
export function reconciliation(
  study: fhir4.ImagingStudy,
  patient: fhir4.Patient | undefined,
  elsewhere: Elsewhere = NOWHERE,
): Reconciliation {
  const reasons = new Set<MismatchReason>();
  const decision = studyDecisionOf(study);
  const isLinked = decision?.state === 'linked' && decision.record === recordOf(study);
  if (decision !== undefined && !isLinked) return { state: 'unreconciled', reasons: [] };
  if (!isLinked && isMisplaced(study)) reasons.add('wrong-worklist-entry');
  if (!isLinked && elsewhere.accession) reasons.add('accession-other-record');
  const names = patient === undefined ? [] : namesOf(patient).filter((name) => name !== '');
  for (const header of doubtedHeaders(study)) {
    const { name, birthDate, sex } = header;
    if (name !== undefined && names.length > 0 && names.every((known) => namesContradict(name, known)))
      reasons.add('name');
    if (birthDate !== undefined && patient?.birthDate !== undefined && datesContradict(birthDate, patient.birthDate))
      reasons.add('birth-date');
    if (sex !== undefined && (patient?.gender === 'male' || patient?.gender === 'female') && patient.gender !== sex)
      reasons.add('sex');
  }
  // Of two copies one that contradicts its patient is the wrong one, and the other is not in doubt.
  if (
    !isLinked &&
    reasons.size === 0 &&
    patient !== undefined &&
    elsewhere.study &&
    studyContents(study).claiming.length > 0
  )
    reasons.add('study-of-two-patients');
  if (reasons.size > 0) return { state: 'unreconciled', reasons: [...reasons].sort() };
  return patient === undefined ? { state: 'waiting' } : { state: 'reconciled' };
}

/** Something of the study was made under the wrong entry of a worklist: its header has the patient of that entry. */
const isMisplaced = (study: fhir4.ImagingStudy): boolean =>
  (study.extension ?? []).some(({ url }) => url === STEP_EXTENSION) && studyContents(study).misplaced.length > 0;
