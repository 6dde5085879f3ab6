import type { HookCard, Suggestion } from '../../schemas/cds-hooks/response.ts';
import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { cardOf, type Language } from '../rules/cards.ts';
import type { Conclusion, Rule } from '../rules/rule.ts';
import { overrideReasons } from './override-reasons.ts';

const NO_DATE: Bilingual = { en: 'date not stated', ru: 'дата не указана' };

/** `2026-03-01T07:30:12+05:00` → `01.03.2026 07:30 +05:00` in Russian; of a partial date no more is said than is known. */
function dateIn(time: string | undefined, language: Language): string {
  if (time === undefined) return NO_DATE[language];
  const day = language === 'ru' ? time.replace(/^(\d{4})-(\d\d)-(\d\d)/, '$3.$2.$1') : time;
  return day.replace(/T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/, (_, clock: string, zone?: string) =>
    [' ', clock, zone === undefined ? '' : zone === 'Z' ? ' UTC' : ` ${zone}`].join(''),
  );
}

export type CardInput = {
  readonly rule: Rule;
  readonly conclusion: Conclusion;
  readonly uuid: string;
  readonly language: Language;
  /** Who says a fact: the order before the physician, his record system, or the regional chart. */
  readonly sourceOf: (fact: CitedFact) => Bilingual;
  readonly suggestions: readonly Suggestion[];
  /** Launch address of the desk (SMART), where the region has one. */
  readonly desk: string | undefined;
};

/** The card of a conclusion: each fact with its date and who says it, what can be done at once, and how to say no. */
export function hookCardOf(input: CardInput): HookCard {
  const { rule, conclusion, uuid, language, sourceOf, suggestions, desk } = input;
  const cited = conclusion.cited.map((fact) => ({
    ...fact,
    time: `${dateIn(fact.time, language)}; ${sourceOf(fact)[language]}`,
  }));
  return {
    ...cardOf({ advice: conclusion.advice, cited }, rule.title, language),
    summary: clipped(conclusion.advice.summary[language]),
    uuid,
    ...choices(suggestions),
    overrideReasons: overrideReasons(language),
    ...(desk === undefined ? {} : { links: [deskLink(desk, conclusion.advice.matter, language)] }),
  };
}

/** A summary has fewer than 140 characters (CDS Hooks 2.0.1, "Card Attributes"). */
export const clipped = (text: string): string => (text.length < 140 ? text : `${text.slice(0, 138)}…`);

/** At most one may be chosen: withdrawing one of two drafts is enough, and each is a whole by itself. */
export const choices = (suggestions: readonly Suggestion[]): Pick<HookCard, 'suggestions' | 'selectionBehavior'> =>
  suggestions.length ? { suggestions: [...suggestions], selectionBehavior: 'at-most-one' } : {};

/** No patient in it: the launch brings him (SMART App Launch, `launch/patient`). */
const deskLink = (url: string, matter: string, language: Language): NonNullable<HookCard['links']>[number] => ({
  label: language === 'ru' ? 'Открыть в Оке' : 'Open in Oka',
  url,
  type: 'smart',
  appContext: JSON.stringify({ matter: matter.split(':', 1)[0] }),
});
