import type { Bilingual } from '../../../schemas/result.ts';
import { OPENING } from '../hooks.ts';
import { egfrShown, RENAL_FRESH, RENAL_NEEDS, renalFunction } from '../renal.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';

const STAGES = [
  ['G1', 90],
  ['G2', 60],
  ['G3a', 45],
  ['G3b', 30],
  ['G4', 15],
] as const;
export type Stage = (typeof STAGES)[number][0] | 'G5';

/** KDIGO 2024 category of the unrounded eGFR: 89.9 is G2, though it is reported as 90. */
export const stageOf = (egfr: number): Stage => STAGES.find(([, from]) => egfr >= from)?.[0] ?? 'G5';

const ACTION: Record<'moderate' | 'severe', Bilingual> = {
  moderate: {
    en: 'Repeat in 3 months and measure urine albumin/creatinine; adjust doses of renally excreted medicines.',
    ru: 'Повторите через 3 месяца, определите отношение альбумин/креатинин мочи; скорректируйте дозы препаратов, выводимых почками.',
  },
  severe: {
    en: 'Rule out acute kidney injury, review all doses, refer to a nephrologist.',
    ru: 'Исключите острое повреждение почек, пересмотрите дозы всех препаратов, направьте к нефрологу.',
  },
};

export const ckdepi2021Rule: Rule = {
  id: 'ckdepi2021',
  version: '1.0.2',
  title: { en: 'Kidney function (CKD-EPI 2021, KDIGO)', ru: 'Функция почек (CKD-EPI 2021, KDIGO)' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded' },
  hooks: OPENING,
  needs: freshNeeds(RENAL_FRESH, RENAL_NEEDS),
  sources: [
    {
      cite: 'Inker LA et al. New creatinine- and cystatin C-based equations to estimate GFR without race. N Engl J Med 2021;385:1737–49',
      doi: '10.1056/NEJMoa2102953',
    },
    {
      cite: 'KDIGO 2024 Clinical Practice Guideline for CKD. Kidney Int 2024;105(4S)',
      doi: '10.1016/j.kint.2023.10.018',
    },
  ],
  limits: [
    {
      en: 'One value does not make a chronic disease; not valid while creatinine changes fast, with unusual muscle mass, or under 18.',
      ru: 'Одно значение – ещё не хроническая болезнь; формула неверна при быстро меняющемся креатинине, необычной мышечной массе и до 18 лет.',
    },
    {
      en: 'Albuminuria is not read: the KDIGO risk by both categories is not told.',
      ru: 'Альбуминурия не читается: риск KDIGO по двум категориям не сообщается.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    renalFunction(facts)
      ? undefined
      : { en: 'no creatinine in the last 12 months', ru: 'нет креатинина за последние 12 месяцев' },
  evaluate: (facts) => {
    const renal = renalFunction(facts);
    if (!renal) return [];
    const { least, most, cited, missing } = renal;
    const stage = stageOf(least);
    if (least >= 60) return [];
    if (stage !== stageOf(most)) return [notComputable(ckdepi2021Rule, missing, cited)];
    const severe = stage === 'G4' || stage === 'G5';
    const [low, high] = [Math.round(least), Math.round(most)];
    const egfr = egfrShown(renal);
    return [
      conclude(ckdepi2021Rule, {
        severity: severe ? 'warning' : 'info',
        summary: {
          en: `eGFR ${egfr} mL/min/1.73 m² (CKD-EPI 2021): KDIGO ${stage}`,
          ru: `рСКФ ${egfr} мл/мин/1,73 м² (CKD-EPI 2021): KDIGO ${stage}`,
        },
        detail: {
          en: 'Chronic kidney disease needs a decrease for more than 3 months; one value may be acute. Not valid with rapidly changing creatinine or unusual muscle mass.',
          ru: 'Для хронической болезни почек нужно снижение дольше 3 месяцев; однократное значение может быть острым. Формула неверна при быстро меняющемся креатинине и необычной мышечной массе.',
        },
        action: severe ? ACTION.severe : ACTION.moderate,
        score: { egfr: low, ...(low === high ? {} : { egfrMost: high }), stage },
        missing: [...missing],
        cited,
      }),
    ];
  },
};
