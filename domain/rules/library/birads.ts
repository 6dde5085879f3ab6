import type { Bilingual, Severity } from '../../../schemas/result.ts';
import { assessmentNeeds, newestAssessment } from '../assessments.ts';
import { diagnosesNeed, isDiagnosedSince } from '../diagnoses.ts';
import { arrangedAfter, examinedAfter, isPast } from '../examinations.ts';
import type { Facts } from '../facts.ts';
import { ORDERS, STUDIES } from '../imaging.ts';
import { conclude, type Rule } from '../rule.ts';

/** ACR BI-RADS, 5th edition (2013): assessment category → management and likelihood of cancer. */
export const BIRADS = {
  '0': {
    management: 'recall for additional imaging and/or comparison with prior examination(s)',
    likelihood: 'N/A',
  },
  '1': { management: 'routine mammography screening', likelihood: 'essentially 0%' },
  '2': { management: 'routine mammography screening', likelihood: 'essentially 0%' },
  '3': {
    management: 'short-interval (6-month) follow-up or continued surveillance mammography',
    likelihood: '>0% but <=2%',
  },
  '4': { management: 'tissue diagnosis', likelihood: '>2% but <95%' },
  '4A': { management: 'tissue diagnosis', likelihood: '>2% to <=10%' },
  '4B': { management: 'tissue diagnosis', likelihood: '>10% to <=50%' },
  '4C': { management: 'tissue diagnosis', likelihood: '>50% to <95%' },
  '5': { management: 'tissue diagnosis', likelihood: '>=95%' },
  '6': { management: 'surgical excision when clinically appropriate', likelihood: 'N/A' },
} as const;
export type Birads = keyof typeof BIRADS;

const isCategory = (category: string): category is Birads => Object.hasOwn(BIRADS, category);

/** 1 and 2 ask for screening alone, 6 is being treated. */
const ASKS: ReadonlySet<Birads> = new Set(['0', '3', '4', '4A', '4B', '4C', '5']);
const BIOPSY = /биопс|biops|трепан|пункц|хирург|онколог|маммолог|oncolog/i;
/** Cancer of the breast or in situ, stated since: the assessment was answered. A cancer of years ago answers nothing. */
const DIAGNOSED = ['C50', 'D05'];
const PENDING_MONTHS = 24;

/** The newest category that asks for something and was not answered since. */
function open(
  facts: Facts,
): { category: Birads; overdue: boolean; cited: ReturnType<typeof newestAssessment> } | undefined {
  const newest = newestAssessment(facts, 'bi-rads');
  if (!newest || !isCategory(newest.category) || !ASKS.has(newest.category)) return undefined;
  if (isPast(facts, newest.when, PENDING_MONTHS)) return undefined;
  const after = (newest.when?.latest ?? 0) + 12 * 3_600_000;
  const seen = examinedAfter(facts, after, 'breast', ['MG', 'US', 'MR']).length > 0;
  const biopsied =
    arrangedAfter(facts, newest.when?.latest ?? 0, BIOPSY) || isDiagnosedSince(facts, DIAGNOSED, newest.when);
  const isSuspicious = newest.category.startsWith('4') || newest.category === '5';
  if (isSuspicious ? biopsied : seen || biopsied) return undefined;
  return {
    category: newest.category,
    overdue: isPast(facts, newest.when, newest.category === '3' ? 7 : 1),
    cited: newest,
  };
}

type Told = { readonly summary: Bilingual; readonly action: Bilingual };
const RECALL: Told = {
  summary: { en: 'additional imaging was asked for and is not ordered', ru: 'нужно дообследование, оно не назначено' },
  action: {
    en: 'Recall her: additional views, ultrasound or the earlier films, until a final category is given.',
    ru: 'Пригласите на дообследование: прицельные снимки, УЗИ, сравнение с прежними – до окончательной категории.',
  },
};
const SHORT: Told = {
  summary: { en: 'follow-up mammography in 6 months', ru: 'контрольная маммография через 6 месяцев' },
  action: {
    en: 'Order mammography of the side for 6 months after the assessment.',
    ru: 'Назначьте маммографию этой стороны через 6 месяцев после заключения.',
  },
};
const TISSUE: Told = {
  summary: { en: 'tissue diagnosis is needed and is not ordered', ru: 'нужна биопсия, она не назначена' },
  action: {
    en: 'Refer to an oncologist for a biopsy now; do not wait for a follow-up film.',
    ru: 'Направьте к онкологу на биопсию сейчас; не откладывайте до контрольного снимка.',
  },
};

const toldOf = (category: Birads): Told => (category === '0' ? RECALL : category === '3' ? SHORT : TISSUE);

export const biradsRule: Rule = {
  id: 'birads',
  version: '1.0.1',
  title: { en: 'BI-RADS: what is to follow', ru: 'BI-RADS: что дальше' },
  population: {},
  hooks: ['patient-view', 'appointment-book'],
  needs: [
    ...assessmentNeeds('bi-rads'),
    ORDERS,
    STUDIES,
    diagnosesNeed(...DIAGNOSED),
    { facet: 'Appointment', newest: 50 },
    { facet: 'Procedure', newest: 50 },
  ],
  sources: [{ cite: 'Sickles EA et al. ACR BI-RADS Atlas, 5th edition, 2013: assessment categories and management' }],
  limits: [
    {
      en: 'Of several categories named in one report the gravest counts, also one quoted from an earlier report.',
      ru: 'Из нескольких категорий одного заключения берётся худшая, в том числе приведённая из прежнего.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    open(facts)
      ? undefined
      : { en: 'no BI-RADS category waits for an answer', ru: 'нет категории BI-RADS, ожидающей действий' },
  evaluate: (facts) => {
    const found = open(facts);
    if (!found?.cited) return [];
    const { category, overdue } = found;
    const told = toldOf(category);
    const severity: Severity = category === '3' && !overdue ? 'info' : 'warning';
    const late = overdue ? { en: ', overdue', ru: ', срок прошёл' } : { en: '', ru: '' };
    return [
      conclude(biradsRule, {
        severity,
        summary: {
          en: `BI-RADS ${category}: ${told.summary.en}${late.en}`,
          ru: `BI-RADS ${category}: ${told.summary.ru}${late.ru}`,
        },
        detail: {
          en: `Likelihood of cancer: ${BIRADS[category].likelihood}. No later order, study or biopsy is in the chart.`,
          ru: `Вероятность рака: ${LIKELIHOOD_RU[BIRADS[category].likelihood] ?? BIRADS[category].likelihood}. Более поздних направлений, исследований или биопсии в карте нет.`,
        },
        action: told.action,
        score: { category, management: BIRADS[category].management, overdue },
        cited: [found.cited.cited],
      }),
    ];
  },
};

const LIKELIHOOD_RU: Readonly<Record<string, string>> = { 'N/A': 'не оценена' };
