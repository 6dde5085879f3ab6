import type { FieldGroup } from '../../../../schemas/chart.ts';
import type { Segment } from '../../read/message.ts';
import { readTime } from '../../time.ts';
import type { Draft } from '../draft.ts';
import { addressOf, telecomsOf } from './contacts.ts';
import { identifierOf, type RecordOfPatient } from './identity.ts';
import { kinGroups } from './kin.ts';
import { nameOf } from './names.ts';
import { furtherGroups, present } from './person.ts';
import { genderOf } from './sex.ts';

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
 * Whether what the PID says becomes the Patient. A laboratory or radiology that has patients under numbers of its own, and
 * no information system beside it, is the only one that ever describes them; of all others' patients its PID is compared.
 */
export function describesPatient(draft: Draft, patient: RecordOfPatient): boolean {
  if (ownsDemographics(draft, patient)) return true;
  const { clinic, keepsRegistry = true } = draft.context;
  return !keepsRegistry && patient.owner.clinic.id === clinic.id;
}

/**
 * PID, PD1 and NK1 → Patient, whose id is the record's. Each fact is a group of its own: an absent field says nothing and
 * leaves what is known, `""` takes it away (contract 3).
 */
export function mapPatient(pid: Segment, patient: RecordOfPatient, draft: Draft): void {
  if (!describesPatient(draft, patient)) return;
  const groups: Record<string, FieldGroup> = {};
  const say = (name: string, member: string, field: number, value: unknown): void => {
    if (pid.isNull(field)) groups[name] = draft.group({ [member]: null });
    else if (value !== undefined && !(Array.isArray(value) && value.length === 0))
      groups[name] = draft.group({ [member]: value });
  };

  const identifiers = present(pid.repetitions(3).map((repetition) => identifierOf(repetition, draft.context)));
  groups.demographics = draft.group({ identifier: withRecordNumber(identifiers, patient) });
  say('demographics:name', 'name', 5, present(pid.repetitions(5).map(nameOf)));
  const born = birthDateOf(pid, draft);
  const clock = birthTimeOf(pid, draft);
  if (pid.isNull(7)) groups['demographics:birthDate'] = draft.group({ birthDate: null });
  else if (born !== undefined) groups['demographics:birthDate'] = draft.group({ birthDate: born, ...clock });
  say('demographics:gender', 'gender', 8, sexOf(pid, draft));
  say('demographics:address', 'address', 11, present(pid.repetitions(11).map(addressOf)));
  say('demographics:telecom', 'telecom', 13, telecomsOf(pid, 13, 'home'));
  const [died, hasDied] = [draft.time(pid.text(29)), pid.text(30)?.toUpperCase()];
  if (died) groups['demographics:deceased'] = draft.group({ deceasedDateTime: died.dateTime });
  else if (hasDied === 'Y' || hasDied === 'N')
    groups['demographics:deceased'] = draft.group({ deceasedBoolean: hasDied === 'Y' });
  else if (pid.isNull(29) || pid.isNull(30)) groups['demographics:deceased'] = draft.group({});
  draft.put(patient, 'Patient', patient.record, { ...groups, ...furtherGroups(pid, draft), ...kinGroups(draft) });
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

/** A newborn's age is counted in hours: the time of day of PID-7 is kept beside the date (FHIR patient-birthTime). */
function birthTimeOf(pid: Segment, draft: Draft): { _birthDate?: fhir4.Element } {
  const born = draft.time(pid.text(7))?.dateTime;
  if (born === undefined || !born.includes('T')) return {};
  const url = 'http://hl7.org/fhir/StructureDefinition/patient-birthTime';
  return { _birthDate: { extension: [{ url, valueDateTime: born }] } };
}

/** PID-8 as FHIR gender; undefined where it is empty or no sex of table 0001. */
export function sexOf(pid: Segment, draft: Draft): fhir4.Patient['gender'] | undefined {
  const sent = pid.text(8);
  const gender = genderOf(sent);
  if (sent !== undefined && gender === undefined) draft.warn('PID-8 is not in table 0001');
  return gender;
}
