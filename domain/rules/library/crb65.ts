import type { Bilingual } from '../../../schemas/result.ts';
import type { Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { OPENING } from '../hooks.ts';
import { NOT_REREAD } from '../limits.ts';
import { atLeast, needsOf, newestMeasured } from '../measured.ts';
import { personOf } from '../person.ts';
import { isLowPressure, PNEUMONIA_NEED, statedPneumonia } from '../pneumonia.ts';
import { criteriaText, pointsText, type Tally, tally } from '../points.ts';
import { agreed } from '../precision.ts';
import { conclude, notComputable, type Rule } from '../rule.ts';
import { newestSign, signNeeds } from '../signs.ts';
import { REPORTS } from '../statements.ts';

/** The four criteria, one point each; undefined: not known. */
export type Crb65Criteria = {
  readonly confusion: boolean | undefined;
  readonly rrGe30: boolean | undefined;
  readonly lowBP: boolean | undefined;
  readonly ageGe65: boolean | undefined;
};
export type Crb65Risk = 'low' | 'intermediate' | 'severe';

/** Lim 2003: CURB-65 without urea, for the place where there is no laboratory. */
export const crb65 = ({ confusion, rrGe30, lowBP, ageGe65 }: Crb65Criteria): Tally =>
  tally([
    { points: 1, met: confusion, title: { en: 'new confusion', ru: 'спутанность сознания' } },
    { points: 1, met: rrGe30, title: { en: 'respiratory rate ≥ 30/min', ru: 'частота дыхания ≥ 30/мин' } },
    {
      points: 1,
      met: lowBP,
      title: {
        en: 'systolic < 90 or diastolic ≤ 60 mmHg',
        ru: 'АД систолическое < 90 или диастолическое ≤ 60 мм рт. ст.',
      },
    },
    { points: 1, met: ageGe65, title: { en: 'age ≥ 65 years', ru: 'возраст ≥ 65 лет' } },
  ]);

/** 0 low, 1–2 intermediate, 3–4 severe (30-day mortality 1.2, 8.2 and 31 %). */
export const crb65Risk = (total: number): Crb65Risk => (total >= 3 ? 'severe' : total >= 1 ? 'intermediate' : 'low');

const TOLD: Record<Crb65Risk, { risk: Bilingual; action: Bilingual }> = {
  low: {
    risk: { en: 'low risk', ru: 'низкий риск' },
    action: {
      en: 'Treatment at home may be suitable; weigh comorbidity, social circumstances and oxygenation.',
      ru: 'Возможно лечение на дому; учтите сопутствующие заболевания, социальные условия и оксигенацию.',
    },
  },
  intermediate: {
    risk: { en: 'intermediate risk', ru: 'средний риск' },
    action: { en: 'Consider assessment in hospital.', ru: 'Рассмотрите направление в стационар.' },
  },
  severe: {
    risk: { en: 'high risk', ru: 'высокий риск' },
    action: { en: 'Urgent admission to hospital.', ru: 'Экстренная госпитализация.' },
  },
};

function criteriaOf(facts: Facts, since: number) {
  const { ageYears, ageCited } = personOf(facts);
  const gathered = gather(ageCited);
  const { take } = gathered;
  const confusion = take(newestSign(facts, 'confusion', since));
  const breaths = take(newestMeasured(facts, 'respiratoryRate', since));
  const systolic = take(newestMeasured(facts, 'systolic', since));
  const diastolic = take(newestMeasured(facts, 'diastolic', since));
  const criteria: Crb65Criteria = {
    confusion: confusion?.present,
    rrGe30: breaths && atLeast(breaths, 30),
    lowBP: isLowPressure(systolic, diastolic),
    ageGe65: agreed(ageYears, (years) => years >= 65),
  };
  const isExamined = [confusion, breaths, systolic, diastolic].some((one) => one !== undefined);
  if (criteria.ageGe65 === undefined) gathered.missing.push({ en: 'Exact age', ru: 'Точный возраст' });
  return { ...gathered, criteria, isExamined };
}

export const crb65Rule: Rule = {
  id: 'crb65',
  version: '1.0.1',
  title: { en: 'CRB-65 (pneumonia, no laboratory)', ru: 'CRB-65 (пневмония, без лаборатории)' },
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
    {
      cite: 'Lim WS et al. BTS guidelines for the management of community acquired pneumonia in adults: update 2009. Thorax 2009;64(Suppl III)',
      doi: '10.1136/thx.2009.121434',
    },
  ],
  limits: [
    {
      en: 'Community-acquired pneumonia of adults. Where urea is known CURB-65 takes its place.',
      ru: 'Внебольничная пневмония взрослых. Если известна мочевина, применяется CURB-65.',
    },
    NOT_REREAD,
  ],
  form: 'GuidanceResponse',
  idle: (facts) => {
    const pneumonia = statedPneumonia(facts);
    if (!pneumonia)
      return {
        en: 'no physician stated pneumonia in the last 30 days',
        ru: 'за последние 30 дней врач не указал пневмонию',
      };
    if ('found' in newestMeasured(facts, 'urea', pneumonia.since))
      return { en: 'urea is known: CURB-65', ru: 'мочевина известна: применяется CURB-65' };
    return criteriaOf(facts, pneumonia.since).isExamined
      ? undefined
      : { en: 'no vital signs since the pneumonia began', ru: 'нет витальных показателей с начала пневмонии' };
  },
  evaluate: (facts) => {
    const pneumonia = statedPneumonia(facts);
    if (!pneumonia) return [];
    const { criteria, cited: examined, missing } = criteriaOf(facts, pneumonia.since);
    const cited = [...pneumonia.cited, ...examined];
    const points = crb65(criteria);
    const risk = crb65Risk(points.least);
    if (risk !== crb65Risk(points.most)) return [notComputable(crb65Rule, missing, cited)];
    const shown = pointsText(points);
    return [
      conclude(crb65Rule, {
        severity: risk === 'severe' ? 'warning' : 'info',
        summary: {
          en: `CRB-65: ${shown.en} of 4, ${TOLD[risk].risk.en}`,
          ru: `CRB-65: ${shown.ru} из 4, ${TOLD[risk].risk.ru}`,
        },
        detail: criteriaText(points),
        action: TOLD[risk].action,
        score: { least: points.least, most: points.most, risk },
        missing: points.open.length ? missing : [],
        cited,
      }),
    ];
  },
};
