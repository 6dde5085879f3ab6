import { type FieldGroup, RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import { SNOMED } from '../../../fhir/systems.ts';
import { lookUp } from '../../look-up.ts';
import type { Repetition, Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, subjectReference, visitNumber } from '../keys.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { staffOf } from '../people.ts';
import { type Term, termOf } from '../terms.ts';
import { ownsVisits } from '../visits/encounter.ts';

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/condition-category';

const coded = (system: string, code: string, display?: string): fhir4.CodeableConcept => ({
  coding: [{ system, code, ...(display && { display }) }],
});

export const clinicalStatus = (code: string) => ({ clinicalStatus: coded(CLINICAL, code) });
export const verificationStatus = (code: string) => ({ verificationStatus: coded(VERIFICATION, code) });
export const conditionCategory = (code: string) => ({ category: [coded(CATEGORY, code)] });

/** DG1-6 (table 0052): only a final diagnosis is confirmed; the higher the firmer. */
const VERIFIED: Readonly<Record<string, readonly [firmness: number, status: string]>> = {
  F: [2, 'confirmed'],
  W: [1, 'provisional'],
  A: [1, 'provisional'],
};
const verified = (dg1: Segment): readonly [number, string] =>
  lookUp(VERIFIED, dg1.text(6)?.toUpperCase()) ?? [0, 'unconfirmed'];

/** A diagnosis of the visit, as the visit refers to it. */
export type Diagnosed = { readonly id: string; readonly dg1: Segment; readonly deleted: boolean };

/**
 * DG1 → Condition, named by visit and DG1-3; DG1-21 = D takes it back. A code that a message repeats as admission and as final
 * diagnosis is one condition, as firm as the firmest. PV2-3 → the complaint he came with. Returns the diagnoses in the
 * order of the message.
 */
export function mapConditions(draft: Draft, patient: RecordOfPatient): Diagnosed[] {
  if (!ownsVisits(draft)) return [];
  const said = draft.message.all('DG1').flatMap((dg1) => diagnosisOf(dg1, draft, patient) ?? []);
  const firmest = [...said].sort((a, b) => verified(b.dg1)[0] - verified(a.dg1)[0]);
  for (const [id, [first, ...others]] of Map.groupBy(firmest, (one) => one.id))
    if (first !== undefined) putDiagnosis({ ...first, id }, others, draft, patient);
  const reason = draft.message.first('PV2')?.first(3);
  if (reason !== undefined) mapComplaint(reason, draft, patient, undefined);
  return said;
}

function diagnosisOf(dg1: Segment, draft: Draft, patient: RecordOfPatient): (Diagnosed & { term: Term }) | undefined {
  const term = termOf(dg1.first(3) ?? dg1.first(4), draft);
  if (term === undefined) {
    draft.warn('DG1-3 is empty: no condition');
    return undefined;
  }
  return { id: conditionId(term, draft, patient, []), dg1, term, deleted: dg1.text(21)?.toUpperCase() === 'D' };
}

function putDiagnosis(
  { id, dg1, term, deleted }: Diagnosed & { term: Term },
  others: readonly (Diagnosed & { term: Term })[],
  draft: Draft,
  patient: RecordOfPatient,
): void {
  if (deleted) {
    const gone = draft.group({}, { deleted: true, rank: RANK.cancelled });
    draft.put(patient, 'Condition', id, { base: gone });
    return;
  }
  // DG1-5 is when the diagnosis was made, which is not when the illness began.
  const recorded = draft.time(dg1.text(19)) ?? draft.time(dg1.text(5));
  const asserter = staffOf(dg1.first(16));
  const number = dg1.text(20);
  const code = withDescription(term.concept, dg1);
  // Two sides of a body may have one code: the words of the others are kept as notes.
  const words = new Set(others.map((other) => withDescription(other.term.concept, other.dg1).text));
  const note = [...words].flatMap((text) => (text === undefined || text === code.text ? [] : [{ text }]));
  const base = draft.group({
    ...subjectReference(patient),
    ...encounterReference(draft, patient),
    ...clinicalStatus('active'),
    ...verificationStatus(verified(dg1)[1]),
    ...conditionCategory('encounter-diagnosis'),
    code,
    ...(note.length > 0 && { note }),
    ...(number !== undefined && { identifier: [{ value: number }] }),
    ...(recorded && { recordedDate: recorded.dateTime }),
    ...(asserter && { asserter }),
  });
  draft.put(patient, 'Condition', id, { base });
}

/** DG1-4 is the text of a code that came without one. */
function withDescription(concept: fhir4.CodeableConcept, dg1: Segment): fhir4.CodeableConcept {
  const [own, description] = [dg1.text(3, 9) ?? dg1.text(3, 2), dg1.text(4)];
  return own === undefined && description !== undefined ? { ...concept, text: description } : concept;
}

/** DG1-6 → FHIR diagnosis-role. */
const ROLES: Readonly<Record<string, fhir4.Coding>> = {
  A: { system: 'http://terminology.hl7.org/CodeSystem/diagnosis-role', code: 'AD', display: 'Admission diagnosis' },
  F: { system: 'http://terminology.hl7.org/CodeSystem/diagnosis-role', code: 'DD', display: 'Discharge diagnosis' },
  W: { system: 'http://terminology.hl7.org/CodeSystem/v2-0052', code: 'W', display: 'Working' },
};

/** What each diagnosis is to its visit: its part (DG1-6) and priority (DG1-15), a group of the encounter for each. */
export function mapDiagnosisRoles(
  diagnosed: readonly Diagnosed[],
  encounter: string,
  draft: Draft,
  patient: RecordOfPatient,
): void {
  const groups: Record<string, FieldGroup> = {};
  for (const { id, dg1, deleted } of diagnosed) {
    const type = dg1.text(6)?.toUpperCase() ?? '';
    const use = lookUp(ROLES, type);
    const rank = dg1.text(15) ?? '';
    const diagnosis = {
      condition: { reference: `Condition/${id}` },
      ...(use && { use: { coding: [use] } }),
      ...(/^[1-9]\d{0,2}$/.test(rank) && { rank: Number(rank) }),
    };
    groups[`diagnosis:${id}:${use ? type : ''}`] = deleted
      ? draft.group({}, { rank: RANK.cancelled })
      : draft.group({ diagnosis: [diagnosis] });
  }
  if (diagnosed.length > 0) draft.put(patient, 'Encounter', encounter, groups);
}

/**
 * A complaint, as the patient tells it: PV2-3, or an OBX whose code asks for it. It is no diagnosis and has its own
 * category (SNOMED CT 409586006 Complaint).
 */
export function mapComplaint(
  value: Repetition,
  draft: Draft,
  patient: RecordOfPatient,
  recordedDate: string | undefined,
): void {
  const term = termOf(value, draft);
  if (term === undefined) return;
  const base = draft.group({
    ...subjectReference(patient),
    ...encounterReference(draft, patient),
    ...clinicalStatus('active'),
    ...verificationStatus('unconfirmed'),
    category: [coded(SNOMED, '409586006', 'Complaint')],
    code: term.concept,
    ...(recordedDate !== undefined && { recordedDate }),
  });
  draft.put(patient, 'Condition', conditionId(term, draft, patient, ['complaint']), { base });
}

/** Without a visit number the patient's own number takes its place in the key, with one part more. */
function conditionId(term: Term, draft: Draft, patient: RecordOfPatient, more: readonly string[]): string {
  const visit = visitNumber(draft);
  const place = visit === undefined ? ['', patient.identifier] : [visit];
  return resourceId(draft.context.idKey, 'Condition', [patient.owner.domain.oid, ...place, ...term.key, ...more]);
}
