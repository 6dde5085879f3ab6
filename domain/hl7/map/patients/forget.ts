import { RANK } from '../../../../schemas/chart.ts';
import { OkaError } from '../../../../schemas/errors.ts';
import type { Draft } from '../draft.ts';
import { patientOf } from './identity.ts';
import { ownsDemographics } from './patient.ts';

/** All that a Patient may say of himself (the groups of patient.ts, person.ts, kin.ts). */
const FACTS = [
  'address',
  'birthDate',
  'birthPlace',
  'communication',
  'contact',
  'deceased',
  'gender',
  'generalPractitioner',
  'guessedName',
  'identifier:18',
  'identifier:19',
  'identifier:2',
  'identifier:20',
  'identifier:4',
  'maritalStatus',
  'mothersMaidenName',
  'multipleBirth',
  'name',
  'name:alias',
  'telecom',
  'telecom:40',
  'telecom:work',
];

/**
 * ADT^A29 (HL7 v2.5.1 ch. 3.3.29): what was said of the person is deleted; the record and what was found in it stay. A
 * later message of the person says all of it anew.
 * @throws OkaError `forbidden` where the sender does not own the demographics
 */
export function forgetPerson(draft: Draft): void {
  const pid = draft.need('PID');
  const patient = patientOf(draft, pid);
  if (!ownsDemographics(draft, patient)) throw new OkaError('forbidden', 'PID-3');
  const gone = draft.group({}, { deleted: true, rank: RANK.cancelled });
  const names = ['demographics', ...FACTS.map((fact) => `demographics:${fact}`)];
  draft.put(patient, 'Patient', patient.record, Object.fromEntries(names.map((name) => [name, gone])));
}
