import type { Bilingual, CitedFact } from '../../../schemas/result.ts';
import { before, type Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { ORDERING } from '../hooks.ts';
import { NOT_REREAD } from '../limits.ts';
import { needsOf, newestMeasured } from '../measured.ts';
import { medicinesNeed, medicinesOf } from '../medicines.ts';
import { personOf } from '../person.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';

export type CockcroftGaultInputs = {
  readonly age: number;
  readonly weightKg: number;
  readonly creatinineMgDl: number;
  readonly female: boolean;
};

/** Creatinine clearance in mL/min (Nephron 1976;16:31): (140 − age) · weight / (72 · creatinine), · 0.85 in women. */
export const cockcroftGault = ({ age, weightKg, creatinineMgDl, female }: CockcroftGaultInputs): number =>
  (((140 - age) * weightKg) / (72 * creatinineMgDl)) * (female ? 0.85 : 1);

/** Clearance as far as the facts determine it, with what they rest on and what is missing. */
export type Clearance = {
  readonly least: number;
  readonly most: number;
  readonly cited: readonly CitedFact[];
  readonly missing: readonly Bilingual[];
};

const CREATININE_FRESH = { days: 90 };
const WEIGHT_FRESH = { days: 180 };

/** For doses by clearance, from the newest creatinine and weight over every sex and age the facts allow. */
export function clearanceOf(facts: Facts): Clearance | { readonly missing: readonly Bilingual[]; cited: CitedFact[] } {
  const { ageYears, ageCited, sex, sexCited } = personOf(facts);
  const gathered = gather([...ageCited, ...sexCited]);
  const creatinineMgDl = gathered.takeExact(newestMeasured(facts, 'creatinine', before(facts, CREATININE_FRESH)));
  const weightKg = gathered.takeExact(newestMeasured(facts, 'weight', before(facts, WEIGHT_FRESH)));
  if (!sex) gathered.missing.push({ en: 'Sex', ru: 'Пол' });
  if (!ageYears || ageYears.min !== ageYears.max)
    gathered.missing.push({ en: 'Exact date of birth', ru: 'Точная дата рождения' });
  const { cited, missing } = gathered;
  if (creatinineMgDl === undefined || weightKg === undefined || !ageYears) return { missing, cited };
  const values = (sex ? [sex] : ['female', 'male']).flatMap((one) =>
    [ageYears.min, ageYears.max].map((age) =>
      cockcroftGault({ age, weightKg, creatinineMgDl, female: one === 'female' }),
    ),
  );
  return { least: Math.min(...values), most: Math.max(...values), cited, missing };
}

/** Direct oral anticoagulants are dosed by this clearance: dabigatran is contraindicated below 30, the others below 15. */
const DABIGATRAN = 'B01AE07';
const DOACS = [DABIGATRAN, 'B01AF01', 'B01AF02', 'B01AF03'];
export type DoseClass = 'usual' | 'check' | 'contraindicated';
export const doseClass = (clearance: number, atc: string): DoseClass =>
  clearance < (atc === DABIGATRAN ? 30 : 15) ? 'contraindicated' : clearance < 50 ? 'check' : 'usual';

export const cockcroftGaultRule: Rule = {
  id: 'cockcroft_gault',
  version: '1.0.2',
  title: { en: 'Creatinine clearance (Cockcroft-Gault) for doses', ru: 'Клиренс креатинина (Кокрофт — Голт) для доз' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded', dialysis: 'excluded' },
  hooks: [...ORDERING, 'patient-view'],
  needs: [
    medicinesNeed(...DOACS),
    ...freshNeeds(CREATININE_FRESH, needsOf('creatinine')),
    ...freshNeeds(WEIGHT_FRESH, needsOf('weight')),
  ],
  sources: [
    {
      cite: 'Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine. Nephron 1976;16:31–41',
      doi: '10.1159/000180580',
    },
    {
      cite: 'Steffel J et al. 2021 EHRA Practical Guide on the use of NOACs in patients with atrial fibrillation. Europace 2021;23:1612–76',
      doi: '10.1093/europace/euab065',
    },
  ],
  limits: [
    {
      en: 'Asked only for direct oral anticoagulants. Their limits (dabigatran 30, others 15, dose to be checked below 50 mL/min) are from memory of the European labels: check before signing.',
      ru: 'Применяется только для ПОАК. Их пределы (дабигатран 30, прочие 15, проверка дозы ниже 50 мл/мин) приведены по памяти из европейских инструкций: сверьте до подписания.',
    },
    {
      en: 'Actual body weight; not valid with rapidly changing creatinine or extreme weight.',
      ru: 'Фактическая масса тела; неверно при быстро меняющемся креатинине и крайних значениях массы.',
    },
    NOT_REREAD,
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    medicinesOf(facts, DOACS).length
      ? undefined
      : { en: 'no medicine is ordered whose dose asks for it', ru: 'нет препарата, доза которого зависит от клиренса' },
  evaluate: (facts) => {
    const medicines = medicinesOf(facts, DOACS);
    // Of two that stand beside each other the one with the stricter limit is judged.
    const medicine = medicines.find(({ atc }) => atc === DABIGATRAN) ?? medicines[0];
    if (!medicine) return [];
    const clearance = clearanceOf(facts);
    const cited = [...medicines.map((one) => one.cited), ...clearance.cited];
    if (!('least' in clearance)) return [notComputable(cockcroftGaultRule, clearance.missing, cited)];
    const { least, most, missing } = clearance;
    const dose = doseClass(least, medicine.atc);
    if (dose !== doseClass(most, medicine.atc)) return [notComputable(cockcroftGaultRule, missing, cited)];
    if (dose === 'usual') return [];
    const [low, high] = [Math.round(least), Math.round(most)];
    const shown = low === high ? `${low}` : `${low}–${high}`;
    const against = dose === 'contraindicated';
    return [
      conclude(cockcroftGaultRule, {
        severity: against ? 'warning' : 'info',
        summary: against
          ? {
              en: `Creatinine clearance ${shown} mL/min: this anticoagulant is contraindicated`,
              ru: `Клиренс креатинина ${shown} мл/мин: этот антикоагулянт противопоказан`,
            }
          : {
              en: `Creatinine clearance ${shown} mL/min: check the dose of the anticoagulant`,
              ru: `Клиренс креатинина ${shown} мл/мин: проверьте дозу антикоагулянта`,
            },
        detail: {
          en: 'Cockcroft-Gault with actual body weight, as the labels of direct oral anticoagulants ask for it.',
          ru: 'Кокрофт — Голт по фактической массе тела, как требуют инструкции ПОАК.',
        },
        action: against
          ? { en: 'Choose another anticoagulant.', ru: 'Подберите другой антикоагулянт.' }
          : {
              en: 'Compare the dose with the label; repeat creatinine every 3 months.',
              ru: 'Сверьте дозу с инструкцией; повторяйте креатинин каждые 3 месяца.',
            },
        score: { crcl: low, ...(low === high ? {} : { crclMost: high }), dose },
        missing: [...missing],
        cited,
      }),
    ];
  },
};
