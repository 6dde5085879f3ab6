import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { cite, type Facts, factsOf } from './facts.ts';
import { ageMonthsAt, type Bounds } from './precision.ts';

export type Sex = 'male' | 'female';

const BIRTH: Bilingual = { en: 'Date of birth', ru: 'Дата рождения' };
const SEX: Bilingual = { en: 'Sex', ru: 'Пол' };

/** What the person's records agree on. Records that contradict one another leave it unknown. */
export type Person = {
  readonly ageMonths: Bounds | undefined;
  readonly ageYears: Bounds | undefined;
  readonly sex: Sex | undefined;
  readonly pregnant: boolean;
  /** The facts behind age and sex, for citing. */
  readonly ageCited: readonly CitedFact[];
  readonly sexCited: readonly CitedFact[];
};

/** Age from every Patient of the person: the readings that all of them allow (contract 12); sex where all agree. */
export function personOf(facts: Facts): Person {
  const patients = factsOf(facts, 'Patient');
  const ages = patients.flatMap(({ resource }) => ageMonthsAt(resource.birthDate, facts.asOf, facts.zone) ?? []);
  const bounds = ages.length
    ? { min: Math.max(...ages.map(({ min }) => min)), max: Math.min(...ages.map(({ max }) => max)) }
    : undefined;
  const ageMonths = bounds && bounds.min <= bounds.max ? bounds : undefined;
  const sexes = new Set(patients.flatMap(({ resource }) => asSex(resource.gender) ?? []));
  const sex = sexes.size === 1 ? [...sexes][0] : undefined;
  return {
    ageMonths,
    ageYears: ageMonths && { min: Math.floor(ageMonths.min / 12), max: Math.floor(ageMonths.max / 12) },
    sex,
    pregnant: isPregnant(facts),
    ageCited: patients.flatMap((fact) => (fact.resource.birthDate ? [cite(fact, BIRTH, fact.resource.birthDate)] : [])),
    sexCited: patients.flatMap((fact) =>
      asSex(fact.resource.gender) ? [cite(fact, SEX, fact.resource.gender ?? '')] : [],
    ),
  };
}

const asSex = (gender: string | undefined): Sex | undefined =>
  gender === 'male' || gender === 'female' ? gender : undefined;

const FORTY_WEEKS_MS = 280 * 86_400_000;

/** Pregnancy is known only where a diagnosis of the last 40 weeks says so (ICD-10 O00–O48, O98–O99, Z33–Z35). */
const isPregnant = (facts: Facts): boolean =>
  factsOf(facts, 'Condition').some(
    ({ resource, when }) =>
      (when === undefined || when.latest >= Date.parse(facts.asOf) - FORTY_WEEKS_MS) &&
      (resource.code?.coding ?? []).some(({ code }) => /^(O[0-3]\d|O4[0-8]|O9[89]|Z3[345])/.test(code ?? '')),
  );
