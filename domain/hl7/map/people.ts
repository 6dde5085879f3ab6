import { SNILS_OID } from '../../identity/snils.ts';
import type { Repetition, Segment } from '../read/message.ts';

/** Codes of the posts of medical staff (Russian reference 1.2.643.5.1.13.13.11.1002), as they are sent. */
const POSTS = '1.2.643.5.1.13.13.11.1002';
/** On a reference to a practitioner: the post in which he acts. */
const POST_EXTENSION = 'https://oka.health/fhir/StructureDefinition/staff-post';
/** On a reference to a practitioner: the organisation for which he acts. */
const ORGANISATION_EXTENSION = 'https://oka.health/fhir/StructureDefinition/staff-organisation';

export const isOid = (name: string | undefined): boolean => /^[0-2](\.\d+)+$/.test(name ?? '');

const SNILS_NAMES = new Set(['SNILS', 'СНИЛС', SNILS_OID]);

/** The system of a staff number: SNILS by its authority (XCN.9) or type (XCN.13), else the authority's OID. */
function systemOfStaff(repetition: Repetition): string | undefined {
  const [namespace, universal, type] = [repetition.text(9, 1), repetition.text(9, 2), repetition.text(13)];
  if ([namespace, universal, type].some((name) => SNILS_NAMES.has(name?.toUpperCase() ?? '')))
    return `urn:oid:${SNILS_OID}`;
  const oid = [universal, namespace].find(isOid);
  return oid === undefined ? undefined : `urn:oid:${oid}`;
}

/**
 * A practitioner from XCN (HL7 v2.5.1 ch. 2.A.86): name and staff number, which go on unchanged, the organisation that gave
 * the number (XCN.14, an OID of FRMO) and the post where one is sent. Nothing is stored of staff but the reference.
 */
export function staffOf(repetition: Repetition | undefined, acting: Acting = {}): fhir4.Reference | undefined {
  if (repetition === undefined) return undefined;
  const number = repetition.text(1);
  const display = [2, 3, 4].map((component) => repetition.text(component)).filter((part) => part !== undefined);
  if (number === undefined && display.length === 0) return undefined;
  const system = systemOfStaff(repetition);
  const assigner = organisationOfHd(repetition, 14);
  return {
    type: 'Practitioner',
    ...(number !== undefined && {
      identifier: { ...(system && { system }), value: number, ...(assigner && { assigner }) },
    }),
    ...(display.length > 0 && { display: display.join(' ') }),
    ...extensionsOf(acting),
  };
}

/** In what post and for which organisation somebody acts. */
export type Acting = {
  readonly post?: fhir4.Coding | undefined;
  readonly organisation?: fhir4.Reference | undefined;
};

function extensionsOf({ post, organisation }: Acting): { extension?: fhir4.Extension[] } {
  const extension: fhir4.Extension[] = [
    ...(post ? [{ url: POST_EXTENSION, valueCoding: post }] : []),
    ...(organisation ? [{ url: ORGANISATION_EXTENSION, valueReference: organisation }] : []),
  ];
  return extension.length === 0 ? {} : { extension };
}

/** The post among the coded fields of a segment that speaks of a person (ROL-3, ROL-9, PRT-4, AIP-4 …), as sent. */
export function postOf(segment: Segment, fields: readonly number[]): fhir4.Coding | undefined {
  const coded = fields.flatMap((field) => segment.repetitions(field));
  for (const one of coded)
    for (const first of [1, 4]) {
      const [code, display, system] = [0, 1, 2].map((offset) => one.text(first + offset));
      if (system !== POSTS || code === undefined) continue;
      return { system: `urn:oid:${POSTS}`, code: code.replace(/\s+/g, ' '), ...(display && { display }) };
    }
  return undefined;
}

/** An OID of an organisation (FRMO) as identifier of that organisation (FHIR R4 §2.24.0.7, urn:ietf:rfc:3986). */
const organisationOfOid = (oid: string, display: string | undefined): fhir4.Reference => ({
  type: 'Organization',
  identifier: { system: 'urn:ietf:rfc:3986', value: `urn:oid:${oid}` },
  ...(display !== undefined && { display }),
});

/** XON (ch. 2.A.87): the organisation's OID in XON.10 or XON.3, else its number and name. */
export function organisationOf(repetition: Repetition | undefined): fhir4.Reference | undefined {
  if (repetition === undefined) return undefined;
  const [name, number] = [repetition.text(1), repetition.text(10) ?? repetition.text(3)];
  if (number !== undefined && isOid(number)) return organisationOfOid(number, name);
  if (name === undefined && number === undefined) return undefined;
  const authority = repetition.text(6, 2);
  return {
    type: 'Organization',
    ...(number !== undefined && {
      identifier: { ...(isOid(authority) && { system: `urn:oid:${authority}` }), value: number },
    }),
    ...(name !== undefined && { display: name }),
  };
}

/** HD inside a component (XCN.14, CX.6, PL.4): an organisation by its OID, else by its name. */
export function organisationOfHd(repetition: Repetition, component: number): fhir4.Reference | undefined {
  const [namespace, universal] = [repetition.text(component, 1), repetition.text(component, 2)];
  const oid = [universal, namespace].find(isOid);
  if (oid !== undefined) return organisationOfOid(oid, namespace === oid ? undefined : namespace);
  return namespace === undefined ? undefined : { type: 'Organization', display: namespace };
}

/** Somebody named by ROL (ch. 15.4.7) or PRT (v2.7 ch. 7.3.4), with his post and organisation; not where the segment takes him away. */
export function roleOf(segment: Segment): { role: Repetition | undefined; person: fhir4.Reference } | undefined {
  const isRole = segment.name === 'ROL';
  if (['DE', 'UN', 'D', 'X'].includes(segment.text(2)?.toUpperCase() ?? '')) return undefined;
  const post = postOf(segment, isRole ? [3, 9, 10] : [4, 6, 7]);
  const organisation = organisationOf(segment.first(isRole ? 14 : 8));
  const person = staffOf(segment.first(isRole ? 4 : 5), { post, organisation });
  return person === undefined ? undefined : { role: segment.first(isRole ? 3 : 4), person };
}

/** A practitioner from NDL (ch. 2.A.47), whose first component is a CNN with sub-components: OBR-32. */
export function interpreterOf(repetition: Repetition | undefined): fhir4.Reference | undefined {
  if (repetition === undefined) return undefined;
  const number = repetition.text(1, 1);
  const display = [2, 3, 4].map((part) => repetition.text(1, part)).filter((part) => part !== undefined);
  // Many senders write an XCN here.
  if (display.length === 0) return staffOf(repetition);
  const authority = [repetition.text(1, 10), repetition.text(1, 9)].find(
    (name) => isOid(name) || SNILS_NAMES.has(name?.toUpperCase() ?? ''),
  );
  const system = isOid(authority) ? `urn:oid:${authority}` : authority && `urn:oid:${SNILS_OID}`;
  return {
    type: 'Practitioner',
    ...(number !== undefined && { identifier: { ...(system && { system }), value: number } }),
    display: display.join(' '),
  };
}
