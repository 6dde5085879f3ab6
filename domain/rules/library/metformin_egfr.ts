import type { Bilingual, CitedFact, Severity } from '../../../schemas/result.ts';
import { diagnosesNeed, diagnosesOf } from '../diagnoses.ts';
import type { Facts } from '../facts.ts';
import { ORDERING } from '../hooks.ts';
import { ORDERS, STUDIES } from '../imaging.ts';
import { contrastOrdersOf } from '../imaging-orders.ts';
import { medicinesNeed, medicinesOf } from '../medicines.ts';
import { akiOf, egfrShown, RENAL_FRESH, RENAL_NEEDS, type RenalFunction, renalFunction } from '../renal.ts';
import { type Conclusion, conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';
import { chosen, type RuleSetting } from '../settings.ts';

export type MetforminAction = 'start' | 'continue' | 'contrast';
export type MetforminAnswer =
  | 'contraindicated'
  | 'not-recommended'
  | 'ok'
  | 'stop'
  | 'assess-benefit-risk'
  | 'hold-48h'
  | 'no-hold';

/** What a region decides where the label is silent or differs from another publication. */
export type MetforminPolicy = {
  /** To which side an eGFR of exactly 45 and of exactly 60 belongs. */
  readonly at45: 'careful' | 'kdigo';
  readonly at60: 'careful' | 'kdigo';
  readonly contrast: 'fda' | 'acr';
};

const FDA = { cite: 'FDA Drug Safety Communication, 8 April 2016: metformin in patients with reduced kidney function' };
const KDIGO = {
  cite: 'KDIGO 2024 Clinical Practice Guideline for CKD: G3b is 30–44, G3a 45–59, G2 from 60',
  doi: '10.1016/j.kint.2023.10.018',
};
const ACR = { cite: 'ACR Manual on Contrast Media: with eGFR of 30 and more and no AKI metformin need not be stopped' };

const AT_45 = {
  name: 'at45',
  title: { en: 'eGFR of exactly 45 (the label says “30–45”)', ru: 'рСКФ ровно 45 (в инструкции «30–45»)' },
  value: 'careful',
  options: { careful: FDA, kdigo: KDIGO },
} as const satisfies RuleSetting;
const AT_60 = {
  name: 'at60',
  title: { en: 'eGFR of exactly 60 (the label says “30 and 60”)', ru: 'рСКФ ровно 60 (в инструкции «30–60»)' },
  value: 'careful',
  options: { careful: FDA, kdigo: KDIGO },
} as const satisfies RuleSetting;
const CONTRAST = {
  name: 'contrast',
  title: { en: 'Metformin and intravenous contrast', ru: 'Метформин и внутривенный контраст' },
  value: 'fda',
  options: { fda: FDA, acr: ACR },
} as const satisfies RuleSetting;
export const LABEL_POLICY: MetforminPolicy = { at45: AT_45.value, at60: AT_60.value, contrast: CONTRAST.value };

/**
 * FDA label of 8 April 2016. The label writes "30–45" and "30 and 60" without saying which side the limits belong to; the
 * careful reading takes them in, except that an eGFR of exactly 45 has not "fallen below 45".
 */
export function metforminAnswer(
  egfr: number,
  action: MetforminAction,
  intraArterial = false,
  { at45, at60, contrast }: MetforminPolicy = LABEL_POLICY,
): MetforminAnswer {
  if (action === 'start') {
    if (egfr < 30) return 'contraindicated';
    return egfr < 45 || (egfr === 45 && at45 === 'careful') ? 'not-recommended' : 'ok';
  }
  if (action === 'continue') return egfr < 30 ? 'stop' : egfr < 45 ? 'assess-benefit-risk' : 'ok';
  if (egfr < 30) return 'stop';
  if (intraArterial) return 'hold-48h';
  if (contrast === 'acr') return 'no-hold';
  return egfr < 60 || (egfr === 60 && at60 === 'careful') ? 'hold-48h' : 'no-hold';
}

/** Metformin alone (A10BA02) and its fixed combinations (A10BD with metformin, WHO ATC index 2024). */
const METFORMIN = [
  'A10BA02',
  ...'02 03 05 07 08 10 11 13 14 15 16 17 18 20 22 23 25 26 27'.split(' ').map((code) => `A10BD${code}`),
];

/** The label also holds it for liver disease, alcoholism and heart failure (ICD-10), whatever the eGFR. */
const HELD_FOR = ['K70', 'K71', 'K72', 'K73', 'K74', 'K76', 'F10', 'I50'];

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
  version: '1.2.1',
  title: { en: 'Metformin and kidney function', ru: 'Метформин и функция почек' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded' },
  hooks: [...ORDERING, 'patient-view'],
  needs: [
    medicinesNeed(...METFORMIN),
    ORDERS,
    STUDIES,
    diagnosesNeed(...HELD_FOR),
    ...freshNeeds(RENAL_FRESH, RENAL_NEEDS),
  ],
  settings: [AT_45, AT_60, CONTRAST],
  sources: [FDA, { cite: 'J Am Soc Nephrol 2017;28:2263–74, Table 3', doi: '10.1681/ASN.2016121372' }],
  limits: [
    {
      en: 'The label of the FDA; national labels differ at 45 and 60 and on contrast, which the settings decide. Doses are not read.',
      ru: 'По инструкции FDA; национальные инструкции расходятся при рСКФ 45 и 60 и по контрасту – это решают настройки. Дозы не читаются.',
    },
    {
      en: 'The policy of the ACR manual on metformin is given from memory: read it again before choosing it.',
      ru: 'Политика ACR по метформину приведена по памяти: перечитайте её, прежде чем выбрать.',
    },
    {
      en: 'Not in pregnancy: the equation of the filtration rate was not made for it.',
      ru: 'Не при беременности: формула СКФ для неё не предназначена.',
    },
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
    const policy = policyOf(facts);
    const action = medicines.some(({ stage }) => stage === 'taken') ? 'continue' : 'start';
    const answer = metforminAnswer(renal.least, action, false, policy);
    if (answer !== metforminAnswer(renal.most, action, false, policy))
      return [notComputable(metforminEgfrRule, renal.missing, [...cited, ...renal.cited])];
    const told = TOLD[answer];
    const egfr = Math.round(renal.least === 0 ? renal.most : renal.least);
    const shown = renal.least === 0 ? egfrShown(renal) : egfr;
    const contrast = action === 'continue' ? contrastConclusion(facts, renal, cited) : [];
    if (!told) return contrast;
    return [
      conclude(metforminEgfrRule, {
        ...told,
        detail: {
          en: `eGFR ${shown} mL/min/1.73 m². Metformin is contraindicated below 30, not to be started from 30 to 45, to be reviewed below 45.`,
          ru: `рСКФ ${shown} мл/мин/1,73 м². Метформин противопоказан ниже 30, не начинают при 30–45, пересматривают ниже 45.`,
        },
        score: { egfr, result: answer },
        missing: renal.missing,
        cited: [...cited, ...renal.cited],
      }),
      ...contrast,
    ];
  },
};

const policyOf = (facts: Facts): MetforminPolicy => ({
  at45: chosen(facts, 'metformin_egfr', AT_45),
  at60: chosen(facts, 'metformin_egfr', AT_60),
  contrast: chosen(facts, 'metformin_egfr', CONTRAST),
});

/** An examination with iodinated contrast is ordered while metformin is taken. */
function contrastConclusion(facts: Facts, renal: RenalFunction, taken: readonly CitedFact[]): Conclusion[] {
  const orders = contrastOrdersOf(facts);
  const [first] = orders;
  if (!first) return [];
  const illnesses = diagnosesOf(facts, { icd10: HELD_FOR, since: 0 });
  const policy = policyOf(facts);
  // While creatinine rises the filtration rate is lower than any equation says: by neither policy is metformin kept then.
  const injury = akiOf(facts);
  const always =
    orders.some(({ intraArterial }) => intraArterial) ||
    injury.stage > 0 ||
    (policy.contrast === 'fda' && illnesses.length > 0);
  // Below 30 it is to be stopped for good, which is said apart.
  if (metforminAnswer(renal.least, 'contrast', always, policy) !== 'hold-48h') return [];
  return [
    conclude(metforminEgfrRule, {
      matter: 'metformin_egfr:contrast',
      severity: 'warning',
      summary: {
        en: 'Metformin and contrast: hold metformin for 48 hours',
        ru: 'Метформин и контраст: приостановите метформин на 48 часов',
      },
      detail: {
        en: `Ordered: ${first.name}. eGFR ${Math.round(renal.least)} mL/min/1.73 m².${injury.stage ? ' Creatinine is rising: acute kidney injury.' : ''}${illnesses.length ? ' With liver disease, alcoholism or heart failure it is held whatever the eGFR.' : ''}`,
        ru: `Назначено: ${first.name}. рСКФ ${Math.round(renal.least)} мл/мин/1,73 м².${injury.stage ? ' Креатинин растёт: острое повреждение почек.' : ''}${illnesses.length ? ' При болезни печени, алкоголизме или сердечной недостаточности – при любой рСКФ.' : ''}`,
      },
      action: {
        en: 'Stop it at the examination; creatinine 48 hours later, then start again if kidney function is unchanged.',
        ru: 'Отмените ко времени исследования; креатинин через 48 часов, возобновите при неизменной функции почек.',
      },
      score: { egfr: Math.round(renal.least), result: 'hold-48h' },
      missing: renal.missing,
      cited: [
        ...taken,
        ...orders.map(({ cited }) => cited),
        ...renal.cited,
        ...injury.cited,
        ...illnesses.map(({ cited }) => cited),
      ],
    }),
  ];
}
