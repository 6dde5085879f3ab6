import type { Bilingual, CitedFact } from '../../../schemas/result.ts';
import {
  ANTICOAGULANTS_ATC,
  anticoagulantsOf,
  FIBRILLATION_ICD10,
  fibrillationOf,
  VALVULAR_ICD10,
  valvularOf,
} from '../atrial-fibrillation.ts';
import { diagnosesNeed, diagnosesOf } from '../diagnoses.ts';
import type { Facts } from '../facts.ts';
import { NOT_REREAD } from '../limits.ts';
import { medicinesNeed } from '../medicines.ts';
import { personOf } from '../person.ts';
import { type Criterion, criteriaText, pointsText, type Tally, tally } from '../points.ts';
import { agreed, inside } from '../precision.ts';
import { conclude, notComputable, type Rule } from '../rule.ts';
import { chosen, type RuleSetting } from '../settings.ts';

/** The criteria without sex; undefined: not known. */
export type StrokeRiskCriteria = {
  readonly chf: boolean | undefined;
  readonly hypertension: boolean | undefined;
  readonly ageGe75: boolean | undefined;
  readonly age65To74: boolean | undefined;
  readonly diabetes: boolean | undefined;
  readonly strokeTiaTe: boolean | undefined;
  readonly vascular: boolean | undefined;
};

const criteriaOf = (given: StrokeRiskCriteria): Criterion[] => [
  { points: 1, met: given.chf, title: { en: 'heart failure', ru: 'сердечная недостаточность' } },
  { points: 1, met: given.hypertension, title: { en: 'hypertension', ru: 'артериальная гипертензия' } },
  { points: 2, met: given.ageGe75, title: { en: 'age ≥ 75 years', ru: 'возраст ≥ 75 лет' } },
  { points: 1, met: given.diabetes, title: { en: 'diabetes', ru: 'сахарный диабет' } },
  {
    points: 2,
    met: given.strokeTiaTe,
    title: { en: 'stroke, TIA or embolism', ru: 'инсульт, ТИА или эмболия' },
  },
  { points: 1, met: given.vascular, title: { en: 'vascular disease', ru: 'сосудистое заболевание' } },
  { points: 1, met: given.age65To74, title: { en: 'age 65–74 years', ru: 'возраст 65–74 года' } },
];

/** CHA2DS2-VA (ESC 2024): at most 8. */
export const cha2ds2va = (given: StrokeRiskCriteria): Tally => tally(criteriaOf(given));

/** CHA2DS2-VASc (Lip 2010): at most 9. */
export const cha2ds2vasc = (given: StrokeRiskCriteria & { readonly female: boolean | undefined }): Tally =>
  tally([...criteriaOf(given), { points: 1, met: given.female, title: { en: 'female sex', ru: 'женский пол' } }]);

const LIP = {
  cite: 'Lip GYH et al. Refining clinical risk stratification for predicting stroke and thromboembolism in atrial fibrillation. Chest 2010;137:263–72',
  doi: '10.1378/chest.09-1584',
};
const ESC_2020 = {
  cite: 'Hindricks G et al. 2020 ESC Guidelines for atrial fibrillation. Eur Heart J 2021;42:373–498: anticoagulate from 2 in men and 3 in women',
  doi: '10.1093/eurheartj/ehaa612',
};
const ESC_2024 = {
  cite: 'Van Gelder IC et al. 2024 ESC Guidelines for atrial fibrillation. Eur Heart J 2024;45:3314–414: CHA2DS2-VA, anticoagulate from 2, consider at 1',
  doi: '10.1093/eurheartj/ehae176',
};

const VARIANT = {
  name: 'variant',
  title: { en: 'With the point of sex or without', ru: 'С баллом за пол или без него' },
  value: 'vasc',
  options: { vasc: ESC_2020, va: ESC_2024 },
} as const satisfies RuleSetting;

export type Anticoagulation = 'none' | 'consider' | 'recommended';
/** Points apart from sex decide in both guidelines: from 2 (men) and 3 (women) is from 2 without the point of sex. */
export const anticoagulation = (pointsWithoutSex: number): Anticoagulation =>
  pointsWithoutSex >= 2 ? 'recommended' : pointsWithoutSex === 1 ? 'consider' : 'none';

const ICD10 = {
  chf: ['I50', 'I11.0', 'I13.0', 'I13.2', 'I42'],
  hypertension: ['I10', 'I11', 'I12', 'I13', 'I15'],
  diabetes: ['E10', 'E11', 'E12', 'E13', 'E14'],
  strokeTiaTe: ['I63', 'I64', 'I69.3', 'I69.4', 'G45', 'I74'],
  vascular: ['I21', 'I22', 'I25.2', 'I70.0', 'I70.2', 'I73.9'],
} as const satisfies Record<string, readonly string[]>;

/** What the record says. A diagnosis that nobody wrote is taken for absent, so the score is "at least". */
function statedOf(facts: Facts) {
  const { ageYears, ageCited, sex, sexCited } = personOf(facts);
  const cited: CitedFact[] = [
    ...fibrillationOf(facts)
      .slice(0, 1)
      .map((one) => one.cited),
    ...ageCited,
    ...sexCited,
  ];
  const states = (icd10: readonly string[]): boolean => {
    const [found] = diagnosesOf(facts, { icd10 });
    if (found) cited.push(found.cited);
    return found !== undefined;
  };
  const criteria: StrokeRiskCriteria = {
    chf: states(ICD10.chf),
    hypertension: states(ICD10.hypertension),
    diabetes: states(ICD10.diabetes),
    strokeTiaTe: states(ICD10.strokeTiaTe),
    vascular: states(ICD10.vascular),
    ageGe75: agreed(ageYears, (years) => years >= 75),
    age65To74: inside(ageYears, 65, 74),
  };
  const missing: Bilingual[] = ageYears ? [] : [{ en: 'Age', ru: 'Возраст' }];
  return { criteria, female: sex && sex === 'female', cited, missing };
}

const TOLD: Record<
  Exclude<Anticoagulation, 'none'>,
  { severity: 'info' | 'warning'; said: Bilingual; action: Bilingual }
> = {
  consider: {
    severity: 'info',
    said: { en: 'consider an anticoagulant', ru: 'рассмотрите антикоагулянт' },
    action: {
      en: 'Weigh an oral anticoagulant with the patient.',
      ru: 'Обсудите с пациентом пероральный антикоагулянт.',
    },
  },
  recommended: {
    severity: 'warning',
    said: { en: 'no anticoagulant is ordered', ru: 'антикоагулянт не назначен' },
    action: {
      en: 'An oral anticoagulant is recommended, a direct one first; write down why if it is not given.',
      ru: 'Показан пероральный антикоагулянт, предпочтительно ПОАК; если не назначен — укажите причину.',
    },
  },
};

export const cha2ds2vascRule: Rule = {
  id: 'cha2ds2vasc',
  version: '1.0.1',
  title: { en: 'CHA2DS2-VASc (stroke in atrial fibrillation)', ru: 'CHA2DS2-VASc (инсульт при ФП)' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded' },
  hooks: ['patient-view'],
  needs: [
    diagnosesNeed(...FIBRILLATION_ICD10, ...VALVULAR_ICD10, ...Object.values(ICD10).flat()),
    medicinesNeed(...ANTICOAGULANTS_ATC),
  ],
  sources: [LIP, ESC_2020, ESC_2024],
  limits: [
    {
      en: 'By the diagnoses and medicines of the record: what nobody wrote does not count, so the score is the least it can be.',
      ru: 'По диагнозам и назначениям карты: не внесённое не учтено, поэтому балл — наименьший возможный.',
    },
    {
      en: 'Not with mitral stenosis or a mechanical valve: there an anticoagulant (vitamin K antagonist) is indicated without a score.',
      ru: 'Не применяется при митральном стенозе и механическом клапане: там антикоагулянт (АВК) показан без шкалы.',
    },
    NOT_REREAD,
  ],
  settings: [VARIANT],
  form: 'GuidanceResponse',
  idle: (facts) => {
    if (!fibrillationOf(facts).length) return { en: 'no atrial fibrillation', ru: 'нет фибрилляции предсердий' };
    if (valvularOf(facts).length)
      return {
        en: 'mitral stenosis or mechanical valve: no score is needed',
        ru: 'митральный стеноз или механический клапан: шкала не нужна',
      };
    return anticoagulantsOf(facts).length
      ? { en: 'an anticoagulant is ordered', ru: 'антикоагулянт назначен' }
      : undefined;
  },
  evaluate: (facts) => {
    const { criteria, female, cited, missing } = statedOf(facts);
    const without = cha2ds2va(criteria);
    const decision = anticoagulation(without.least);
    if (decision !== anticoagulation(without.most)) {
      const age = { en: 'Exact date of birth', ru: 'Точная дата рождения' };
      return [notComputable(cha2ds2vascRule, missing.length ? missing : [age], cited)];
    }
    if (decision === 'none') return [];
    const variant = chosen(facts, 'cha2ds2vasc', VARIANT);
    const points = variant === 'va' ? without : cha2ds2vasc({ ...criteria, female });
    const name = variant === 'va' ? 'CHA2DS2-VA' : 'CHA2DS2-VASc';
    const shown = pointsText({ least: points.least, most: points.least });
    const { severity, said, action } = TOLD[decision];
    return [
      conclude(cha2ds2vascRule, {
        severity,
        summary: {
          en: `Atrial fibrillation, ${name} at least ${shown.en}: ${said.en}`,
          ru: `Фибрилляция предсердий, ${name} не менее ${shown.ru}: ${said.ru}`,
        },
        detail: criteriaText(points),
        action,
        score: { least: points.least, most: points.most, decision, variant },
        cited,
      }),
    ];
  },
};
