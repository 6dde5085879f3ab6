import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { cite, type Facts, factsOf } from './facts.ts';
import { perChart } from './per-chart.ts';
import { ageMonthsAt, type Bounds } from './precision.ts';

export type Sex = 'male' | 'female';

/** Where a person is cared for, by the class of the open visit (HL7 v3 ActCode of Encounter.class). */
export const CARE_SETTING = {
  emergency: { en: 'in an emergency department', ru: 'в приёмном отделении' },
  inpatient: { en: 'in hospital', ru: 'в стационаре' },
  outpatient: { en: 'in outpatient care', ru: 'амбулаторно' },
} as const satisfies Record<string, Bilingual>;
export type CareSetting = keyof typeof CARE_SETTING;

/** What pregnancy, dialysis and the place of care are read from. */
export const PERSON_NEEDS = {
  diagnoses: { facet: 'Condition', newest: 200 },
  visits: { facet: 'Encounter', newest: 20 },
} as const;

const BIRTH: Bilingual = { en: 'Date of birth', ru: 'Дата рождения' };
const SEX: Bilingual = { en: 'Sex', ru: 'Пол' };

/** What the person's records agree on. Records that contradict one another leave it unknown. */
export type Person = {
  readonly ageMonths: Bounds | undefined;
  readonly ageYears: Bounds | undefined;
  readonly sex: Sex | undefined;
  readonly pregnant: boolean;
  readonly onDialysis: boolean;
  readonly setting: CareSetting | undefined;
  /** The facts behind age and sex, for citing. */
  readonly ageCited: readonly CitedFact[];
  readonly sexCited: readonly CitedFact[];
};

/** Age from every Patient of the person: the readings that all of them allow (contract 12); sex where all agree. */
export const personOf = perChart(readPerson);

function readPerson(facts: Facts): Person {
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
    onDialysis: isOnDialysis(facts),
    setting: settingOf(facts),
    ageCited: patients.flatMap((fact) => (fact.resource.birthDate ? [cite(fact, BIRTH, fact.resource.birthDate)] : [])),
    sexCited: patients.flatMap((fact) =>
      asSex(fact.resource.gender) ? [cite(fact, SEX, fact.resource.gender ?? '')] : [],
    ),
  };
}

const asSex = (gender: string | undefined): Sex | undefined =>
  gender === 'male' || gender === 'female' ? gender : undefined;

const DAY_MS = 86_400_000;
/** ICD-10: pregnancy (O00–O48, O98–O99, Z33–Z35); how it ended (abortion O03–O08, delivery O80–O84, Z37, Z39). */
const PREGNANT = /^(O[0-3]\d|O4[0-8]|O9[89]|Z3[345])/;
const ENDED = /^(O0[3-8]|O8[0-4]|Z3[79])/;
/** Dependence on dialysis, and care that is dialysis. */
const DIALYSIS = /^(Z99\.2|Z49)/;

const numbered = (letter: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${letter}${String(from + index).padStart(2, '0')}`);
/** The same as categories, for whom the rules' needs are told. */
export const PREGNANCY_ICD10: readonly string[] = [
  ...numbered('O', 0, 48),
  'O98',
  'O99',
  'Z33',
  'Z34',
  'Z35',
  ...numbered('O', 80, 84),
  'Z37',
  'Z39',
];
export const DIALYSIS_ICD10: readonly string[] = ['Z99.2', 'Z49'];
const TAKEN_BACK = new Set(['refuted', 'entered-in-error']);
const PAST = new Set(['inactive', 'remission', 'resolved']);

type Stated = { readonly code: string; readonly latest: number };

/** Codes of diagnoses that stand, with the latest time each may mean; a diagnosis without a time may be of today. */
const stated = (facts: Facts): Stated[] =>
  factsOf(facts, 'Condition').flatMap(({ resource, when }) => {
    const says = (concept: fhir4.CodeableConcept | undefined, words: ReadonlySet<string>): boolean =>
      (concept?.coding ?? []).some(({ code }) => words.has(code ?? ''));
    if (says(resource.verificationStatus, TAKEN_BACK) || says(resource.clinicalStatus, PAST)) return [];
    const latest = when?.latest ?? Date.parse(facts.asOf);
    return (resource.code?.coding ?? []).map(({ code = '' }) => ({ code, latest }));
  });

/** Pregnancy is known only where a diagnosis of the last 40 weeks says so, and no later one that it has ended. */
function isPregnant(facts: Facts): boolean {
  const since = Date.parse(facts.asOf) - 280 * DAY_MS;
  const diagnoses = stated(facts).filter(({ latest }) => latest >= since);
  const ended = Math.max(...diagnoses.filter(({ code }) => ENDED.test(code)).map(({ latest }) => latest));
  return diagnoses.some(({ code, latest }) => PREGNANT.test(code) && !ENDED.test(code) && !(latest <= ended));
}

const isOnDialysis = (facts: Facts): boolean => stated(facts).some(({ code }) => DIALYSIS.test(code));

const CLASSES: Readonly<Record<string, CareSetting>> = {
  EMER: 'emergency',
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  OBSENC: 'inpatient',
  SS: 'inpatient',
  AMB: 'outpatient',
  HH: 'outpatient',
  FLD: 'outpatient',
  VR: 'outpatient',
};
const OPEN = new Set(['arrived', 'triaged', 'in-progress', 'onleave']);

/** The newest visit that is open at the moment decides. */
const settingOf = (facts: Facts): CareSetting | undefined =>
  factsOf(facts, 'Encounter').flatMap(({ resource, doubtful }) => {
    const ended = Date.parse(resource.period?.end ?? '') < Date.parse(facts.asOf);
    return doubtful || ended || !OPEN.has(resource.status) ? [] : (CLASSES[resource.class?.code ?? ''] ?? []);
  })[0];
