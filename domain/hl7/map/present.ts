import type { Draft } from './draft.ts';
import { mapEncounter } from './encounter.ts';
import type { RecordOfPatient } from './identity.ts';
import { encounterId } from './keys.ts';
import { withPatient } from './subject.ts';

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
