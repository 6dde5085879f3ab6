import type { Bilingual, CitedFact } from '../../../schemas/result.ts';
import { before, type Facts } from '../facts.ts';
import { OPENING } from '../hooks.ts';
import { OWN_CASES } from '../limits.ts';
import { type Measured, measuredSince, needsOf, newestMeasured } from '../measured.ts';
import { conclude, freshNeeds, type Rule } from '../rule.ts';
import { type AkiStage, akiStage } from './tables/aki.ts';
import { isCriticalAki } from './tables/critical-limits.ts';

const NOW = { hours: 48 };
const WEEK = { days: 7 };
const YEAR = { days: 365 };
/** Creatinine of a year: a patient in hospital may have one a day. */
const SERIES = 100;
const DAY_MS = 86_400_000;

const usable = (one: Measured): boolean => !one.doubtful && one.comparator === undefined;
const timeOf = ({ when }: Measured): number => when?.earliest ?? 0;
const lowest = (values: readonly Measured[]): Measured | undefined =>
  values.reduce<Measured | undefined>((least, one) => (least && least.value <= one.value ? least : one), undefined);

/** The middle value; of an even number the lower one of the two, which makes a rise look larger, not smaller. */
const median = (values: readonly Measured[]): Measured | undefined =>
  [...values].sort((a, b) => a.value - b.value)[Math.floor((values.length - 1) / 2)];

type Compared = {
  readonly current: Measured;
  readonly baseline: Measured;
  /** Lowest of the 48 hours before the current one. */
  readonly within48h: Measured | undefined;
};

/**
 * The newest creatinine against the lowest of the week before it, else the median of the year (NHS England algorithm of
 * 2014: KDIGO leaves open how the baseline is found). Undefined: nothing to compare.
 */
function comparedOf(facts: Facts): Compared | undefined {
  const [current, ...earlier] = measuredSince(facts, 'creatinine', before(facts, YEAR)).filter(usable);
  if (!current || timeOf(current) < before(facts, NOW)) return undefined;
  const within = (days: number) => earlier.filter((one) => timeOf(one) >= timeOf(current) - days * DAY_MS);
  const baseline = lowest(within(WEEK.days)) ?? median(earlier);
  return baseline && { current, baseline, within48h: lowest(within(2)) };
}

/** Urine of 24 hours by body weight, mL/kg/h; undefined where either is not known. */
function urineOf(facts: Facts): { mlPerKgHour: number; cited: readonly CitedFact[] } | undefined {
  const volume = newestMeasured(facts, 'urineDay', before(facts, NOW));
  const weight = newestMeasured(facts, 'weight', before(facts, YEAR));
  if (!('found' in volume && 'found' in weight) || volume.found.comparator || weight.found.comparator) return undefined;
  return {
    mlPerKgHour: volume.found.value / weight.found.value / 24,
    cited: [volume.found.cited, weight.found.cited],
  };
}

/** The newest exact potassium of 48 hours: with stage 1 it decides how grave the injury is. */
function potassiumOf(facts: Facts): Measured | undefined {
  const newest = newestMeasured(facts, 'potassium', before(facts, NOW));
  return 'found' in newest && newest.found.comparator === undefined ? newest.found : undefined;
}

const stageOf = (compared: Compared | undefined, urine: ReturnType<typeof urineOf>): AkiStage =>
  akiStage({
    baselineMgDl: compared?.baseline.value ?? 1,
    currentMgDl: compared?.current.value ?? 1,
    riseWithin48hMgDl: compared?.within48h && compared.current.value - compared.within48h.value,
    urine: urine && { mlPerKgHour: urine.mlPerKgHour, hours: 24 },
  });

const micromoles = ({ value }: Measured): number => Math.round(value * 88.4);

const ACTION: Record<1 | 2 | 3, Bilingual> = {
  1: {
    en: 'Find the cause, check volume and medicines (NSAIDs, ACE inhibitors, contrast), repeat creatinine within 24 hours.',
    ru: 'Найдите причину, оцените волемию и препараты (НПВП, иАПФ, контраст), повторите креатинин в течение 24 часов.',
  },
  2: {
    en: 'Examine today: potassium, urine, ultrasound of the kidneys; stop nephrotoxic medicines, review doses.',
    ru: 'Осмотр сегодня: калий, анализ мочи, УЗИ почек; отмените нефротоксичные препараты, пересмотрите дозы.',
  },
  3: {
    en: 'Now: potassium, blood gases, volume; nephrologist about renal replacement therapy.',
    ru: 'Немедленно: калий, газы крови, волемия; нефролог — вопрос о заместительной почечной терапии.',
  },
};

export const kdigoAkiRule: Rule = {
  id: 'kdigo_aki',
  version: '1.1.0',
  title: { en: 'Acute kidney injury (KDIGO)', ru: 'Острое повреждение почек (KDIGO)' },
  population: { ageMonths: { min: 18 * 12 }, dialysis: 'excluded' },
  hooks: OPENING,
  needs: [
    ...freshNeeds(
      YEAR,
      needsOf('creatinine').map((need) => ({ ...need, newest: SERIES })),
    ),
    ...freshNeeds(NOW, needsOf('urineDay', 'potassium')),
    ...freshNeeds(YEAR, needsOf('weight')),
  ],
  sources: [
    {
      cite: 'KDIGO Clinical Practice Guideline for Acute Kidney Injury. Kidney Int Suppl 2012;2:1–138, tables 2 and 4',
      doi: '10.1038/kisup.2012.1',
    },
    { cite: 'NHS England. Acute kidney injury (AKI) algorithm. 2014: how the baseline is found' },
    {
      cite: 'Royal College of Pathologists G158, October 2017: telephone stage 2 and 3, and stage 1 with potassium above 6.0 mmol/L; NICE QS76 (2023), statement 3: review of stage 2 within 6 hours in acute illness',
    },
  ],
  limits: [
    {
      en: 'Adults without dialysis. The baseline is the lowest creatinine of a week, else the median of a year: without an earlier value nothing is said.',
      ru: 'Взрослые без диализа. Исходный уровень — наименьший креатинин за неделю, иначе медиана за год; без прежних значений правило молчит.',
    },
    {
      en: 'In pregnancy creatinine is lower and the criteria find injury late.',
      ru: 'При беременности креатинин ниже, и критерии выявляют повреждение поздно.',
    },
    OWN_CASES,
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    comparedOf(facts) || urineOf(facts)
      ? undefined
      : {
          en: 'no creatinine of the last 48 hours with an earlier one to compare',
          ru: 'нет креатинина за последние 48 часов с прежним значением для сравнения',
        },
  evaluate: (facts) => {
    const compared = comparedOf(facts);
    const urine = urineOf(facts);
    const stage = stageOf(compared, urine);
    if (stage === 0) return [];
    const ratio = compared ? Math.round((compared.current.value / compared.baseline.value) * 10) / 10 : undefined;
    const potassium = potassiumOf(facts);
    // One matter with the critical laboratory values, and one measure of how grave it is.
    const critical = isCriticalAki(stage, potassium?.value);
    const output = urine ? Math.round(urine.mlPerKgHour * 100) / 100 : undefined;
    const creatinine = compared
      ? {
          en: `Creatinine ${micromoles(compared.baseline)} → ${micromoles(compared.current)} µmol/L (× ${ratio}).`,
          ru: `Креатинин ${micromoles(compared.baseline)} → ${micromoles(compared.current)} мкмоль/л (× ${String(ratio).replace('.', ',')}).`,
        }
      : { en: 'No creatinine to compare.', ru: 'Сравнить креатинин не с чем.' };
    return [
      conclude(kdigoAkiRule, {
        severity: critical ? 'critical' : 'info',
        summary: {
          en: `Acute kidney injury, KDIGO stage ${stage}`,
          ru: `Острое повреждение почек, стадия KDIGO ${stage}`,
        },
        detail: {
          en: `${creatinine.en}${output === undefined ? '' : ` Urine ${output} mL/kg/h in 24 hours.`}`,
          ru: `${creatinine.ru}${output === undefined ? '' : ` Диурез ${String(output).replace('.', ',')} мл/кг/ч за 24 часа.`}`,
        },
        action: ACTION[stage],
        score: { stage, ...(ratio === undefined ? {} : { ratio }) },
        cited: [
          ...(compared ? [compared.current.cited, compared.baseline.cited] : []),
          ...(compared?.within48h ? [compared.within48h.cited] : []),
          ...(urine?.cited ?? []),
          ...(critical && potassium ? [potassium.cited] : []),
        ],
      }),
    ];
  },
};
