import type { Draft } from '../draft.ts';
import { encounterId } from '../keys.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { withPatient } from '../patients/with-patient.ts';
import { mapEncounter } from './encounter.ts';

/**
 * The patient of an order, result or document, and the visit in which it arose, where the message names one: what refers
 * to a visit finds it also when the visit's own messages have not come. Such a message describes the visit and names no
 * state of it.
 */
export function withVisit(draft: Draft): RecordOfPatient {
  const patient = withPatient(draft);
  if (encounterId(draft, patient) !== undefined) mapEncounter(draft, patient);
  return patient;
}
