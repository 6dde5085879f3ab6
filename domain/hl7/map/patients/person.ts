import type { FieldGroup } from '../../../../schemas/chart.ts';
import { IDENTIFIER_TYPES } from '../../../fhir/systems.ts';
import { isSnils, SNILS_OID } from '../../../identity/snils.ts';
import { lookUp } from '../../look-up.ts';
import type { Repetition, Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { organisationOf, roleOf, staffOf } from '../people.ts';
import { termOf } from '../terms.ts';
import { telecomsOf } from './contacts.ts';
import { identifierOf } from './identity.ts';
import { nameOf } from './names.ts';

const STRUCTURE = 'http://hl7.org/fhir/StructureDefinition/';
const MARITAL = 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus';
const NULL_FLAVOR = 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor';

/** HL7 table 0002 → v3 MaritalStatus. */
const MARITAL_STATUS: Readonly<Record<string, string>> = {
  A: 'L',
  B: 'U',
  C: 'C',
  D: 'D',
  E: 'L',
  G: 'T',
  I: 'I',
  M: 'M',
  N: 'A',
  P: 'T',
  R: 'T',
  S: 'S',
  W: 'W',
};

export const present = <T>(values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined);

/** Fields beside PID-3 that carry a number of the patient: what kind it is where the field alone says so (table 0203). */
const NUMBERS = [
  [2, undefined],
  [4, undefined],
  [18, 'AN'],
  [19, 'SS'],
  [20, 'DL'],
] as const;

/** What PID and PD1 say beyond name, birth date and sex; each a group of its own. `""` leaves the group empty. */
export function furtherGroups(pid: Segment, draft: Draft): Record<string, FieldGroup> {
  const said: Record<string, FieldGroup> = {};
  const say = (name: string, field: number, value: object | undefined): void => {
    if (pid.isNull(field)) said[`demographics:${name}`] = draft.group({});
    else if (value !== undefined) said[`demographics:${name}`] = draft.group(value);
  };
  const listed = new Set(pid.repetitions(3).map((repetition) => repetition.text(1)));
  for (const [field, type] of NUMBERS) {
    const numbers = present(pid.repetitions(field).map((one) => numberOf(one, field, type, draft)));
    const others = numbers.filter(({ value }) => !listed.has(value));
    say(`identifier:${field}`, field, others.length > 0 ? { identifier: others } : undefined);
  }
  say('telecom:work', 14, listOf('telecom', telecomsOf(pid, 14, 'work')));
  say('telecom:40', 40, listOf('telecom', telecomsOf(pid, 40, 'home')));
  // An alias is no name by which anybody is to be known or matched.
  const aliases = pid.repetitions(9).flatMap((one) => nameOf(one) ?? []);
  say(
    'name:alias',
    9,
    listOf(
      'name',
      aliases.map((name) => ({ use: 'nickname', ...name })),
    ),
  );
  const maiden = pid.repetitions(6).flatMap((one) => nameOf(one)?.family ?? []);
  say('mothersMaidenName', 6, extensionOf('patient-mothersMaidenName', { valueString: maiden[0] }));
  const language = languageOf(pid.first(15), draft);
  say('communication', 15, language && { communication: [{ language, preferred: true }] });
  say('maritalStatus', 16, maritalStatusOf(pid.first(16), draft));
  const birthPlace = pid.text(23);
  say('birthPlace', 23, extensionOf('patient-birthPlace', { valueAddress: birthPlace && { text: birthPlace } }));
  say('multipleBirth', 24, multipleBirthOf(pid));
  const doctors = generalPractitionersOf(draft);
  if (doctors.length > 0) said['demographics:generalPractitioner'] = draft.group({ generalPractitioner: doctors });
  return said;
}

/** PID-15 as sent, behind its BCP 47 tag where it is a code of ISO 639 (`rus` → `ru`; FHIR R4 value set languages). */
function languageOf(sent: Repetition | undefined, draft: Draft): fhir4.CodeableConcept | undefined {
  const concept = termOf(sent, draft)?.concept;
  const code = sent?.text(1) ?? '';
  if (concept === undefined || !/^[a-z]{2,3}$/i.test(code)) return concept;
  const tag = { system: 'urn:ietf:bcp:47', code: new Intl.Locale(code).language };
  return { ...concept, coding: [tag, ...(concept.coding ?? [])] };
}

const listOf = (member: string, values: readonly unknown[]): object | undefined =>
  values.length === 0 ? undefined : { [member]: values };

const extensionOf = (name: string, value: Readonly<Record<string, unknown>>): object | undefined =>
  Object.values(value).every(Boolean) ? { extension: [{ url: `${STRUCTURE}${name}`, ...value }] } : undefined;

/** In Russia PID-19 carries the SNILS: a number with its right check number is one, whatever the field was called. */
function numberOf(
  one: Repetition,
  field: number,
  type: string | undefined,
  draft: Draft,
): fhir4.Identifier | undefined {
  const identifier = identifierOf(one, draft.context);
  if (identifier?.value === undefined) return undefined;
  const snils = field === 19 && identifier.system === undefined && isSnils(identifier.value);
  return {
    ...identifier,
    ...(snils && { system: `urn:oid:${SNILS_OID}` }),
    ...(type !== undefined && !identifier.type && { type: { coding: [{ system: IDENTIFIER_TYPES, code: type }] } }),
  };
}

function maritalStatusOf(sent: Repetition | undefined, draft: Draft): object | undefined {
  const code = sent?.text(1)?.toUpperCase();
  if (sent === undefined || code === undefined) return undefined;
  const known = lookUp(MARITAL_STATUS, code);
  const unknown = code === 'U' || code === 'T' ? { system: NULL_FLAVOR, code: 'UNK' } : undefined;
  const coding = known === undefined ? unknown : { system: MARITAL, code: known };
  const text = sent.text(2);
  if (coding === undefined) return { maritalStatus: termOf(sent, draft)?.concept };
  return { maritalStatus: { coding: [coding], ...(text !== undefined && { text }) } };
}

/** PID-25 is the place in the order of births; without it PID-24 says whether there was more than one. */
function multipleBirthOf(pid: Segment): object | undefined {
  const [many, order] = [pid.text(24)?.toUpperCase(), pid.text(25)];
  if (many === 'N') return { multipleBirthBoolean: false };
  if (order !== undefined && /^[1-9]$/.test(order)) return { multipleBirthInteger: Number(order) };
  return many === 'Y' ? { multipleBirthBoolean: true } : undefined;
}

/** PD1-4 and PD1-3, and who a ROL in front of the visit names as the patient's own doctor (table 0443: PP, FHCP). */
function generalPractitionersOf({ message }: Draft): fhir4.Reference[] {
  const [pd1] = message.all('PD1');
  const visit = message.segments.findIndex(({ name }) => name === 'PV1');
  const roles = message.segments
    .slice(0, visit === -1 ? undefined : visit)
    .filter(({ name }) => name === 'ROL')
    .flatMap((segment) => roleOf(segment) ?? [])
    .filter(({ role }) => ['PP', 'FHCP'].includes(role?.text(1)?.toUpperCase() ?? ''))
    .map(({ person }) => person);
  const named = pd1?.repetitions(4).flatMap((repetition) => staffOf(repetition) ?? []) ?? [];
  const places = pd1?.repetitions(3).flatMap((repetition) => organisationOf(repetition) ?? []) ?? [];
  return [...named, ...roles, ...places];
}
