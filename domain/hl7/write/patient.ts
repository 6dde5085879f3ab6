import { IDENTIFIER_TYPES } from '../../fhir/systems.ts';
import type { Escaped, Hl7Writer } from './segment.ts';

/** What a receiver calls an identifier domain, by its OID; undefined for one it knows by the OID alone. */
export type DomainName = (oid: string) => string | undefined;

/** FHIR administrative gender → HL7 table 0001. */
const SEX: Readonly<Record<string, string>> = { male: 'M', female: 'F', other: 'O', unknown: 'U' };

/**
 * PID of a patient as the chart has him (HL7 v2.5.1 ch. 3.4.2): the clinic's own numbers first, so that its record system
 * finds him, then SNILS and the others; names, birth date to the precision known, sex.
 */
export function pidOf(patient: fhir4.Patient, writer: Hl7Writer, domainName: DomainName): Escaped {
  const { text, segment, repetitions } = writer;
  const numbers = [...(patient.identifier ?? [])].sort((a, b) => Number(isPerson(a)) - Number(isPerson(b)));
  // A record of which nothing is known but that it exists is named by its own id.
  const fallback: fhir4.Identifier = { value: patient.id ?? '' };
  const named = numbers.length > 0 ? numbers : [fallback];
  return segment('PID', {
    1: text(1),
    3: repetitions(named.map((number) => identifierText(number, writer, domainName))),
    5: repetitions((patient.name ?? []).map((name) => nameText(name, writer))),
    7: text(patient.birthDate?.replaceAll('-', '')),
    8: text(patient.gender === undefined ? undefined : SEX[patient.gender]),
  });
}

const typeOf = ({ type }: fhir4.Identifier): string | undefined =>
  type?.coding?.find(({ system }) => system === IDENTIFIER_TYPES)?.code;

/** Numbers of the person rather than of the clinic: they stand behind. */
const isPerson = (identifier: fhir4.Identifier): boolean => !['PI', 'MR', undefined].includes(typeOf(identifier));

/** CX: number, authority as namespace and OID, type (table 0203). */
function identifierText(identifier: fhir4.Identifier, writer: Hl7Writer, domainName: DomainName): Escaped {
  const { text, components, subcomponents } = writer;
  const oid = identifier.system?.startsWith('urn:oid:') ? identifier.system.slice('urn:oid:'.length) : undefined;
  const authority =
    oid === undefined ? text(identifier.system) : subcomponents(text(domainName(oid)), text(oid), text('ISO'));
  const number = text(identifier.value);
  return components(number, undefined, undefined, authority, text(typeOf(identifier)));
}

/** XPN: family, given, further given names; what is known only as one text stands as the family name. */
function nameText({ family, given = [], text: whole }: fhir4.HumanName, { text, components }: Hl7Writer): Escaped {
  const isSplit = family !== undefined || given.length > 0;
  return components(text(isSplit ? family : whole), text(given[0]), text(given.slice(1).join(' ')));
}
