import type { CitedFact } from '../../schemas/result.ts';
import { observationFacet } from '../fhir/facets.ts';
import { ABSENT, PRESENT, SNOMED } from '../fhir/systems.ts';
import { GRADES, type GradeName, SIGN_SYSTEM, SIGNS, type SignName } from './bedside-codes.ts';
import { cite, type Facts, isSince, type Lookup, observationsOf } from './facts.ts';
import type { Need } from './rule.ts';

/** A bedside sign that somebody looked for: there or not there. A sign nobody documented is missing, not absent. */
export type Sign = { readonly present: boolean; readonly cited: CitedFact };

const codesOf = (name: SignName): { system: string; code: string }[] => [
  { system: SIGN_SYSTEM, code: name },
  ...SIGNS[name].codes.map((code) => ({ system: SNOMED, code })),
];

export const signNeeds = (...names: readonly SignName[]): Need[] =>
  names.flatMap(codesOf).map(({ system, code }) => ({ facet: observationFacet(system, code), newest: 3 }));

/** The newest documented state of a sign since `since` (milliseconds). */
export function newestSign(facts: Facts, name: SignName, since: number): Lookup<Sign> {
  const wanted = codesOf(name);
  for (const fact of observationsOf(
    facts,
    wanted.map(({ code }) => code),
  )) {
    const { resource } = fact;
    const named = resource.code.coding?.some(({ system, code }) =>
      wanted.some((one) => one.system === system && one.code === code),
    );
    if (!named || fact.doubtful || !isSince(fact, since)) continue;
    const present = presenceOf(resource);
    if (present === undefined) continue;
    const shown = present ? 'present' : 'absent';
    return { found: { present, cited: cite(fact, SIGNS[name].title, shown) } };
  }
  return { missing: SIGNS[name].title };
}

/** What a physician graded 0, 1 or 2. */
export type Grade = { readonly grade: 0 | 1 | 2; readonly cited: CitedFact };

export const gradeNeeds = (...names: readonly GradeName[]): Need[] =>
  names.map((name) => ({ facet: observationFacet(SIGN_SYSTEM, name), newest: 3 }));

/** The newest grade since `since` (milliseconds); a figure that is no grade is missing. */
export function newestGrade(facts: Facts, name: GradeName, since: number): Lookup<Grade> {
  for (const fact of observationsOf(facts, [name])) {
    const { code, valueInteger, valueQuantity } = fact.resource;
    const named = code.coding?.some((one) => one.system === SIGN_SYSTEM && one.code === name);
    if (!named || fact.doubtful || !isSince(fact, since)) continue;
    const grade = valueInteger ?? valueQuantity?.value;
    if (grade === 0 || grade === 1 || grade === 2)
      return { found: { grade, cited: cite(fact, GRADES[name], `${grade}`) } };
  }
  return { missing: GRADES[name] };
}

const YES = new Set([
  PRESENT,
  'present',
  'true',
  'yes',
  'y',
  '1',
  '+',
  'pos',
  'да',
  'есть',
  'имеется',
  'имеются',
  'выявлено',
  'выявлен',
  'выявлена',
  'выявлены',
  'положительно',
]);
const NO = new Set([
  ABSENT,
  'absent',
  'false',
  'no',
  'n',
  '0',
  '-',
  'neg',
  'нет',
  'отсутствует',
  'отсутствуют',
  'не выявлено',
  'не выявлен',
  'не выявлена',
  'не выявлены',
  'не обнаружено',
  'отрицательно',
]);

/** What an Observation says of presence: a boolean, a code (SNOMED present/absent, HL7 Y/N, POS/NEG) or its plain word. */
export function presenceOf(resource: fhir4.Observation): boolean | undefined {
  const { valueBoolean, valueInteger, valueQuantity, valueString, valueCodeableConcept, interpretation } = resource;
  if (valueBoolean !== undefined) return valueBoolean;
  const said = [
    ...(valueCodeableConcept?.coding ?? []).map(({ code }) => code),
    valueCodeableConcept?.text,
    valueString,
    valueInteger?.toString(),
    valueQuantity?.value?.toString(),
    ...(interpretation ?? []).flatMap(({ coding }) => (coding ?? []).map(({ code }) => code)),
  ].map((word) => word?.trim().toLowerCase());
  const yes = said.some((word) => word !== undefined && YES.has(word));
  const no = said.some((word) => word !== undefined && NO.has(word));
  return yes === no ? undefined : yes;
}
