import type { Bilingual } from '../../../schemas/result.ts';
import { GRADES, type GradeName } from '../bedside-codes.ts';
import { before, type Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { OPENING } from '../hooks.ts';
import { NOT_REREAD } from '../limits.ts';
import { personOf } from '../person.ts';
import { pointsText } from '../points.ts';
import { agreed, type Bounds } from '../precision.ts';
import { conclude, freshNeeds, listOf, notComputable, type Rule } from '../rule.ts';
import { chosen, type RuleSetting } from '../settings.ts';
import { gradeNeeds, newestGrade } from '../signs.ts';

const WORDING = {
  name: 'wording',
  title: {
    en: 'Wording of HEART (age of 65, troponin limits)',
    ru: 'Редакция HEART (возраст 65 лет, пределы тропонина)',
  },
  value: 'backus-2013',
  options: {
    'backus-2013': {
      cite: 'Backus BE et al. A prospective validation of the HEART score. Int J Cardiol 2013;168:2153–8: age ≥ 65 is 2 points, troponin above 3× the limit 2 points',
      doi: '10.1016/j.ijcard.2013.01.255',
    },
    'six-2008': {
      cite: 'Six AJ et al. Chest pain in the emergency room: value of the HEART score. Neth Heart J 2008;16:191–6: age above 65 is 2 points, troponin above 2× the limit 2 points',
      doi: '10.1007/BF03086144',
    },
  },
} as const satisfies RuleSetting;
export type HeartWording = keyof typeof WORDING.options;

/** Below 45: 0; at 65 the two wordings differ. */
export const heartAgePoints = (years: number, wording: HeartWording): 0 | 1 | 2 =>
  years < 45 ? 0 : years < 65 || (wording === 'six-2008' && years === 65) ? 1 : 2;

export type HeartBand = 'low' | 'moderate' | 'high';
/** 0–3 low, 4–6 moderate, 7–10 high. */
export const heartBand = (total: number): HeartBand => (total >= 7 ? 'high' : total >= 4 ? 'moderate' : 'low');

const FRESH = { hours: 24 };
const PARTS = Object.keys(GRADES) as GradeName[];

const TOLD: Record<HeartBand, { name: Bilingual; action: Bilingual }> = {
  low: {
    name: { en: 'low risk (1.7 % in 6 weeks)', ru: 'низкий риск (1,7 % за 6 недель)' },
    action: { en: 'Early discharge may be considered.', ru: 'Можно рассмотреть раннюю выписку.' },
  },
  moderate: {
    name: { en: 'moderate risk (16.6 % in 6 weeks)', ru: 'средний риск (16,6 % за 6 недель)' },
    action: { en: 'Observe, repeat troponin, further tests.', ru: 'Наблюдение, повторный тропонин, дообследование.' },
  },
  high: {
    name: { en: 'high risk (50.1 % in 6 weeks)', ru: 'высокий риск (50,1 % за 6 недель)' },
    action: { en: 'Admit; early invasive strategy.', ru: 'Госпитализация; ранняя инвазивная тактика.' },
  },
};

function partsOf(facts: Facts) {
  const since = before(facts, FRESH);
  const wording = chosen(facts, 'heart', WORDING);
  const { ageYears, ageCited } = personOf(facts);
  const gathered = gather(ageCited);
  const grades = PARTS.map((name) => gathered.take(newestGrade(facts, name, since))?.grade);
  const age = agreed(ageYears, (years) => heartAgePoints(years, wording));
  if (age === undefined) gathered.missing.push({ en: 'Exact age', ru: 'Точный возраст' });
  const all = [...grades, age];
  const known = all.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const total: Bounds = { min: known, max: known + 2 * all.filter((one) => one === undefined).length };
  return { ...gathered, total, wording };
}

export const heartRule: Rule = {
  id: 'heart',
  version: '1.0.1',
  title: { en: 'HEART (chest pain)', ru: 'HEART (боль в груди)' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded' },
  hooks: OPENING,
  needs: freshNeeds(FRESH, gradeNeeds(...PARTS)),
  sources: [WORDING.options['backus-2013'], WORDING.options['six-2008']],
  limits: [
    {
      en: 'History, ECG, risk factors and troponin are graded by the physician: their limits depend on the wording that the region has chosen.',
      ru: 'Анамнез, ЭКГ, факторы риска и тропонин оценивает врач: их пределы зависят от выбранной регионом редакции.',
    },
    {
      en: 'Not for ST-elevation or an unstable patient.',
      ru: 'Не применяется при подъёме ST и нестабильном состоянии.',
    },
    NOT_REREAD,
  ],
  settings: [WORDING],
  form: 'GuidanceResponse',
  idle: (facts) =>
    'found' in newestGrade(facts, 'heart-history', before(facts, FRESH))
      ? undefined
      : { en: 'no chest pain graded for HEART', ru: 'боль в груди по HEART не оценена' },
  evaluate: (facts) => {
    const { total, cited, missing, wording } = partsOf(facts);
    const band = heartBand(total.min);
    if (band !== heartBand(total.max)) return [notComputable(heartRule, missing, cited)];
    const shown = pointsText({ least: total.min, most: total.max });
    const open = {
      en: missing.length ? ` Not known: ${listOf(missing, 'en')}; the class is the same either way.` : '',
      ru: missing.length ? ` Неизвестно: ${listOf(missing, 'ru')}; на класс это не влияет.` : '',
    };
    return [
      conclude(heartRule, {
        severity: band === 'low' ? 'info' : 'warning',
        summary: {
          en: `HEART: ${shown.en} of 10, ${TOLD[band].name.en}`,
          ru: `HEART: ${shown.ru} из 10, ${TOLD[band].name.ru}`,
        },
        detail: {
          en: `Wording: ${WORDING.options[wording].cite}.${open.en}`,
          ru: `Редакция: ${WORDING.options[wording].cite}.${open.ru}`,
        },
        action: TOLD[band].action,
        score: { least: total.min, most: total.max, band },
        missing,
        cited,
      }),
    ];
  },
};
