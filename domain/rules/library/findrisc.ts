import type { Bilingual } from '../../../schemas/result.ts';
import { diagnosesNeed, diagnosesOf } from '../diagnoses.ts';
import { before, type Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { NOT_REREAD } from '../limits.ts';
import { needsOf, newestMeasured } from '../measured.ts';
import { medicinesNeed, medicinesOf } from '../medicines.ts';
import { personOf, type Sex } from '../person.ts';
import { pointsText } from '../points.ts';
import type { Bounds } from '../precision.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';
import { newestSign, signNeeds } from '../signs.ts';
import {
  FINDRISC_FAMILY,
  type FindriscBand,
  findriscAge,
  findriscBand,
  findriscBmi,
  findriscWaist,
} from './tables/findrisc-points.ts';

const FRESH = { days: 365 };
const DIABETES = ['E10', 'E11', 'E12', 'E13', 'E14'];
const HIGH_GLUCOSE = ['R73', 'O24.4'];
const ANTIHYPERTENSIVES = ['C02', 'C03', 'C07', 'C08', 'C09'];
const SIGNS = [
  'active-30-minutes',
  'vegetables-daily',
  'diabetes-parents',
  'diabetes-relatives',
  'high-glucose-ever',
] as const;

const TOLD: Record<Extract<FindriscBand, 'moderate' | 'high' | 'very-high'>, { name: Bilingual; action: Bilingual }> = {
  moderate: {
    name: { en: 'moderate risk, 1 in 6', ru: 'умеренный риск, 1 из 6' },
    action: {
      en: 'Advise on weight and activity; measure glucose.',
      ru: 'Советы по весу и активности; определите глюкозу.',
    },
  },
  high: {
    name: { en: 'high risk, 1 in 3', ru: 'высокий риск, 1 из 3' },
    action: {
      en: 'Measure fasting glucose or HbA1c; prevention programme.',
      ru: 'Глюкоза натощак или HbA1c; программа профилактики.',
    },
  },
  'very-high': {
    name: { en: 'very high risk, 1 in 2', ru: 'очень высокий риск, 1 из 2' },
    action: {
      en: 'Measure fasting glucose or HbA1c now; glucose tolerance test if normal.',
      ru: 'Сейчас глюкоза натощак или HbA1c; при норме — глюкозотолерантный тест.',
    },
  },
};

const between = (values: readonly number[]): Bounds => ({ min: Math.min(...values), max: Math.max(...values) });

function pointsOf(facts: Facts) {
  const since = before(facts, FRESH);
  const { ageYears, ageCited, sex, sexCited } = personOf(facts);
  const gathered = gather([...ageCited, ...sexCited]);
  const { take } = gathered;
  const bmi = bmiOf(facts, since, gathered);
  const waist = gathered.takeExact(newestMeasured(facts, 'waist', since));
  const [active, vegetables, parents, relatives, glucose] = SIGNS.map(
    (name) => take(newestSign(facts, name, since))?.present,
  );
  const pills = medicinesOf(facts, ANTIHYPERTENSIVES);
  const known = diagnosesOf(facts, { icd10: HIGH_GLUCOSE });
  gathered.cited.push(...pills.slice(0, 1).map((one) => one.cited), ...known.slice(0, 1).map((one) => one.cited));
  const sexes: readonly Sex[] = sex ? [sex] : ['female', 'male'];
  const of = (answer: boolean | undefined, yes: number, no: number): Bounds =>
    answer === undefined ? between([yes, no]) : between([answer ? yes : no]);
  const family = parents
    ? between([FINDRISC_FAMILY.first])
    : between([
        ...(parents === undefined ? [FINDRISC_FAMILY.first] : []),
        ...(relatives === false ? [] : [FINDRISC_FAMILY.second]),
        ...(relatives ? [] : [FINDRISC_FAMILY.none]),
      ]);
  const parts: Bounds[] = [
    ageYears ? between([findriscAge(ageYears.min), findriscAge(ageYears.max)]) : { min: 0, max: 4 },
    bmi === undefined ? { min: 0, max: 3 } : between([findriscBmi(bmi)]),
    waist === undefined ? { min: 0, max: 4 } : between(sexes.map((one) => findriscWaist(waist, one))),
    of(active, 0, 2),
    of(vegetables, 0, 1),
    between([pills.length ? 2 : 0]),
    known.length ? between([5]) : of(glucose, 5, 0),
    family,
  ];
  const total = { min: sum(parts.map(({ min }) => min)), max: sum(parts.map(({ max }) => max)) };
  return { ...gathered, total };
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** As charted, else from weight and height. */
function bmiOf(facts: Facts, since: number, gathered: ReturnType<typeof gather>): number | undefined {
  const charted = newestMeasured(facts, 'bmi', since);
  const weight = newestMeasured(facts, 'weight', since);
  const height = newestMeasured(facts, 'height', 0);
  if (!('found' in charted) && 'found' in weight && 'found' in height) {
    gathered.cited.push(weight.found.cited, height.found.cited);
    return weight.found.value / (height.found.value / 100) ** 2;
  }
  return gathered.take(charted)?.value;
}

export const findriscRule: Rule = {
  id: 'findrisc',
  version: '1.0.2',
  title: { en: 'FINDRISC (risk of diabetes)', ru: 'FINDRISC (риск диабета)' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded' },
  hooks: ['patient-view'],
  needs: [
    diagnosesNeed(...DIABETES, ...HIGH_GLUCOSE),
    medicinesNeed(...ANTIHYPERTENSIVES),
    ...freshNeeds(FRESH, [...needsOf('bmi', 'weight', 'waist'), ...signNeeds(...SIGNS)]),
    ...needsOf('height'),
  ],
  sources: [
    {
      cite: 'Lindström J, Tuomilehto J. The diabetes risk score. Diabetes Care 2003;26:725–31',
      doi: '10.2337/diacare.26.3.725',
    },
  ],
  limits: [
    {
      en: 'A questionnaire: computed only where its answers are charted. Blood pressure medicines are those of the record.',
      ru: 'Анкета: рассчитывается, только если ответы внесены в карту. Гипотензивные препараты — по назначениям.',
    },
    NOT_REREAD,
    {
      en: 'Developed in people of 35 to 64 years; outside these ages the risk of a total is less certain.',
      ru: 'Разработана у людей 35–64 лет; в другом возрасте риск по сумме менее надёжен.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) => {
    const [diabetes] = diagnosesOf(facts, { icd10: DIABETES });
    if (diabetes) return { en: 'diabetes is known', ru: 'диабет известен' };
    const since = before(facts, FRESH);
    return SIGNS.some((name) => 'found' in newestSign(facts, name, since))
      ? undefined
      : { en: 'the questionnaire is not charted', ru: 'анкета не заполнена' };
  },
  evaluate: (facts) => {
    const { total, cited, missing } = pointsOf(facts);
    const band = findriscBand(total.min);
    if (band !== findriscBand(total.max)) return [notComputable(findriscRule, missing, cited)];
    if (band === 'low' || band === 'slightly-elevated') return [];
    const shown = pointsText({ least: total.min, most: total.max });
    return [
      conclude(findriscRule, {
        severity: 'info',
        summary: {
          en: `FINDRISC ${shown.en}: ${TOLD[band].name.en} (diabetes in 10 years)`,
          ru: `FINDRISC ${shown.ru}: ${TOLD[band].name.ru} (диабет за 10 лет)`,
        },
        detail: {
          en: 'Below 7 low, 7–11 slightly elevated, 12–14 moderate, 15–20 high, above 20 very high.',
          ru: 'Ниже 7 — низкий, 7–11 — слегка повышен, 12–14 — умеренный, 15–20 — высокий, выше 20 — очень высокий.',
        },
        action: TOLD[band].action,
        score: { least: total.min, most: total.max, risk: band },
        missing: total.min === total.max ? [] : missing,
        cited,
      }),
    ];
  },
};
