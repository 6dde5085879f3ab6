import { datesContradict } from '../../../dicom/match.ts';
import { namesContradict } from '../../../dicom/names.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import type { RecordOfPatient } from './identity.ts';
import { nameOf } from './names.ts';
import { birthDateOf, sexOf } from './patient.ts';

/** What a sender who does not own the demographics says of the patient: to be compared, never stored (contract 3). */
export type StatedPatient = {
  readonly record: string;
  readonly name: string | undefined;
  readonly birthDate: string | undefined;
  readonly gender: fhir4.Patient['gender'] | undefined;
};

export const statedPatient = (pid: Segment, { record }: RecordOfPatient, draft: Draft): StatedPatient => {
  const name = pid.first(5);
  return {
    record,
    name: name && nameOf(name)?.text,
    birthDate: birthDateOf(pid, draft),
    gender: sexOf(pid, draft),
  };
};

/** In which of name, birth date and sex a statement contradicts the patient of the chart; what one side lacks does not. */
export function contradictionsOf(stated: StatedPatient, patient: fhir4.Patient): string[] {
  const names = (patient.name ?? []).flatMap(({ text }) => text ?? []);
  const { name, birthDate, gender } = stated;
  const known = new Set(['male', 'female']);
  const sexes = [gender, patient.gender].filter((one) => known.has(one ?? ''));
  return [
    ...(name !== undefined && names.length > 0 && names.every((one) => namesContradict(name, one)) ? ['name'] : []),
    ...(birthDate !== undefined && patient.birthDate !== undefined && datesContradict(birthDate, patient.birthDate)
      ? ['birth-date']
      : []),
    ...(sexes.length === 2 && sexes[0] !== sexes[1] ? ['sex'] : []),
  ];
}
