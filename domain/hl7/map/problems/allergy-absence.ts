import { SNOMED } from '../../../fhir/systems.ts';
import type { Repetition } from '../../read/message.ts';

/** That nothing of a kind is known to the patient: a statement, not an allergy to "NKA". */
export type Absence = {
  readonly kind: 'any' | 'drug' | 'food' | 'environment';
  readonly coding: fhir4.Coding;
  readonly category: 'food' | 'medication' | 'environment' | undefined;
};

const absence = (kind: Absence['kind'], code: string, display: string, category: Absence['category']): Absence => ({
  kind,
  coding: { system: SNOMED, code, display },
  category,
});

/** SNOMED CT, situations with explicit context (FHIR R4 value set allergyintolerance-code). */
const ABSENCES = [
  absence('any', '716186003', 'No known allergy', undefined),
  absence('drug', '409137002', 'No known drug allergy', 'medication'),
  absence('food', '429625007', 'No known food allergy', 'food'),
  absence('environment', '428607008', 'No known environmental allergy', 'environment'),
] as const;

const WORDS = [
  [/^(716186003|160244002|nka|nkca|nk allerg\w*|none known)$/, 'any'],
  [/^(409137002|nkda|nkma)$/, 'drug'],
  [/^(429625007|nkfa)$/, 'food'],
  [/^(428607008|nkea)$/, 'environment'],
  [/^no known (drug|medication|medicine|medicament)s?\b.*allerg/, 'drug'],
  [/^no known food\b.*allerg/, 'food'],
  [/^no known environment\w*\b.*allerg/, 'environment'],
  [/^no (known )?allerg/, 'any'],
  [/^(нет|отрицает)( известн\S*| выявленн\S*)? (лекарственн\S*|медикаментозн\S*) аллерги/, 'drug'],
  [/^(лекарственн\S*|медикаментозн\S*) аллерги\S* (нет|не выявлен\S*|отрицает|отсутств\S*)/, 'drug'],
  [/^(нет|отрицает)( известн\S*| выявленн\S*)? пищев\S* аллерги/, 'food'],
  [/^пищев\S* аллерги\S* (нет|не выявлен\S*|отрицает|отсутств\S*)/, 'food'],
  [/^(нет|отрицает)( известн\S*| выявленн\S*)? аллерги/, 'any'],
  [/^аллерги\S* (нет|не выявлен\S*|отрицает|отсутств\S*|не отмеча\S*)/, 'any'],
  [/^(аллергоанамнез|аллергологический анамнез) (не отяг\S*|без особенностей|спокоен|спокойный)/, 'any'],
] as const;

const CATEGORY_KIND = { medication: 'drug', food: 'food', environment: 'environment' } as const;

/**
 * The absence that a code or its text states; undefined for a substance. A general one under a category (AL1-2 = DA with
 * `NKA`) speaks of that category.
 */
export function absenceOf(sent: Repetition | undefined, category: string | undefined): Absence | undefined {
  if (sent === undefined) return undefined;
  const texts = [1, 2, 4, 5, 9].flatMap((component) => sent.text(component)?.toLowerCase() ?? []);
  const kind = texts.flatMap((text) => WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? [])[0];
  if (kind === undefined) return undefined;
  const narrowed = kind === 'any' ? (CATEGORY_KIND[category as keyof typeof CATEGORY_KIND] ?? 'any') : kind;
  return ABSENCES.find((one) => one.kind === narrowed);
}

/** The absences that an allergy of a category contradicts. */
export const allAbsences = (category: string | undefined): readonly Absence[] =>
  ABSENCES.filter((one) => one.kind === 'any' || one.category === category);
