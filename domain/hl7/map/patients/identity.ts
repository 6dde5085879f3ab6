import { OkaError } from '../../../../schemas/errors.ts';
import { recordId } from '../../../fhir/identifiers.ts';
import { IDENTIFIER_TYPES } from '../../../fhir/systems.ts';
import { OMS_OID } from '../../../identity/oms.ts';
import { SNILS_OID } from '../../../identity/snils.ts';
import { lookUp } from '../../look-up.ts';
import type { Repetition, Segment } from '../../read/message.ts';
import { readTime } from '../../time.ts';
import type { Hl7Context, Owner } from '../context.ts';
import type { Draft } from '../draft.ts';
import { isOid, organisationOfHd } from '../people.ts';

/** The record of a patient: its id, who owns it, and the number that names it there. */
export type RecordOfPatient = {
  readonly record: string;
  readonly owner: Owner;
  readonly identifier: string;
};

/** Numbers of the person, not of a record: two clinics know the same one, so they never name a record (contract 2). */
const NATIONAL: Readonly<Record<string, 'snils' | 'oms'>> = {
  [SNILS_OID]: 'snils',
  SNILS: 'snils',
  СНИЛС: 'snils',
  [OMS_OID]: 'oms',
  OMS: 'oms',
  ОМС: 'oms',
  ЕНП: 'oms',
};

const NATIONAL_OID = { snils: SNILS_OID, oms: OMS_OID } as const;
/** HL7 table 0203: social security, national and insurance numbers. */
const PERSON_TYPES = new Set(['SS', 'NI', 'NH', 'HC', 'NIIP', 'SNILS', 'OMS']);

/** `snils` or `oms` for a repetition that carries a national number, by its authority or type. */
function nationalNumber(repetition: Repetition): 'snils' | 'oms' | undefined {
  const names = [repetition.text(4, 2), repetition.text(4, 1), repetition.text(5)];
  for (const name of names) {
    const known = lookUp(NATIONAL, name?.toUpperCase());
    if (known !== undefined) return known;
  }
  return undefined;
}

/**
 * The record that a CX list names: its first repetition with CX.5 = PI, MR or nothing that is no national number, in the
 * domain of CX.4 (universal id before namespace), else in the sender's registered domain. Where that one is of an authority
 * that nobody registered (a regional index, say), the first behind it that names a registered one.
 * @throws OkaError `no-identity` with the field
 */
export function recordOf(repetitions: readonly Repetition[], draft: Draft, field: string): RecordOfPatient {
  // A loose file is read for its content: there any number of the patient may name him.
  const chosen = repetitions.find(namesRecord) ?? (draft.context.mode === 'open' ? openChoice(repetitions) : undefined);
  const record = (chosen && namedBy(chosen, draft)) ?? recordOfFurther(repetitions, draft);
  if (record === undefined) throw new OkaError('no-identity', field);
  return record;
}

/** Beside a number of another authority one that names none may be anybody's. */
function recordOfFurther(repetitions: readonly Repetition[], draft: Draft): RecordOfPatient | undefined {
  const named = repetitions.filter((one) => namesRecord(one) && one.component(4) !== '');
  return named.flatMap((one) => namedBy(one, draft) ?? [])[0];
}

/** All records that a CX list names, each once, in its order; numbers of domains that nobody registered are passed over. */
export function recordsOf(repetitions: readonly Repetition[], draft: Draft): RecordOfPatient[] {
  const naming = repetitions.filter(namesRecord);
  const loose = draft.context.mode === 'open' && naming.length === 0 ? openChoice(repetitions) : undefined;
  const records = [...naming, ...(loose ? [loose] : [])].flatMap((repetition) => namedBy(repetition, draft) ?? []);
  return [...new Map(records.map((record) => [record.record, record])).values()];
}

const namesRecord = (repetition: Repetition): boolean =>
  repetition.text(1) !== undefined &&
  ['PI', 'MR', ''].includes(repetition.text(5)?.toUpperCase() ?? '') &&
  nationalNumber(repetition) === undefined;

function namedBy(repetition: Repetition, draft: Draft): RecordOfPatient | undefined {
  const [identifier, owner] = [repetition.text(1), ownerOf(repetition, draft)];
  if (identifier === undefined || owner === undefined) return undefined;
  const record = recordId(draft.context.idKey, owner.clinic.oid, owner.domain.oid, identifier);
  return { record, owner, identifier };
}

const openChoice = (repetitions: readonly Repetition[]): Repetition | undefined =>
  repetitions.find((repetition) => {
    const type = repetition.text(5)?.toUpperCase() ?? '';
    return repetition.text(1) !== undefined && !PERSON_TYPES.has(type) && nationalNumber(repetition) === undefined;
  });

function ownerOf(repetition: Repetition, { context, sender }: Draft): Owner | undefined {
  const [namespace, universal] = [repetition.text(4, 1), repetition.text(4, 2)];
  if (namespace === undefined && universal === undefined)
    return sender.defaultDomain === undefined ? undefined : context.ownerOf(sender.defaultDomain);
  const owner = universal === undefined ? undefined : context.ownerOf(universal);
  // An OID that nobody registered is another authority's, whatever its namespace is called: equal numbers are two people.
  if (owner !== undefined || namespace === undefined || isOid(universal)) return owner;
  return context.ownerOf(namespace);
}

/** The record of a PID segment. @throws OkaError `hl7-structure` without PID, `no-identity` */
export function patientOf(draft: Draft, pid: Segment = draft.need('PID')): RecordOfPatient {
  const patient = recordOf(pid.repetitions(3), draft, 'PID-3');
  draft.own(patient);
  return patient;
}

/** A CX as FHIR Identifier: registered domains by their OID, national numbers by the national OID. */
export function identifierOf(repetition: Repetition, context: Hl7Context): fhir4.Identifier | undefined {
  const value = repetition.text(1);
  if (value === undefined) return undefined;
  const national = nationalNumber(repetition);
  const authority = repetition.text(4, 2) ?? repetition.text(4, 1);
  const known = authority === undefined || national !== undefined ? undefined : context.ownerOf(authority)?.domain.oid;
  const oid = national === undefined ? known : NATIONAL_OID[national];
  const type = repetition.text(5);
  const assigner = organisationOfHd(repetition, 6);
  const [start, end] = [7, 8].map((component) => readTime(repetition.text(component), context.clinic.zone)?.dateTime);
  return {
    ...(oid === undefined ? (authority === undefined ? {} : { system: systemOfName(authority) }) : oidSystem(oid)),
    value,
    ...(type === undefined ? {} : { type: { coding: [{ system: IDENTIFIER_TYPES, code: type }] } }),
    ...(assigner && { assigner }),
    ...((start ?? end) && { period: { ...(start && { start }), ...(end && { end }) } }),
  };
}

const oidSystem = (oid: string): { system: string } => ({ system: `urn:oid:${oid}` });

const systemOfName = (name: string): string =>
  isOid(name) ? `urn:oid:${name}` : `https://oka.health/fhir/authority/${encodeURIComponent(name)}`;
