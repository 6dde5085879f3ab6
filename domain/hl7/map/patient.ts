import type { FieldGroup } from '../../../schemas/chart.ts';
import type { Segment } from '../message.ts';
import { lookUp } from '../table.ts';
import { readTime } from '../time.ts';
import type { Draft } from './draft.ts';
import { identifierOf, type RecordOfPatient } from './identity.ts';
import { addressOf, contactOf, nameOf } from './people.ts';

/** HL7 table 0001 and the letters Russian systems write → FHIR administrative gender. */
const GENDERS: Readonly<Record<string, fhir4.Patient['gender']>> = {
  M: 'male',
  М: 'male',
  '1': 'male',
  F: 'female',
  Ж: 'female',
  '2': 'female',
  O: 'other',
  A: 'other',
  U: 'unknown',
  N: 'unknown',
};

/**
 * Demographics have one owner: the ADT of the information system (or post) of the clinic that keeps the record. What
 * laboratories, radiology and other clinics write in their PID is never copied (contract 3).
 */
export function ownsDemographics(draft: Draft, { owner }: RecordOfPatient): boolean {
  if (draft.context.mode === 'open') return true;
  const { role } = draft.sender;
  return (
    draft.message.type.startsWith('ADT^') &&
    (role === 'his' || role === 'post') &&
    owner.clinic.id === draft.context.clinic.id
  );
}

/**
 * PID → Patient, whose id is the record's. Each fact is a group of its own: an absent field says nothing and leaves what
 * is known, `""` takes it away (contract 3).
 */
export function mapPatient(pid: Segment, patient: RecordOfPatient, draft: Draft): void {
  if (!ownsDemographics(draft, patient)) return;
  const groups: Record<string, FieldGroup> = {};
  const say = (name: string, member: string, field: number, value: unknown): void => {
    if (pid.isNull(field)) groups[name] = draft.group({ [member]: null });
    else if (value !== undefined && !(Array.isArray(value) && value.length === 0))
      groups[name] = draft.group({ [member]: value });
  };
  const kept = <T>(values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined);

  const identifiers = kept(pid.repetitions(3).map((repetition) => identifierOf(repetition, draft.context)));
  groups.demographics = draft.group({ identifier: withRecordNumber(identifiers, patient) });
  say('demographics:name', 'name', 5, kept(pid.repetitions(5).map(nameOf)));
  say('demographics:birthDate', 'birthDate', 7, birthDateOf(pid, draft));
  say('demographics:gender', 'gender', 8, genderOf(pid, draft));
  say('demographics:address', 'address', 11, kept(pid.repetitions(11).map(addressOf)));
  const phones = [
    ...pid.repetitions(13).map((repetition) => contactOf(repetition, 'home')),
    ...pid.repetitions(14).map((repetition) => contactOf(repetition, 'work')),
  ];
  say('demographics:telecom', 'telecom', 13, kept(phones));
  const diedAt = draft.time(pid.text(29));
  if (diedAt) groups['demographics:deceased'] = draft.group({ deceasedDateTime: diedAt.dateTime });
  else if (pid.text(30) === 'Y' || pid.text(30) === 'N')
    groups['demographics:deceased'] = draft.group({ deceasedBoolean: pid.text(30) === 'Y' });
  draft.put(patient, 'Patient', patient.record, groups);
}

/** The number that names the record comes first and always carries its domain, also where the sender left CX.4 out. */
function withRecordNumber(identifiers: readonly fhir4.Identifier[], patient: RecordOfPatient): fhir4.Identifier[] {
  const system = `urn:oid:${patient.owner.domain.oid}`;
  const own = identifiers.find(
    (one) => one.value === patient.identifier && (one.system === undefined || one.system === system),
  );
  return [{ ...own, system, value: patient.identifier }, ...identifiers.filter((one) => one !== own)];
}

/** A birth date is a day on the calendar of its place: a time of day and an offset behind it do not move it. */
export function birthDateOf(pid: Segment, draft: Draft): string | undefined {
  const sent = pid.text(7);
  const date = readTime(sent, draft.context.clinic.zone)?.dateTime.slice(0, 10);
  if (sent !== undefined && date === undefined) draft.warn('PID-7 is no date');
  return date;
}

/** PID-8 as FHIR gender; undefined where it is empty or no sex of table 0001. */
export function genderOf(pid: Segment, draft: Draft): fhir4.Patient['gender'] | undefined {
  const sent = pid.text(8)?.toUpperCase();
  if (sent === undefined) return undefined;
  const gender = lookUp(GENDERS, sent);
  if (gender === undefined) draft.warn('PID-8 is not in table 0001');
  return gender;
}
