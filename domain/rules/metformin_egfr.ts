import type { Bilingual, Severity } from '../../schemas/result.ts';
import { MEDICINES, medicinesOf } from './medicines.ts';
import { RENAL_NEEDS, renalFunction } from './renal.ts';
import { conclude, notComputable, type Rule } from './rule.ts';

export type MetforminAction = 'start' | 'continue' | 'contrast';
export type MetforminAnswer =
  | 'contraindicated'
  | 'not-recommended'
  | 'ok'
  | 'stop'
  | 'assess-benefit-risk'
  | 'hold-48h'
  | 'no-hold';

/**
 * FDA label of 8 April 2016. The label writes "30–45" and "30 and 60" without saying which side the limits belong to;
 * here they belong to the more careful side, except that an eGFR of exactly 45 has not "fallen below 45".
 */
export function metforminAnswer(egfr: number, action: MetforminAction, intraArterial = false): MetforminAnswer {
  if (action === 'start') return egfr < 30 ? 'contraindicated' : egfr <= 45 ? 'not-recommended' : 'ok';
  if (action === 'continue') return egfr < 30 ? 'stop' : egfr < 45 ? 'assess-benefit-risk' : 'ok';
  if (egfr < 30) return 'stop';
  return egfr <= 60 || intraArterial ? 'hold-48h' : 'no-hold';
}

/** Metformin alone (A10BA02) and its fixed combinations (A10BD with metformin, WHO ATC index 2024). */
const METFORMIN = [
  'A10BA02',
  ...'02 03 05 07 08 10 11 13 14 15 16 17 18 20 22 23 25 26 27'.split(' ').map((code) => `A10BD${code}`),
];

type Told = { readonly severity: Severity; readonly summary: Bilingual; readonly action: Bilingual };
const TOLD: Partial<Record<MetforminAnswer, Told>> = {
  contraindicated: {
    severity: 'warning',
    summary: { en: 'Metformin is contraindicated: eGFR below 30', ru: 'Метформин противопоказан: рСКФ ниже 30' },
    action: { en: 'Do not start metformin.', ru: 'Не назначайте метформин.' },
  },
  stop: {
    severity: 'warning',
    summary: { en: 'Metformin with eGFR below 30: contraindicated', ru: 'Метформин при рСКФ ниже 30: противопоказан' },
    action: {
      en: 'Stop metformin and choose another treatment; look for signs of lactic acidosis.',
      ru: 'Отмените метформин и подберите другое лечение; оцените признаки лактоацидоза.',
    },
  },
  'not-recommended': {
    severity: 'warning',
    summary: {
      en: 'Starting metformin is not recommended: eGFR 30–45',
      ru: 'Начинать метформин не рекомендуется: рСКФ 30–45',
    },
    action: { en: 'Choose another treatment.', ru: 'Подберите другое лечение.' },
  },
  'assess-benefit-risk': {
    severity: 'warning',
    summary: {
      en: 'Metformin with eGFR 30–44: weigh benefit and risk',
      ru: 'Метформин при рСКФ 30–44: оцените пользу и риск',
    },
    action: {
      en: 'Assess benefit and risk of continuing; reduce the dose, check eGFR every 3 months.',
      ru: 'Оцените пользу и риск продолжения; снизьте дозу, контролируйте рСКФ каждые 3 месяца.',
    },
  },
};

export const metforminEgfrRule: Rule = {
  id: 'metformin_egfr',
  version: '1.0.0',
  title: { en: 'Metformin and kidney function', ru: 'Метформин и функция почек' },
  population: { ageMonths: { min: 18 * 12 } },
  needs: [MEDICINES, ...RENAL_NEEDS],
  sources: [
    { cite: 'FDA Drug Safety Communication, 8 April 2016: metformin in patients with reduced kidney function' },
    { cite: 'J Am Soc Nephrol 2017;28:2263–74, Table 3', doi: '10.1681/ASN.2016121372' },
  ],
  form: 'DetectedIssue',
  idle: (facts) =>
    medicinesOf(facts, METFORMIN).length ? undefined : { en: 'no metformin is ordered', ru: 'метформин не назначен' },
  evaluate: (facts) => {
    const medicines = medicinesOf(facts, METFORMIN);
    const cited = medicines.map((medicine) => medicine.cited);
    const renal = renalFunction(facts);
    if (!renal)
      return [
        notComputable(
          metforminEgfrRule,
          [{ en: 'Creatinine of the last 12 months', ru: 'Креатинин за последние 12 месяцев' }],
          cited,
        ),
      ];
    const action = medicines.some(({ stage }) => stage === 'taken') ? 'continue' : 'start';
    const answer = metforminAnswer(renal.least, action);
    if (answer !== metforminAnswer(renal.most, action))
      return [notComputable(metforminEgfrRule, renal.missing, [...cited, ...renal.cited])];
    const told = TOLD[answer];
    if (!told) return [];
    const egfr = Math.round(renal.least);
    return [
      conclude(metforminEgfrRule, {
        ...told,
        detail: {
          en: `eGFR ${egfr} mL/min/1.73 m². Metformin is contraindicated below 30, not to be started from 30 to 45, to be reviewed below 45.`,
          ru: `рСКФ ${egfr} мл/мин/1,73 м². Метформин противопоказан ниже 30, не начинают при 30–45, пересматривают ниже 45.`,
        },
        score: { egfr, result: answer },
        missing: renal.missing,
        cited: [...cited, ...renal.cited],
      }),
    ];
  },
};
