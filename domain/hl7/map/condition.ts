import { RANK } from '../../../schemas/chart.ts';
import { resourceId } from '../../fhir/identifiers.ts';
import { SNOMED } from '../../fhir/systems.ts';
import type { Repetition, Segment } from '../message.ts';
import { lookUp } from '../table.ts';
import type { Draft } from './draft.ts';
import { ownsVisits } from './encounter.ts';
import type { RecordOfPatient } from './identity.ts';
import { encounterReference, subjectReference, visitNumber } from './keys.ts';
import { staffOf } from './people.ts';
import { type Term, termOf } from './terms.ts';

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/condition-category';

const coded = (system: string, code: string, display?: string): fhir4.CodeableConcept => ({
  coding: [{ system, code, ...(display && { display }) }],
});

/** DG1-6 (table 0052): only a final diagnosis is confirmed. */
const VERIFIED: Readonly<Record<string, string>> = { F: 'confirmed', W: 'provisional', A: 'provisional' };

/** DG1 → Condition, named by visit and DG1-3; DG1-21 = D takes it back. PV2-3 → the complaint he came with. */
export function mapConditions(draft: Draft, patient: RecordOfPatient): void {
  if (!ownsVisits(draft)) return;
  for (const dg1 of draft.message.all('DG1')) mapDiagnosis(dg1, draft, patient);
  const reason = draft.message.first('PV2')?.first(3);
  if (reason !== undefined) mapComplaint(reason, draft, patient, undefined);
}

function mapDiagnosis(dg1: Segment, draft: Draft, patient: RecordOfPatient): void {
  const term = termOf(dg1.first(3) ?? dg1.first(4), draft);
  if (term === undefined) {
    draft.warn('DG1-3 is empty: no condition');
    return;
  }
  const id = conditionId(term, draft, patient, []);
  if (dg1.text(21) === 'D') {
    const gone = draft.group({}, { deleted: true, rank: RANK.cancelled });
    draft.put(patient, 'Condition', id, { base: gone });
    return;
  }
  const recorded = draft.time(dg1.text(19)) ?? draft.time(dg1.text(5));
  const asserter = staffOf(dg1.first(16));
  const base = draft.group({
    ...subjectReference(patient),
    ...encounterReference(draft, patient),
    clinicalStatus: coded(CLINICAL, 'active'),
    verificationStatus: coded(VERIFICATION, lookUp(VERIFIED, dg1.text(6)?.toUpperCase()) ?? 'unconfirmed'),
    category: [coded(CATEGORY, 'encounter-diagnosis')],
    code: term.concept,
    ...(recorded && { recordedDate: recorded.dateTime }),
    ...(asserter && { asserter }),
  });
  draft.put(patient, 'Condition', id, { base });
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
    clinicalStatus: coded(CLINICAL, 'active'),
    verificationStatus: coded(VERIFICATION, 'unconfirmed'),
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
