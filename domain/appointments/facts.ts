import { SNILS_OID } from '../identity/snils.ts';
import type { Readings } from '../rules/precision.ts';
import { dateIn, readingsOf } from '../rules/precision.ts';

/** A resource of a person's chart, with the clinic of its record and when its source last said something of it. */
export type Fact<R extends fhir4.FhirResource = fhir4.FhirResource> = {
  readonly resource: R;
  readonly record: string;
  readonly clinic: string;
  readonly id: string;
  /** Newest stamp of its field groups, as an instant. */
  readonly saidAt: string;
};

/** A physician: who signs in, and the numbers by which record systems name him. */
export type Staff = {
  /** `sub` of his token; by it he takes note of results. Absent: only the staff number is known. */
  readonly id?: string;
  /** Clinic in which the numbers count, and they themselves. */
  readonly clinic: string;
  readonly numbers: readonly string[];
};

type OfType<T extends string> = Fact<Extract<fhir4.FhirResource, { resourceType: T }>>;

export const factsOfType = <T extends fhir4.FhirResource['resourceType']>(
  facts: readonly Fact[],
  type: T,
): OfType<T>[] => facts.filter((one): one is OfType<T> => one.resource.resourceType === type);

export const referenceOf = ({ resource, id }: Fact): string => `${resource.resourceType}/${id}`;

/**
 * Whether a reference names this physician. A staff number counts in the clinic that gave it: that of the record, or
 * everywhere where it is his SNILS.
 */
export function isStaff(
  { identifier }: fhir4.Reference,
  clinicOfRecord: string,
  { numbers, clinic }: Pick<Staff, 'numbers' | 'clinic'>,
): boolean {
  const { system, value } = identifier ?? {};
  if (value === undefined || !numbers.some((one) => sameNumber(one, value))) return false;
  return clinicOfRecord === clinic || system === `urn:oid:${SNILS_OID}`;
}

/** A SNILS is written with and without its dashes. */
const sameNumber = (a: string, b: string): boolean => a === b || (isSnils(a) && digits(a) === digits(b));
const digits = (text: string): string => text.replace(/\D/g, '');
const isSnils = (text: string): boolean => digits(text).length === 11;

const NOT_TAKING_PLACE = new Set(['cancelled', 'noshow', 'entered-in-error']);
export const takesPlace = ({ status }: fhir4.Appointment): boolean => !NOT_TAKING_PLACE.has(status);

export const nameOf = ({ name }: fhir4.Patient): string | undefined => {
  const { text, family, given = [] } = name?.[0] ?? {};
  return text ?? ([family, ...given].filter(Boolean).join(' ') || undefined);
};

/** What a coded thing is called: in its own words first. */
export const conceptText = (concept: fhir4.CodeableConcept | undefined): string | undefined =>
  concept?.text ?? concept?.coding?.map(({ display, code }) => display ?? code).find(Boolean);

export const whenOf = (text: string | undefined): Readings | undefined => readingsOf(text);

/**
 * `2026-03-01T07:30+05:00` → `01.03` and, of another year, `01.03.2025`: a page has little room. A time that says its offset
 * stands as it was written; one in UTC is ours, and is read on the clinic's clock.
 */
export function shortDay(at: string | undefined, { asOf, language, zone }: Reading): string {
  const local = at?.endsWith('Z') ? dateIn(at, zone) : at;
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(local ?? '') ?? [];
  if (year === undefined) return language === 'ru' ? 'дата не указана' : 'date not stated';
  const isNear = asOf.startsWith(year) && month !== undefined;
  if (language === 'en') return [...(isNear ? [] : [year]), month, day].filter(Boolean).join('-');
  return [day, month, ...(isNear ? [] : [year])].filter(Boolean).join('.');
}

type Reading = { readonly asOf: string; readonly language: 'ru' | 'en'; readonly zone: string };

/** A line of the page: long texts are cut, their whole stands in the chart. */
export const clipTo = (text: string, most: number): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length <= most ? plain : `${plain.slice(0, most - 1).trimEnd()}…`;
};
