import type { Bilingual } from '../../../schemas/result.ts';
import { gather } from '../gather.ts';
import { OPENING } from '../hooks.ts';
import { NOT_REREAD } from '../limits.ts';
import { atLeast, moreThan, needsOf, newestMeasured } from '../measured.ts';
import { personOf } from '../person.ts';
import { isLowPressure, PNEUMONIA_NEED, statedPneumonia } from '../pneumonia.ts';
import { criteriaText } from '../points.ts';
import { agreed } from '../precision.ts';
import { conclude, notComputable, type Rule } from '../rule.ts';
import { newestSign, signNeeds } from '../signs.ts';
import { REPORTS } from '../statements.ts';

/** The five criteria, one point each; undefined: not known. */
export type Curb65Criteria = {
  readonly confusion: boolean | undefined;
  readonly ureaGt7: boolean | undefined;
  readonly rrGe30: boolean | undefined;
  readonly lowBP: boolean | undefined;
  readonly ageGe65: boolean | undefined;
};
export type Curb65Risk = 'low' | 'intermediate' | 'severe';

/** Points that are certain, and points possible if every unknown criterion were met. */
export function curb65(criteria: Curb65Criteria): { readonly least: number; readonly most: number } {
  const values = Object.values(criteria);
  const least = values.filter((met) => met === true).length;
  return { least, most: least + values.filter((met) => met === undefined).length };
}

/** Lim 2003: 0–1 low, 2 intermediate, 3–5 severe. */
export const curb65Risk = (total: number): Curb65Risk => (total >= 3 ? 'severe' : total === 2 ? 'intermediate' : 'low');

const RISK_TEXT: Record<Curb65Risk, Bilingual> = {
  low: { en: 'low risk', ru: 'низкий риск' },
  intermediate: { en: 'intermediate risk', ru: 'средний риск' },
  severe: { en: 'severe pneumonia', ru: 'тяжёлая пневмония' },
};
const RISK_ACTION: Record<Curb65Risk, Bilingual> = {
  low: {
    en: 'Treatment at home may be suitable; weigh comorbidity, social circumstances and oxygenation.',
    ru: 'Возможно лечение на дому; учтите сопутствующие заболевания, социальные условия и оксигенацию.',
  },
  intermediate: {
    en: 'Consider a short stay in hospital or outpatient treatment under hospital supervision.',
    ru: 'Рассмотрите краткую госпитализацию или амбулаторное лечение под наблюдением стационара.',
  },
  severe: {
    en: 'Manage in hospital as severe pneumonia; with 4–5 points assess for intensive care.',
    ru: 'Лечение в стационаре как тяжёлой пневмонии; при 4–5 баллах оцените показания к переводу в ОРИТ.',
  },
};

export const curb65Rule: Rule = {
  id: 'curb65',
  version: '1.0.1',
  title: { en: 'CURB-65 (severity of pneumonia in adults)', ru: 'CURB-65 (тяжесть пневмонии у взрослых)' },
  population: { ageMonths: { min: 18 * 12 } },
  hooks: OPENING,
  needs: [
    PNEUMONIA_NEED,
    ...REPORTS,
    ...needsOf('urea', 'respiratoryRate', 'systolic', 'diastolic'),
    ...signNeeds('confusion'),
  ],
  sources: [
    {
      cite: 'Lim WS et al. Defining community acquired pneumonia severity on presentation to hospital. Thorax 2003;58:377–82',
      doi: '10.1136/thorax.58.5.377',
    },
  ],
  limits: [
    {
      en: 'Community-acquired pneumonia of adults that a physician stated; pneumonia acquired in hospital and weakened immunity were not studied.',
      ru: 'Внебольничная пневмония взрослых, указанная врачом; госпитальная пневмония и иммунодефицит не изучались.',
    },
    NOT_REREAD,
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    statedPneumonia(facts)
      ? undefined
      : {
          en: 'no physician stated pneumonia (ICD-10 J12–J18 or a signed report) in the last 30 days',
          ru: 'за последние 30 дней врач не указал пневмонию (МКБ-10 J12–J18 или подписанное заключение)',
        },
  evaluate: (facts) => {
    const pneumonia = statedPneumonia(facts);
    if (!pneumonia) return [];
    const { since } = pneumonia;
    const { ageYears, ageCited } = personOf(facts);
    const { cited, missing, take } = gather([...pneumonia.cited, ...ageCited]);
    const confusion = take(newestSign(facts, 'confusion', since));
    const urea = take(newestMeasured(facts, 'urea', since));
    const breaths = take(newestMeasured(facts, 'respiratoryRate', since));
    const systolic = take(newestMeasured(facts, 'systolic', since));
    const diastolic = take(newestMeasured(facts, 'diastolic', since));

    const criteria: Curb65Criteria = {
      confusion: confusion?.present,
      ureaGt7: urea && moreThan(urea, 7),
      rrGe30: breaths && atLeast(breaths, 30),
      lowBP: isLowPressure(systolic, diastolic),
      ageGe65: agreed(ageYears, (years) => years >= 65),
    };
    if (criteria.ageGe65 === undefined) missing.push({ en: 'Exact age', ru: 'Точный возраст' });
    const { least, most } = curb65(criteria);
    const risk = curb65Risk(least);
    if (risk !== curb65Risk(most)) return [notComputable(curb65Rule, missing, cited)];

    const points = least === most ? `${least}` : `${least}–${most}`;
    const stillOpen = least === most ? undefined : missing;
    return [
      conclude(curb65Rule, {
        severity: risk === 'severe' ? 'warning' : 'info',
        summary: {
          en: `CURB-65: ${points} of 5, ${RISK_TEXT[risk].en}`,
          ru: `CURB-65: ${points} из 5, ${RISK_TEXT[risk].ru}`,
        },
        detail: criteriaText({ met: metOf(criteria), open: stillOpen ?? [] }),
        action: RISK_ACTION[risk],
        score: { least, most, ...(least === most ? { total: least } : {}), risk },
        missing: stillOpen ?? [],
        cited,
      }),
    ];
  },
};

export const CURB65_CRITERIA: Record<keyof Curb65Criteria, Bilingual> = {
  confusion: { en: 'new confusion', ru: 'спутанность сознания' },
  ureaGt7: { en: 'urea > 7 mmol/L', ru: 'мочевина > 7 ммоль/л' },
  rrGe30: { en: 'respiratory rate ≥ 30/min', ru: 'частота дыхания ≥ 30/мин' },
  lowBP: { en: 'systolic < 90 or diastolic ≤ 60 mmHg', ru: 'АД систолическое < 90 или диастолическое ≤ 60 мм рт. ст.' },
  ageGe65: { en: 'age ≥ 65 years', ru: 'возраст ≥ 65 лет' },
};

const metOf = (criteria: Curb65Criteria): Bilingual[] =>
  (Object.keys(criteria) as (keyof Curb65Criteria)[]).filter((key) => criteria[key]).map((key) => CURB65_CRITERIA[key]);
