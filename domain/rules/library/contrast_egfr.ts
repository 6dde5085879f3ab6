import type { Bilingual } from '../../../schemas/result.ts';
import { diagnosesNeed } from '../diagnoses.ts';
import { IMAGING } from '../hooks.ts';
import { ORDERS, STUDIES } from '../imaging.ts';
import { contrastOrdersOf } from '../imaging-orders.ts';
import { DIALYSIS_ICD10, personOf } from '../person.ts';
import { akiOf, egfrShown, RENAL_NEEDS, renalFunction } from '../renal.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';
import { chosen, type RuleSetting } from '../settings.ts';

/** Prophylaxis with saline before an iodinated medium. */
export type ContrastAnswer =
  | 'prophylaxis-indicated'
  | 'individualise'
  | 'not-indicated'
  | 'not-indicated-maintenance-dialysis';

const ACR_NKF = {
  cite: 'Davenport MS et al. Use of intravenous iodinated contrast media in patients with kidney disease: ACR and NKF consensus statements. Radiology 2020;294:660–8',
  doi: '10.1148/radiol.2019192094',
};
const ESUR = { cite: 'ESUR Guidelines on Contrast Agents 10.0, 2018: intravenous, prophylaxis from an eGFR below 30' };
const POLICY = {
  name: 'policy',
  title: { en: 'Contrast and kidney function', ru: 'Контраст и функция почек' },
  value: 'acr-nkf',
  options: { 'acr-nkf': ACR_NKF, esur: ESUR },
} as const satisfies RuleSetting;
export type ContrastPolicy = keyof typeof POLICY.options;

/**
 * eGFR in mL/min/1.73 m². Dialysis: maintenance, so that no kidney function is left to be protected. From 30 to 44 ACR-NKF
 * leaves it to the physician (a solitary kidney, several doses), ESUR gives none.
 */
export function contrastAnswer(
  given: { readonly egfr: number; readonly aki: boolean; readonly dialysis: boolean },
  policy: ContrastPolicy = POLICY.value,
): ContrastAnswer {
  if (given.dialysis) return 'not-indicated-maintenance-dialysis';
  if (given.aki || given.egfr < 30) return 'prophylaxis-indicated';
  return given.egfr < 45 && policy === 'acr-nkf' ? 'individualise' : 'not-indicated';
}

/** Older values say too little of the day of the examination. */
const FRESH = { days: 90 };
const CREATININE: Bilingual = { en: 'Creatinine of the last 3 months', ru: 'Креатинин за последние 3 месяца' };

export const contrastEgfrRule: Rule = {
  id: 'contrast_egfr',
  version: '1.1.1',
  title: { en: 'Contrast and kidney function', ru: 'Контраст и функция почек' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded' },
  hooks: IMAGING,
  needs: [ORDERS, STUDIES, diagnosesNeed(...DIALYSIS_ICD10), ...freshNeeds(FRESH, RENAL_NEEDS)],
  sources: [ACR_NKF],
  settings: [POLICY],
  limits: [
    {
      en: 'For a medium in a vein; before an artery of the heart or brain the risk is higher. Contrast is known by the words of the order.',
      ru: 'Для внутривенного контраста; при внутриартериальном введении риск выше. Контраст узнаётся по словам направления.',
    },
    {
      en: 'The policy of ESUR is given from memory: read it again before choosing it.',
      ru: 'Политика ESUR приведена по памяти: перечитайте её, прежде чем выбрать.',
    },
    {
      en: 'Not in pregnancy: the equation of the filtration rate was not made for it.',
      ru: 'Не при беременности: формула СКФ для неё не предназначена.',
    },
  ],
  form: 'DetectedIssue',
  idle: (facts) =>
    contrastOrdersOf(facts).length
      ? undefined
      : {
          en: 'no examination with iodinated contrast is ordered',
          ru: 'исследование с йодным контрастом не назначено',
        },
  evaluate: (facts) => {
    const orders = contrastOrdersOf(facts);
    const cited = orders.map((order) => order.cited);
    const dialysis = personOf(facts).onDialysis;
    if (dialysis) return [];
    const renal = renalFunction(facts, FRESH);
    if (!renal) return [notComputable(contrastEgfrRule, [CREATININE], cited)];
    const policy = chosen(facts, 'contrast_egfr', POLICY);
    const injury = akiOf(facts);
    const aki = injury.stage > 0;
    const answer = contrastAnswer({ egfr: renal.least, aki, dialysis }, policy);
    if (answer !== contrastAnswer({ egfr: renal.most, aki, dialysis }, policy))
      return [notComputable(contrastEgfrRule, renal.missing, [...cited, ...renal.cited])];
    if (answer !== 'prophylaxis-indicated' && answer !== 'individualise') return [];
    const indicated = answer === 'prophylaxis-indicated';
    const egfr = Math.round(renal.least === 0 ? renal.most : renal.least);
    const shown = renal.least === 0 ? egfrShown(renal) : egfr;
    const names = orders.map(({ name }) => name).join('; ');
    return [
      conclude(contrastEgfrRule, {
        severity: indicated ? 'warning' : 'info',
        summary: {
          en: aki
            ? 'Contrast while creatinine is rising: acute kidney injury'
            : `Contrast with eGFR ${shown} mL/min/1.73 m²`,
          ru: aki
            ? 'Контраст при растущем креатинине: острое повреждение почек'
            : `Контраст при рСКФ ${shown} мл/мин/1,73 м²`,
        },
        detail: {
          en: `Ordered: ${names}. Prophylaxis is indicated below an eGFR of 30 or in acute kidney injury${policy === 'acr-nkf' ? ', weighed from 30 to 44' : ''}.`,
          ru: `Назначено: ${names}. Профилактика показана при рСКФ ниже 30 и при остром повреждении почек${policy === 'acr-nkf' ? ', при 30–44 – по решению врача' : ''}.`,
        },
        action: indicated
          ? {
              en: 'Is contrast necessary? If so: saline before and after, stop NSAIDs and diuretics if possible, creatinine after 48–72 hours.',
              ru: 'Необходим ли контраст? Если да – физраствор до и после, по возможности отмените НПВП и диуретики, креатинин через 48–72 часа.',
            }
          : {
              en: 'Consider saline where the risk is higher: a single kidney, recent contrast, several doses.',
              ru: 'Рассмотрите физраствор при повышенном риске: единственная почка, недавний контраст, повторные дозы.',
            },
        score: { egfr, aki, salineProphylaxis: answer },
        missing: [...renal.missing],
        cited: [...cited, ...renal.cited, ...injury.cited],
      }),
    ];
  },
};
