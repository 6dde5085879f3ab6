import { lookUp } from '../../look-up.ts';
import type { Repetition, Segment } from '../../read/message.ts';

/** HL7 table 0190 → FHIR address-use. */
const ADDRESS_USES: Readonly<Record<string, fhir4.Address['use']>> = {
  H: 'home',
  L: 'home',
  P: 'home',
  B: 'work',
  O: 'work',
  C: 'temp',
  TM: 'temp',
  BA: 'old',
  BI: 'billing',
};

/** XAD (HL7 v2.5.1 ch. 2.A.84) → Address. */
export function addressOf(repetition: Repetition): fhir4.Address | undefined {
  // XAD.1 is a street address whose second part is the street and whose third the house number (SAD).
  const line = [repetition.text(1, 1), repetition.text(1, 2), repetition.text(1, 3), repetition.text(2)].filter(
    (part) => part !== undefined,
  );
  const [city, state, postalCode, country] = [3, 4, 5, 6].map((component) => repetition.text(component));
  if (line.length === 0 && [city, state, postalCode, country].every((part) => part === undefined)) return undefined;
  const type = repetition.text(7)?.toUpperCase();
  const use = lookUp(ADDRESS_USES, type);
  const district = repetition.text(9);
  return {
    ...(use && { use }),
    ...(type === 'M' && { type: 'postal' as const }),
    ...(line.length > 0 && { line }),
    ...(city !== undefined && { city }),
    ...(district !== undefined && { district }),
    ...(state !== undefined && { state }),
    ...(postalCode !== undefined && { postalCode }),
    ...(country !== undefined && { country }),
  };
}

/** XTN.3, HL7 table 0202. */
const SYSTEMS: Readonly<Record<string, fhir4.ContactPoint['system']>> = {
  PH: 'phone',
  CP: 'phone',
  SAT: 'phone',
  FX: 'fax',
  BP: 'pager',
  INTERNET: 'email',
  'X.400': 'email',
  TDD: 'other',
  TTY: 'other',
  MD: 'other',
};
/** XTN.2, HL7 table 0201. */
const USES: Readonly<Record<string, fhir4.ContactPoint['use']>> = {
  PRN: 'home',
  ORN: 'home',
  VHN: 'home',
  WPN: 'work',
  PRS: 'mobile',
};

/**
 * XTN (ch. 2.A.89) → ContactPoint. The number is XTN.1 or XTN.12 as somebody wrote it, an address of XTN.4, else put together
 * from country, area, local number and extension. `use` is what the field itself means (PID-13 home, PID-14 work).
 */
function contactOf(repetition: Repetition, use: 'home' | 'work'): fhir4.ContactPoint | undefined {
  const [kind, usedAs] = [repetition.text(3)?.toUpperCase(), repetition.text(2)?.toUpperCase()];
  const common = { use: kind === 'CP' ? ('mobile' as const) : (lookUp(USES, usedAs) ?? use), ...rankOf(repetition) };
  const email = repetition.text(4);
  if (email !== undefined && (kind === 'INTERNET' || email.includes('@')))
    return { system: 'email', value: email, ...common };
  const value = repetition.text(1) ?? repetition.text(12) ?? numberOf(repetition);
  if (value === undefined) return undefined;
  const system = lookUp(SYSTEMS, kind) ?? (usedAs === 'NET' ? 'email' : usedAs === 'BPN' ? 'pager' : 'phone');
  // Some senders keep the kind of the number and write an address.
  return { system: system === 'phone' && value.includes('@') ? 'email' : system, value, ...common };
}

/** All XTN of a field. */
export const telecomsOf = (segment: Segment, field: number, use: 'home' | 'work'): fhir4.ContactPoint[] =>
  segment.repetitions(field).flatMap((repetition) => contactOf(repetition, use) ?? []);

function numberOf(repetition: Repetition): string | undefined {
  const [country, area, local, extension] = [5, 6, 7, 8].map((component) => repetition.text(component));
  if (local === undefined && area === undefined) return undefined;
  const international = country === undefined || country.startsWith('+') ? country : `+${country}`;
  const number = [international, area, local].filter((part) => part !== undefined).join(' ');
  return extension === undefined ? number : `${number} ext. ${extension}`;
}

/** XTN.18, the order in which the patient wants to be reached. */
function rankOf(repetition: Repetition): { rank?: number } {
  const rank = repetition.text(18) ?? '';
  return /^[1-9]\d{0,3}$/.test(rank) ? { rank: Number(rank) } : {};
}
