import type { FoundPerson } from '../../schemas/api/desk-find.ts';

/** What of a record system's Patient is compared (FHIR R4 Patient). */
export type EhrPatient = {
  readonly id: string;
  readonly identifier?: readonly { readonly system?: string; readonly value?: string }[];
  readonly name?: readonly { readonly text?: string; readonly family?: string; readonly given?: readonly string[] }[];
  readonly birthDate?: string;
  readonly gender?: string;
};

export type Field = 'number' | 'name' | 'birthDate' | 'sex';
/** One fact of both sides. `unknown`: one of them does not say it, which contradicts nothing. */
export type Compared = {
  readonly field: Field;
  readonly ehr?: string;
  readonly oka?: string;
  readonly verdict: 'same' | 'differs' | 'unknown';
};

/**
 * Whether a record system's patient and Oka's are one human being, as far as their facts say (contract 10): numbers by their
 * domains, then name, birth date and sex. What one side does not say is not compared; a single contradiction is one too many.
 */
export function compared(ehr: EhrPatient, oka: FoundPerson): Compared[] {
  const { name, birthDate, sex } = oka.patient;
  const names = ehr.name?.[0];
  const parts = names?.family === undefined ? undefined : [names.family, ...(names.given ?? [])];
  const ehrName = parts?.join(' ') ?? names?.text;
  return [
    numbers(ehr, oka),
    row('name', ehrName, name, (a, b) => sameName(a, b)),
    row('birthDate', ehr.birthDate, birthDate, (a, b) => a.startsWith(b) || b.startsWith(a)),
    row('sex', known(ehr.gender), known(sex), (a, b) => a === b),
  ];
}

export const contradicts = (rows: readonly Compared[]): boolean => rows.some(({ verdict }) => verdict === 'differs');

const known = (sex: string | undefined): string | undefined => (sex === 'unknown' ? undefined : sex);

function row(
  field: Field,
  ehr: string | undefined,
  oka: string | undefined,
  isSame: (ehr: string, oka: string) => boolean,
): Compared {
  const said = { ...(ehr === undefined ? {} : { ehr }), ...(oka === undefined ? {} : { oka }) };
  if (!ehr || !oka) return { field, ...said, verdict: 'unknown' };
  return { field, ...said, verdict: isSame(ehr, oka) ? 'same' : 'differs' };
}

/** `urn:oid:1.2.3` and `1.2.3` name one domain. */
export const oidOf = (system: string): string => system.replace(/^urn:oid:/i, '');

/** Numbers are compared within a domain alone; a domain in which both sides have numbers and share none is a contradiction. */
function numbers({ identifier = [] }: EhrPatient, { identifiers }: FoundPerson): Compared {
  const own = identifier.flatMap(({ system, value }) => (system && value ? [{ system: oidOf(system), value }] : []));
  const domains = [...new Set(own.map(({ system }) => system))].filter((one) =>
    identifiers.some(({ system }) => oidOf(system) === one),
  );
  const of = (list: readonly { system: string; value: string }[], domain: string): string[] =>
    list.filter(({ system }) => oidOf(system) === domain).map(({ value }) => value.trim());
  const differs = domains.some((one) => !of(own, one).some((value) => of(identifiers, one).includes(value)));
  const shown = (list: readonly { value: string }[]): string => [...new Set(list.map(({ value }) => value))].join(', ');
  return {
    field: 'number',
    ...(own.length > 0 ? { ehr: shown(own) } : {}),
    ...(identifiers.length > 0 ? { oka: shown(identifiers) } : {}),
    verdict: domains.length === 0 ? 'unknown' : differs ? 'differs' : 'same',
  };
}

const tokens = (name: string): string[] =>
  name
    .normalize('NFC')
    .toLocaleUpperCase('ru')
    .replaceAll('Ё', 'Е')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');

/**
 * Names as two systems write them: case, ё and hyphens aside; an initial stands for its name; a patronymic that one side
 * leaves out is not missed. Family and given name must both be there.
 */
export function sameName(a: string, b: string): boolean {
  const [first, second] = [tokens(a), tokens(b)];
  const length = Math.min(first.length, second.length);
  if (length < 2) return first.join(' ') === second.join(' ');
  return first.slice(0, length).every((one, place) => {
    const other = second[place] ?? '';
    // A family name is never an initial.
    if (place === 0) return one === other;
    return (
      one === other || (one.length === 1 && other.startsWith(one)) || (other.length === 1 && one.startsWith(other))
    );
  });
}
