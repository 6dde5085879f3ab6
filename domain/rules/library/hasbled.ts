import type { Bilingual, CitedFact } from '../../../schemas/result.ts';
import { ANTICOAGULANTS_ATC, anticoagulantsOf, FIBRILLATION_ICD10, fibrillationOf } from '../atrial-fibrillation.ts';
import { diagnosesNeed, diagnosesOf } from '../diagnoses.ts';
import { before, type Facts } from '../facts.ts';
import { NOT_REREAD } from '../limits.ts';
import { atLeast, moreThan, needsOf, newestMeasured } from '../measured.ts';
import { medicinesNeed, medicinesOf } from '../medicines.ts';
import { personOf } from '../person.ts';
import { pointsText, type Tally, tally } from '../points.ts';
import { agreed, anyTrue } from '../precision.ts';
import { conclude, freshNeeds, listOf, type Rule } from '../rule.ts';

/** The nine criteria, one point each; undefined: not known. */
export type HasBledCriteria = {
  readonly hypertension: boolean | undefined;
  readonly renal: boolean | undefined;
  readonly liver: boolean | undefined;
  readonly stroke: boolean | undefined;
  readonly bleeding: boolean | undefined;
  readonly labileINR: boolean | undefined;
  readonly elderly: boolean | undefined;
  readonly drugs: boolean | undefined;
  readonly alcohol: boolean | undefined;
};

const TITLES: Readonly<Record<keyof HasBledCriteria, Bilingual>> = {
  hypertension: { en: 'systolic > 160 mmHg', ru: 'систолическое АД > 160 мм рт. ст.' },
  renal: { en: 'abnormal kidney function', ru: 'нарушение функции почек' },
  liver: { en: 'abnormal liver function', ru: 'нарушение функции печени' },
  stroke: { en: 'stroke', ru: 'инсульт' },
  bleeding: { en: 'bleeding or predisposition', ru: 'кровотечение или склонность' },
  labileINR: { en: 'labile INR', ru: 'лабильное МНО' },
  elderly: { en: 'age > 65 years', ru: 'возраст > 65 лет' },
  drugs: { en: 'antiplatelet or NSAID', ru: 'антиагрегант или НПВП' },
  alcohol: { en: 'alcohol', ru: 'алкоголь' },
};
const NAMES = Object.keys(TITLES) as (keyof HasBledCriteria)[];

/** Pisters 2010. */
export const hasBled = (criteria: HasBledCriteria): Tally =>
  tally(NAMES.map((name) => ({ points: 1, met: criteria[name], title: TITLES[name] })));

export type HasBledRisk = 'low' | 'moderate' | 'high';
/** From 3: caution and review, no reason by itself to withhold an anticoagulant. */
export const hasBledRisk = (total: number): HasBledRisk => (total >= 3 ? 'high' : total >= 1 ? 'moderate' : 'low');

/** Bilirubin above twice its limit (1.2 mg/dL) with an enzyme above three times its limit (40, alkaline phosphatase 120 U/L). */
export const isLiverAbnormal = (values: {
  readonly bilirubinMgDl: number;
  readonly ast: number;
  readonly alt: number;
  readonly alp: number;
}): boolean => values.bilirubinMgDl > 2 * 1.2 && (values.ast > 120 || values.alt > 120 || values.alp > 360);

const FRESH = { days: 180 };
/** 200 µmol/L; in mg/dL 2.26. */
const RENAL_MG_DL = 200 / 88.4;
/** Antiplatelets and NSAIDs. */
const BLEEDING_DRUGS = ['B01AC', 'M01A'];
const ICD10 = {
  renal: ['Z99.2', 'Z94.0', 'N18.5'],
  liver: ['K70.3', 'K71.7', 'K72', 'K74.3', 'K74.4', 'K74.5', 'K74.6'],
  stroke: ['I60', 'I61', 'I62', 'I63', 'I64', 'I69'],
  bleeding: [
    ...['I60', 'I61', 'I62', 'K92.0', 'K92.1', 'K92.2', 'K25.0', 'K25.4', 'K26.0', 'K26.4', 'K27.0', 'K27.4'],
    ...['I85.0', 'D62', 'D66', 'D67', 'D68', 'D69.6'],
  ],
  alcohol: ['F10.1', 'F10.2'],
} as const satisfies Record<string, readonly string[]>;

function statedOf(facts: Facts) {
  const { ageYears, ageCited } = personOf(facts);
  const cited: CitedFact[] = [
    ...fibrillationOf(facts)
      .slice(0, 1)
      .map((one) => one.cited),
    ...anticoagulantsOf(facts).map((one) => one.cited),
    ...ageCited,
  ];
  const states = (icd10: readonly string[]): true | undefined => {
    const [found] = diagnosesOf(facts, { icd10 });
    if (found) cited.push(found.cited);
    return found ? true : undefined;
  };
  const since = before(facts, FRESH);
  const systolic = newestMeasured(facts, 'systolic', since);
  const creatinine = newestMeasured(facts, 'creatinine', since);
  for (const one of [systolic, creatinine]) if ('found' in one) cited.push(one.found.cited);
  const drugs = medicinesOf(facts, BLEEDING_DRUGS).filter(({ local }) => !local);
  cited.push(...drugs.map((one) => one.cited));
  const warfarin = anticoagulantsOf(facts).some(({ atc }) => atc.startsWith('B01AA'));
  const criteria: HasBledCriteria = {
    hypertension: 'found' in systolic ? moreThan(systolic.found, 160) : undefined,
    renal: anyTrue(states(ICD10.renal), 'found' in creatinine ? atLeast(creatinine.found, RENAL_MG_DL) : undefined),
    liver: states(ICD10.liver),
    stroke: states(ICD10.stroke),
    bleeding: states(ICD10.bleeding),
    // Time in range needs a series of INR that this rule does not read; without warfarin there is none to be labile.
    labileINR: warfarin ? undefined : false,
    elderly: agreed(ageYears, (years) => years > 65),
    drugs: drugs.length > 0,
    alcohol: states(ICD10.alcohol),
  };
  return { criteria, cited };
}

/** What a physician can change. */
const MODIFIABLE = ['hypertension', 'drugs', 'alcohol'] as const;

export const hasbledRule: Rule = {
  id: 'hasbled',
  version: '1.0.1',
  title: { en: 'HAS-BLED (bleeding under anticoagulation)', ru: 'HAS-BLED (кровотечения при антикоагуляции)' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded' },
  hooks: ['patient-view'],
  needs: [
    diagnosesNeed(...FIBRILLATION_ICD10, ...Object.values(ICD10).flat()),
    medicinesNeed(...ANTICOAGULANTS_ATC, ...BLEEDING_DRUGS),
    ...freshNeeds(FRESH, needsOf('systolic', 'creatinine')),
  ],
  sources: [
    {
      cite: 'Pisters R et al. A novel user-friendly score (HAS-BLED) to assess 1-year risk of major bleeding in patients with atrial fibrillation. Chest 2010;138:1093–100',
      doi: '10.1378/chest.10-0134',
    },
  ],
  limits: [
    {
      en: 'Not a reason to withhold an anticoagulant. By what the record says: unwritten diagnoses, alcohol, liver tests and time in range of INR are not counted, so the score is the least it can be.',
      ru: 'Не повод отказаться от антикоагулянта. По данным карты: не внесённые диагнозы, алкоголь, печёночные пробы и время МНО в диапазоне не учтены, балл — наименьший возможный.',
    },
    NOT_REREAD,
  ],
  form: 'GuidanceResponse',
  idle: (facts) => {
    if (!fibrillationOf(facts).length) return { en: 'no atrial fibrillation', ru: 'нет фибрилляции предсердий' };
    return anticoagulantsOf(facts).length
      ? undefined
      : { en: 'no anticoagulant is ordered', ru: 'антикоагулянт не назначен' };
  },
  evaluate: (facts) => {
    const { criteria, cited } = statedOf(facts);
    const points = hasBled(criteria);
    if (hasBledRisk(points.least) !== 'high') return [];
    const toChange = MODIFIABLE.filter((name) => criteria[name]).map((name) => TITLES[name]);
    const shown = pointsText({ least: points.least, most: points.least });
    return [
      conclude(hasbledRule, {
        severity: toChange.length ? 'warning' : 'info',
        summary: {
          en: `HAS-BLED at least ${shown.en}: caution, review what can be changed`,
          ru: `HAS-BLED не менее ${shown.ru}: осторожность, устраните изменяемые факторы`,
        },
        detail: {
          en: `Criteria met: ${listOf(points.met, 'en')}. Not a reason to stop the anticoagulant.`,
          ru: `Выполнены критерии: ${listOf(points.met, 'ru')}. Не повод отменять антикоагулянт.`,
        },
        action: toChange.length
          ? {
              en: `Change what can be changed: ${listOf(toChange, 'en')}.`,
              ru: `Устраните: ${listOf(toChange, 'ru')}.`,
            }
          : {
              en: 'See the patient more often; check haemoglobin.',
              ru: 'Чаще осматривайте; контролируйте гемоглобин.',
            },
        score: { least: points.least, risk: 'high' },
        cited,
      }),
    ];
  },
};
