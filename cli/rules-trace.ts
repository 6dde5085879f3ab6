import { type Card, cardOf, type Language } from '../domain/rules/cards.ts';
import type { Rule } from '../domain/rules/rule.ts';
import type { Trace, TracedFact } from '../domain/rules/trace.ts';
import { citedInWords } from '../schemas/cited.ts';
import type { Bilingual } from '../schemas/result.ts';

/** How the trace of a rule is told on a terminal, and as JSON. */

const WORDS = {
  population: { en: 'For whom', ru: 'Для кого' },
  inside: { en: 'yes', ru: 'да' },
  outside: { en: 'no: the rule does not apply', ru: 'нет: правило не применяется' },
  unknown: { en: 'not known', ru: 'неизвестно' },
  everybody: { en: 'everybody', ru: 'для всех' },
  read: { en: 'What was looked for', ru: 'Что искали' },
  nothing: { en: 'nothing in the chart', ru: 'в карте нет' },
  others: { en: 'with other codes, not read', ru: 'с другими кодами, не читаются' },
  hours: { en: 'h old', ru: 'ч назад' },
  days: { en: 'days old', ru: 'сут. назад' },
  undated: { en: 'no time', ru: 'без времени' },
  outcome: { en: 'Outcome', ru: 'Вывод' },
  idle: { en: 'nothing to check', ru: 'проверять нечего' },
  'does-not-apply': { en: 'does not apply', ru: 'не применяется' },
  silent: { en: 'checked, and nothing to say', ru: 'проверено, сказать нечего' },
  steps: { en: 'Figures', ru: 'Подсчёт' },
} as const satisfies Record<string, Bilingual>;

/** What `oka rules try` prints as JSON: the cards, and with `explain` all that led to them. */
export function tracedAsJson(rule: Rule, trace: Trace, language: Language, explain: boolean) {
  const { outcome, asOf, population, inputs } = trace;
  const say = (both: Bilingual): string => both[language];
  const result = {
    rule: rule.id,
    version: rule.version,
    asOf,
    state: outcome.state,
    ...(outcome.state === 'said'
      ? { cards: cardsOf(rule, trace, language), scores: outcome.conclusions.map(({ advice }) => advice.score ?? {}) }
      : { why: say(outcome.why) }),
  };
  if (!explain) return result;
  return {
    ...result,
    population: population.map(({ asks, answer, by }) => ({ asks: say(asks), answer, by })),
    inputs: inputs.map(({ title, codes, unit, fresh, facts, others }) => ({
      title: say(title),
      codes,
      unit: typeof unit === 'string' ? unit : say(unit),
      fresh: say(fresh),
      facts: facts.map((fact) => ({ ...fact, why: say(fact.why) })),
      others,
    })),
  };
}

const cardsOf = (rule: Rule, { outcome }: Trace, language: Language): Card[] =>
  outcome.state === 'said' ? outcome.conclusions.map((one) => cardOf(one, rule.title, language)) : [];

/** The same for a reader. */
export function tracedAsText(rule: Rule, trace: Trace, language: Language, explain: boolean): string {
  const say = (name: keyof typeof WORDS): string => WORDS[name][language];
  const head = `${rule.title[language]} (${rule.id} ${rule.version}), ${trace.asOf}`;
  return [
    head,
    '',
    ...(explain ? [...populationLines(trace, language), '', ...inputLines(trace, language), ''] : []),
    `${say('outcome')}:`,
    ...outcomeLines(rule, trace, language),
    '',
  ].join('\n');
}

function populationLines({ population }: Trace, language: Language): string[] {
  const say = (name: keyof typeof WORDS): string => WORDS[name][language];
  const lines = population.map(({ asks, answer, by }) => {
    const facts = by.map(({ value }) => citedInWords(value)[language]).join(', ');
    return `  ${asks[language]}: ${say(answer)}${facts ? ` (${facts})` : ''}`;
  });
  return [`${say('population')}:`, ...(lines.length ? lines : [`  ${say('everybody')}`])];
}

function inputLines({ inputs }: Trace, language: Language): string[] {
  const say = (name: keyof typeof WORDS): string => WORDS[name][language];
  const unitOf = (unit: string | Bilingual): string => (typeof unit === 'string' ? unit : unit[language]);
  return [
    `${say('read')}:`,
    ...inputs.flatMap(({ title, unit, fresh, facts, others }) => [
      `  ${title[language]} [${unitOf(unit)}; ${fresh[language]}]`,
      ...facts.map((fact) => `    ${lineOf(fact, language)}`),
      ...(facts.length ? [] : [`    – ${say('nothing')}`]),
      ...(others ? [`    + ${others} ${say('others')}`] : []),
    ]),
  ];
}

function lineOf({ reference, time, shown, converted, hoursOld, used, why }: TracedFact, language: Language): string {
  const say = (name: keyof typeof WORDS): string => WORDS[name][language];
  const age =
    hoursOld === undefined
      ? say('undated')
      : hoursOld < 72
        ? `${hoursOld} ${say('hours')}`
        : `${Math.round(hoursOld / 24)} ${say('days')}`;
  const value = citedInWords(shown)[language];
  return `${used ? '✓' : '·'} ${value}${converted ? ` = ${citedInWords(converted)[language]}` : ''}; ${age}${time ? ` (${time})` : ''}; ${reference}: ${why[language]}`;
}

function outcomeLines(rule: Rule, trace: Trace, language: Language): string[] {
  const say = (name: keyof typeof WORDS): string => WORDS[name][language];
  const { outcome } = trace;
  if (outcome.state !== 'said') return [`  ${say(outcome.state)}: ${outcome.why[language]}`];
  if (!outcome.conclusions.length) return [`  ${say('silent')}`];
  return outcome.conclusions.flatMap((one) => {
    const card = cardOf(one, rule.title, language);
    const figures = Object.entries(one.advice.score ?? {}).map(([name, value]) => `${name} ${value}`);
    return [
      ...(figures.length ? [`  ${say('steps')}: ${figures.join(', ')}`] : []),
      `  [${card.indicator}] ${card.summary}`,
      ...card.detail
        .split('\n')
        .filter(Boolean)
        .map((line) => `    ${line.replaceAll('**', '').trimEnd()}`),
    ];
  });
}
