import type { Draft } from '../draft.ts';
import { patientOf, type RecordOfPatient } from './identity.ts';
import { describesPatient, mapPatient } from './patient.ts';
import { statedPatient } from './stated.ts';

/**
 * The patient whom a message is about: his demographics are written where they are the sender's to say, else only compared
 * (contract 3). @throws OkaError `hl7-structure` without PID, `no-identity` without a record number
 */
export function withPatient(draft: Draft): RecordOfPatient {
  const pid = draft.need('PID');
  const patient = patientOf(draft, pid);
  if (describesPatient(draft, patient)) mapPatient(pid, patient, draft);
  else draft.stated.push(statedPatient(pid, patient, draft));
  return patient;
}
