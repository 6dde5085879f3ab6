import type { Repetition } from '../message.ts';
import { lookUp } from '../table.ts';

/** XPN (HL7 v2.5.1 ch. 2.A.88) → HumanName; undefined where no part is sent. The patronymic is the second given name. */
export function nameOf(repetition: Repetition): fhir4.HumanName | undefined {
  const family = repetition.text(1);
  const given = [repetition.text(2), repetition.text(3)].filter((part) => part !== undefined);
  if (family === undefined && given.length === 0) return undefined;
  const use = lookUp(NAME_USES, repetition.text(7)?.toUpperCase());
  const suffix = repetition.text(4);
  const prefix = repetition.text(5);
  return {
    ...(use && { use }),
    ...(family !== undefined && { family }),
    ...(given.length > 0 && { given }),
    ...(prefix !== undefined && { prefix: [prefix] }),
    ...(suffix !== undefined && { suffix: [suffix] }),
    text: [family, ...given].filter((part) => part !== undefined).join(' '),
  };
}

/** HL7 table 0200 → FHIR name-use. */
const NAME_USES: Readonly<Record<string, fhir4.HumanName['use']>> = {
  L: 'official',
  D: 'usual',
  M: 'maiden',
  N: 'nickname',
  S: 'anonymous',
  T: 'temp',
};

/** A practitioner from XCN (ch. 2.A.86): name and staff number, which go on unchanged; nothing is stored of staff. */
export function staffOf(repetition: Repetition | undefined): fhir4.Reference | undefined {
  if (repetition === undefined) return undefined;
  const number = repetition.text(1);
  const display = [repetition.text(2), repetition.text(3), repetition.text(4)].filter((part) => part !== undefined);
  if (number === undefined && display.length === 0) return undefined;
  const authority = repetition.text(9, 2);
  return {
    type: 'Practitioner',
    ...(number !== undefined && {
      identifier: {
        ...(authority && /^[0-2](\.\d+)+$/.test(authority) && { system: `urn:oid:${authority}` }),
        value: number,
      },
    }),
    ...(display.length > 0 && { display: display.join(' ') }),
  };
}

/** A practitioner from NDL (ch. 2.A.47), whose first component is a CNN with sub-components: OBR-32. */
export function interpreterOf(repetition: Repetition | undefined): fhir4.Reference | undefined {
  if (repetition === undefined) return undefined;
  const number = repetition.text(1, 1);
  const display = [repetition.text(1, 2), repetition.text(1, 3), repetition.text(1, 4)].filter(
    (part) => part !== undefined,
  );
  // Many senders write an XCN here.
  if (display.length === 0) return staffOf(repetition);
  return {
    type: 'Practitioner',
    ...(number !== undefined && { identifier: { value: number } }),
    display: display.join(' '),
  };
}

/** XAD (ch. 2.A.84) → Address. */
export function addressOf(repetition: Repetition): fhir4.Address | undefined {
  const line = [repetition.text(1, 1), repetition.text(1, 2), repetition.text(2)].filter((part) => part !== undefined);
  const [city, state, postalCode, country] = [3, 4, 5, 6].map((component) => repetition.text(component));
  if (line.length === 0 && [city, state, postalCode, country].every((part) => part === undefined)) return undefined;
  return {
    ...(line.length > 0 && { line }),
    ...(city !== undefined && { city }),
    ...(state !== undefined && { state }),
    ...(postalCode !== undefined && { postalCode }),
    ...(country !== undefined && { country }),
  };
}

/** XTN (ch. 2.A.89) → ContactPoint: XTN.1 as written, XTN.12, an address of XTN.4, else the numbers put together. */
export function contactOf(repetition: Repetition, use: 'home' | 'work'): fhir4.ContactPoint | undefined {
  const kind = repetition.text(3)?.toUpperCase();
  const email = repetition.text(4);
  if (email !== undefined && (kind === 'INTERNET' || email.includes('@')))
    return { system: 'email', value: email, use };
  const parts = [5, 6, 7].map((component) => repetition.text(component)).filter((part) => part !== undefined);
  const value = repetition.text(1) ?? repetition.text(12) ?? (parts.length > 0 ? parts.join(' ') : undefined);
  if (value === undefined) return undefined;
  const system = kind === 'FX' ? 'fax' : kind === 'INTERNET' ? 'email' : 'phone';
  return { system, value, use: kind === 'CP' ? 'mobile' : use };
}
