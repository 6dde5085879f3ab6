import type { Bilingual } from '../../../schemas/result.ts';
import { diagnosesNeed, diagnosesOf } from '../diagnoses.ts';
import { before, type Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { needsOf, newestMeasured } from '../measured.ts';
import { medicinesNeed, medicinesOf } from '../medicines.ts';
import { personOf, type Sex } from '../person.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';
import { chosen, type RuleSetting } from '../settings.ts';
import { newestSmoking, SMOKING_NEEDS } from '../smoking.ts';
import { cardiovascularCategory, cardiovascularRisk, type RiskCategory } from './tables/score2-risk.ts';

const WORKING_GROUP = {
  cite: 'SCORE2 working group. SCORE2 risk prediction algorithms. Eur Heart J 2021;42:2439–54',
  doi: '10.1093/eurheartj/ehab309',
};
const OP_GROUP = {
  cite: 'SCORE2-OP working group. SCORE2-OP risk prediction algorithms. Eur Heart J 2021;42:2455–67',
  doi: '10.1093/eurheartj/ehab312',
};
const GUIDELINE = {
  cite: 'Visseren FLJ et al. 2021 ESC Guidelines on cardiovascular disease prevention. Eur Heart J 2021;42:3227–337, figure 3 and table 5',
  doi: '10.1093/eurheartj/ehab484',
};

const REGION = {
  name: 'region',
  title: { en: 'Risk region of the country', ru: 'Регион риска страны' },
  value: 'very_high',
  options: { low: GUIDELINE, moderate: GUIDELINE, high: GUIDELINE, very_high: GUIDELINE },
} as const satisfies RuleSetting;
const COEFFICIENTS = {
  name: 'coefficients',
  title: { en: 'Coefficients of SCORE2-OP', ru: 'Коэффициенты SCORE2-OP' },
  value: 'published',
  options: {
    published: OP_GROUP,
    full: {
      cite: 'SCORE2-OP working group: Stata program with unrounded coefficients (differs by up to 0.3 per cent)',
    },
  },
} as const satisfies RuleSetting;

const FRESH = { days: 365 };
/** Cardiovascular disease, diabetes, severe kidney disease and familial hypercholesterolaemia: their risk is known without a score. */
const ELSEWHERE = [
  ...['I20', 'I21', 'I22', 'I23', 'I24', 'I25', 'I50', 'I63', 'I64', 'I65', 'I66', 'I69.3', 'I69.4', 'I70', 'I71'],
  ...['I73.9', 'I74', 'G45', 'E10', 'E11', 'E12', 'E13', 'E14', 'N18.3', 'N18.4', 'N18.5', 'E78.0', 'Z95.1', 'Z95.5'],
];
const STATINS = ['C10AA', 'C10BA', 'C10BX'];

function riskOf(facts: Facts) {
  const since = before(facts, FRESH);
  const { ageYears, ageCited, sex, sexCited } = personOf(facts);
  const gathered = gather([...ageCited, ...sexCited]);
  const cholesterol = gathered.takeExact(newestMeasured(facts, 'cholesterol', since));
  const hdl = gathered.takeExact(newestMeasured(facts, 'hdl', since));
  const sbp = gathered.takeExact(newestMeasured(facts, 'systolic', since));
  const smoking = gathered.take(newestSmoking(facts, since));
  if (!sex) gathered.missing.push({ en: 'Sex', ru: 'Пол' });
  if (!ageYears || cholesterol === undefined || hdl === undefined || sbp === undefined) return gathered;
  const sexes: readonly Sex[] = sex ? [sex] : ['female', 'male'];
  const smokers = smoking ? [smoking.smokes] : [true, false];
  const ages = [ageYears.min, ageYears.max];
  if (ages[0] !== ages[1]) gathered.missing.push({ en: 'Exact date of birth', ru: 'Точная дата рождения' });
  const settings = { region: chosen(facts, 'score2', REGION), coefficients: chosen(facts, 'score2', COEFFICIENTS) };
  const risks = sexes.flatMap((one) =>
    smokers.flatMap((smoker) =>
      ages.map((years) => {
        const given = { sex: one, smoker, ageYears: years, sbp, totalCholesterol: cholesterol, hdl, ...settings };
        const risk = cardiovascularRisk(given);
        return { risk, category: cardiovascularCategory(risk, years) };
      }),
    ),
  );
  return { ...gathered, risks };
}

const TOLD: Record<Exclude<RiskCategory, 'low-moderate'>, { name: Bilingual; action: Bilingual }> = {
  high: {
    name: { en: 'high', ru: 'высокий' },
    action: {
      en: 'Risk factors should be treated: discuss smoking, blood pressure below 140/90 and LDL below 1.8 mmol/L.',
      ru: 'Показано лечение факторов риска: отказ от курения, АД ниже 140/90, ЛПНП ниже 1,8 ммоль/л.',
    },
  },
  'very-high': {
    name: { en: 'very high', ru: 'очень высокий' },
    action: {
      en: 'Treat risk factors: smoking, blood pressure below 140/90, statin, LDL below 1.4 mmol/L.',
      ru: 'Лечение факторов риска: отказ от курения, АД ниже 140/90, статин, ЛПНП ниже 1,4 ммоль/л.',
    },
  },
};

export const score2Rule: Rule = {
  id: 'score2',
  version: '1.0.1',
  title: { en: 'SCORE2 (cardiovascular risk)', ru: 'SCORE2 (сердечно-сосудистый риск)' },
  population: { ageMonths: { min: 40 * 12, max: 90 * 12 - 1 }, pregnancy: 'excluded' },
  hooks: ['patient-view'],
  needs: [
    diagnosesNeed(...ELSEWHERE),
    medicinesNeed(...STATINS),
    ...freshNeeds(FRESH, [...needsOf('cholesterol', 'hdl', 'systolic'), ...SMOKING_NEEDS]),
  ],
  sources: [WORKING_GROUP, OP_GROUP, GUIDELINE],
  limits: [
    {
      en: 'Only without cardiovascular disease, diabetes, chronic kidney disease from G3 and familial hypercholesterolaemia.',
      ru: 'Только без сердечно-сосудистых заболеваний, диабета, ХБП от С3 и семейной гиперхолестеринемии.',
    },
    {
      en: 'From 70 years the benefit of treatment must be weighed with frailty and the patient’s wishes.',
      ru: 'С 70 лет пользу лечения взвешивают с учётом хрупкости и желания пациента.',
    },
  ],
  settings: [REGION, COEFFICIENTS],
  form: 'GuidanceResponse',
  idle: (facts) => {
    const since = before(facts, FRESH);
    const known = diagnosesOf(facts, { icd10: ELSEWHERE });
    if (known.length)
      return {
        en: 'the risk is known from a diagnosis: no score is needed',
        ru: 'риск известен по диагнозу: шкала не нужна',
      };
    if (medicinesOf(facts, STATINS).length) return { en: 'a statin is ordered', ru: 'статин назначен' };
    return 'found' in newestMeasured(facts, 'cholesterol', since)
      ? undefined
      : { en: 'no cholesterol in the last 12 months', ru: 'нет холестерина за последние 12 месяцев' };
  },
  evaluate: (facts) => {
    const gathered = riskOf(facts);
    const { cited, missing } = gathered;
    if (!('risks' in gathered)) return [notComputable(score2Rule, missing, cited)];
    const { risks } = gathered;
    const [first] = risks;
    if (!first || risks.some(({ category }) => category !== first.category))
      return [notComputable(score2Rule, missing, cited)];
    const { category } = first;
    if (category === 'low-moderate') return [];
    const { name, action } = TOLD[category];
    const tenths = risks.map(({ risk }) => Math.round(risk * 10) / 10);
    const [low, high] = [Math.min(...tenths), Math.max(...tenths)];
    const shown = low === high ? `${low}` : `${low}–${high}`;
    return [
      conclude(score2Rule, {
        severity: category === 'very-high' ? 'warning' : 'info',
        summary: {
          en: `Cardiovascular risk in 10 years ${shown} % (SCORE2): ${name.en}, no statin`,
          ru: `Сердечно-сосудистый риск за 10 лет ${shown.replaceAll('.', ',')} % (SCORE2): ${name.ru}, статина нет`,
        },
        detail: {
          en: `Region of risk: ${chosen(facts, 'score2', REGION).replace('_', ' ')}. Limits rise with age (ESC 2021, table 5).`,
          ru: `Регион риска: ${RISK_REGION_RU[chosen(facts, 'score2', REGION)]}. Границы растут с возрастом (ESC 2021, таблица 5).`,
        },
        action,
        score: { riskPercent: low, ...(low === high ? {} : { riskPercentMost: high }), category },
        missing,
        cited,
      }),
    ];
  },
};

const RISK_REGION_RU = {
  low: 'низкий',
  moderate: 'умеренный',
  high: 'высокий',
  very_high: 'очень высокий',
} as const;
