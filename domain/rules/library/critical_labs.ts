import type { Bilingual } from '../../../schemas/result.ts';
import { ANALYTES } from '../codes.ts';
import { diagnosesNeed } from '../diagnoses.ts';
import { before, type Facts } from '../facts.ts';
import { OPENING } from '../hooks.ts';
import { measuredSince, needsOf, newestIsUnreadable, newestMeasured } from '../measured.ts';
import { DIALYSIS_ICD10, PERSON_NEEDS, personOf } from '../person.ts';
import { AKI_FRESH, akiOf } from '../renal.ts';
import { type Conclusion, conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';
import { REPORTS } from '../statements.ts';
import { type AgeBand, bandOf, isCriticalAki } from './tables/critical-limits.ts';
import {
  type ChangeToTell,
  changesToTell,
  DAYS,
  MEASURED_NAMES,
  type ToTell,
  valuesToTell,
} from './tables/critical-values.ts';
import { CHANGE_WORDS, CRITICAL_WORDS, REPEAT } from './tables/critical-words.ts';
import { commentsOn, isHaemolysed } from './tables/haemolysis.ts';
import { changeIn, limitIn } from './tables/region-limits.ts';

const BIRTH: Bilingual = { en: 'Date of birth of sufficient precision', ru: 'Дата рождения с точностью до дня' };
const TIME: Bilingual = { en: 'Believable time of the sample', ru: 'Достоверное время забора' };
const ALBUMIN: Bilingual = { en: 'Albumin of the same day', ru: 'Альбумин того же дня' };
const COMMENT: Bilingual = { en: 'Laboratory comment', ru: 'Комментарий лаборатории' };

const BAND: Readonly<Record<AgeBand, Bilingual>> = {
  adult: { en: 'adults over 16', ru: 'взрослые старше 16 лет' },
  child: { en: 'children under 16', ru: 'дети до 16 лет' },
  neonate: { en: 'the first 28 days of life', ru: 'первые 28 дней жизни' },
};

const since = (facts: Facts): number => before(facts, { days: DAYS });
const unreadable = (facts: Facts): Bilingual[] =>
  MEASURED_NAMES.filter((name) => newestIsUnreadable(facts, name, since(facts))).map((name) => ({
    en: `${ANALYTES[name].title.en} (value or unit not readable)`,
    ru: `${ANALYTES[name].title.ru} (значение или единица измерения не читаются)`,
  }));

export const criticalLabsRule: Rule = {
  id: 'critical_labs',
  version: '2.1.0',
  title: { en: 'Critical laboratory values', ru: 'Критические лабораторные показатели' },
  population: {},
  hooks: [...OPENING, 'encounter-discharge'],
  needs: [
    ...freshNeeds({ days: DAYS }, needsOf(...MEASURED_NAMES.filter((name) => name !== 'creatinine'))),
    ...freshNeeds(AKI_FRESH, needsOf('creatinine')),
    ...REPORTS,
    diagnosesNeed(...DIALYSIS_ICD10),
    PERSON_NEEDS.visits,
  ],
  sources: [
    {
      cite: 'Royal College of Pathologists G158: The communication of critical and unexpected pathology results. October 2017',
    },
    { cite: 'Barnsley Hospital NHS Foundation Trust: critical results (haemoglobin, INR)' },
    { cite: 'Homerton University Hospital: urgent chemical pathology results (potassium of neonates)' },
    { cite: 'Spasovski G et al. Eur J Endocrinol 2014;170:G1–47 (rise of sodium)', doi: '10.1530/EJE-13-1020' },
    {
      cite: 'Schulman S, Kearon C. J Thromb Haemost 2005;3:692–4 (fall of haemoglobin)',
      doi: '10.1111/j.1538-7836.2005.01204.x',
    },
  ],
  limits: [
    {
      en: 'The limits of children (sodium, urea, creatinine, glucose) are given from memory of G158: read again before signing.',
      ru: 'Пределы для детей (натрий, мочевина, креатинин, глюкоза) даны по памяти из G158: перечитать до подписания.',
    },
    {
      en: 'Troponin has local limits and is not judged. Amylase and ALT are judged only where the laboratory states its upper limit.',
      ru: 'Тропонин имеет местные пределы и не оценивается. Амилаза и АЛТ – только если лаборатория указала верхнюю границу нормы.',
    },
    {
      en: 'A region may have a signed list of its own (critical.list): its limits then hold, and what is not on it is told as a warning.',
      ru: 'Регион может иметь собственный подписанный перечень (critical.list): тогда действуют его пределы, а чего в нём нет, сообщается как предупреждение.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    MEASURED_NAMES.some((name) => measuredSince(facts, name, since(facts)).length) || unreadable(facts).length
      ? undefined
      : { en: 'no laboratory values in the last 7 days', ru: 'нет лабораторных показателей за последние 7 дней' },
  evaluate: (facts) => {
    const person = personOf(facts);
    const known = bandOf(person.ageMonths);
    // Silence on a potassium of 7 because the birth date is missing would harm: the adult limits are applied, and it is said.
    const band = known ?? 'adult';
    const unknown = known === undefined ? [BIRTH] : [];
    const told = [
      ...valuesToTell(facts, band).map((one) => valueConclusion(one, band, unknown, facts)),
      ...changesToTell(facts).map((one) => changeConclusion(one, facts)),
      ...akiConclusion(facts),
    ];
    const missing = unreadable(facts);
    return missing.length ? [...told, notComputable(criticalLabsRule, missing)] : told;
  },
};

function valueConclusion(one: ToTell, band: AgeBand, unknown: readonly Bilingual[], facts: Facts): Conclusion {
  const { analyte, flag, measured, unadjusted } = one;
  const words = CRITICAL_WORDS[analyte];
  const direction = flag === 'critical-high' ? words.high : words.low;
  const shown = { en: figure(one, words.unit.en), ru: comma(figure(one, words.unit.ru)) };
  // Haemolysis sets potassium free: it explains a high value, and makes a low one only more believable.
  const comment = commentsOn(measured, facts).find((text) => isHaemolysed([text]));
  const repeat = analyte === 'potassium' && flag === 'critical-high' && comment !== undefined;
  // A low total calcium may be nothing but a low albumin.
  const doubted = unadjusted === true && flag === 'critical-low';
  const { isListed, level } = limitIn(facts, analyte, band);
  const severity = level !== undefined ? 'critical' : isListed ? words.severity : 'warning';
  const missing = [...unknown, ...(unadjusted ? [ALBUMIN] : []), ...(measured.doubtful ? [TIME] : [])];
  return conclude(criticalLabsRule, {
    matter: analyte,
    severity: repeat || doubted ? 'warning' : severity,
    summary: repeat
      ? {
          en: `Potassium ${shown.en}, haemolysed sample: repeat the sample`,
          ru: `Калий ${shown.ru}, гемолиз в пробе: повторите забор`,
        }
      : { en: `${direction?.summary.en}: ${shown.en}`, ru: `${direction?.summary.ru}: ${shown.ru}` },
    detail: limitsText(one, band, facts),
    action: repeat ? REPEAT : (direction?.action ?? REPEAT),
    score: { flag, ...(analyte === 'potassium' ? { haemolysed: repeat } : {}), ...(level ? { level } : {}) },
    missing,
    cited: [
      measured.cited,
      ...(repeat ? [{ ...measured.cited, label: COMMENT, value: comment }] : []),
      ...personOf(facts).ageCited,
    ],
  });
}

function limitsText({ analyte }: ToTell, band: AgeBand, facts: Facts): Bilingual {
  const { low, below, high, above } = limitIn(facts, analyte, band).limit;
  const { unit } = CRITICAL_WORDS[analyte];
  const parts = [
    ...(low === undefined ? [] : [`≤ ${low}`]),
    ...(below === undefined ? [] : [`< ${below}`]),
    ...(high === undefined ? [] : [`≥ ${high}`]),
    ...(above === undefined ? [] : [`> ${above}`]),
  ];
  const withUnit = (text: string, name: string): string => `${text} ${name}`.trim();
  return {
    en: `Limits for telephoning: ${withUnit(parts.join(' or '), unit.en)}, ${BAND[band].en}.`,
    ru: `Пределы для немедленного сообщения: ${withUnit(comma(parts.join(' или ')), unit.ru)}, ${BAND[band].ru}.`,
  };
}

function changeConclusion({ change, from, to }: ChangeToTell, facts: Facts): Conclusion {
  const words = CHANGE_WORDS[change];
  const { by, withinHours, isListed, isOwn, level } = changeIn(facts, change);
  const [a, b] = [Number(from.value.toPrecision(4)), Number(to.value.toPrecision(4))];
  return conclude(criticalLabsRule, {
    matter: change,
    severity: isListed ? 'critical' : 'warning',
    summary: {
      en: `${words.summary.en}: ${a} → ${b} ${words.unit.en}`,
      ru: comma(`${words.summary.ru}: ${a} → ${b} ${words.unit.ru}`),
    },
    detail: isOwn
      ? {
          en: `The list of the region: by ${by} ${words.unit.en} within ${withinHours} hours.`,
          ru: comma(`Перечень региона: на ${by} ${words.unit.ru} за ${withinHours} ч.`),
        }
      : words.detail,
    action: words.action,
    score: { from: a, to: b, ...(level ? { level } : {}) },
    cited: [from.cited, to.cited],
  });
}

/** Told under the matter of the rule that stages it, so that both are one matter to the physician. */
function akiConclusion(facts: Facts): Conclusion[] {
  const { stage, cited } = akiOf(facts);
  const potassium = newestMeasured(facts, 'potassium', before(facts, { hours: 48 }));
  const value = 'found' in potassium && potassium.found.comparator === undefined ? potassium.found : undefined;
  if (personOf(facts).onDialysis || !isCriticalAki(stage, value?.value)) return [];
  const withPotassium = stage === 1 && value !== undefined;
  return [
    conclude(criticalLabsRule, {
      matter: 'kdigo_aki',
      severity: 'critical',
      summary: {
        en: `Acute kidney injury, KDIGO stage ${stage}${withPotassium ? `, potassium ${value.value} mmol/L` : ''}`,
        ru: comma(
          `Острое повреждение почек, стадия ${stage} по KDIGO${withPotassium ? `, калий ${value.value} ммоль/л` : ''}`,
        ),
      },
      detail: {
        en: 'To be telephoned: stage 2 or 3, or stage 1 with potassium above 6.0 mmol/L.',
        ru: 'Немедленное сообщение: стадия 2 или 3, либо стадия 1 при калии выше 6,0 ммоль/л.',
      },
      action: CRITICAL_WORDS.creatinine.high?.action ?? REPEAT,
      score: { stage },
      cited: [...cited, ...(withPotassium ? [value.cited] : [])],
    }),
  ];
}

const figure = ({ value, measured }: ToTell, unit: string): string =>
  `${measured.comparator ?? ''}${Number(value.toPrecision(4))} ${unit}`.trim();

const comma = (text: string): string => text.replace(/(\d)\.(\d)/g, '$1,$2');
