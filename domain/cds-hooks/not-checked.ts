import type { HookCard, Suggestion } from '../../schemas/cds-hooks/response.ts';
import type { Bilingual } from '../../schemas/result.ts';
import type { Language } from '../rules/cards.ts';
import { choices, clipped } from './card.ts';
import type { Judged } from './judge.ts';
import type { Matter } from './matters.ts';

const WORDS = {
  not: { en: 'Not checked', ru: 'Не проверено' },
  partly: { en: 'Not fully checked', ru: 'Проверено не полностью' },
  why: {
    en: 'Silence on these is no statement that all is well.',
    ru: 'Отсутствие предупреждений по этим пунктам не означает, что всё в порядке.',
  },
} as const satisfies Record<string, Bilingual>;

export type NotCheckedInput = {
  readonly matter: Matter;
  /** Rules that stay open, each with its reasons. */
  readonly open: readonly Judged[];
  /** How many rules the service has in force. */
  readonly all: number;
  readonly uuid: string;
  readonly language: Language;
  /** Before an order is signed a gap in a matter of safety is a warning. */
  readonly isUrgent: boolean;
  readonly suggestions: readonly Suggestion[];
};

/**
 * The one card that says what was not checked and why: "Not checked: interactions (medication list did not arrive)".
 * Where some rules of the service were checked, those that were not are named by their titles.
 */
export function notCheckedCard(input: NotCheckedInput): HookCard {
  const { matter, open, all, uuid, language, isUrgent, suggestions } = input;
  const isWhole = open.length === all;
  const told = open.some(({ conclusions }) => conclusions.length > 0);
  const names = isWhole ? [matter.short[language]] : open.map(({ rule }) => rule.title[language]);
  const reasons = [...new Set(open.flatMap((one) => one.open.map((reason) => reason[language])))];
  const lines = open.map(
    ({ rule, open: own }) => `- ${rule.title[language]}: ${own.map((one) => one[language]).join('; ')}`,
  );
  return {
    uuid,
    summary: clipped(`${WORDS[told ? 'partly' : 'not'][language]}: ${names.join(', ')} (${reasons.join('; ')})`),
    detail: [WORDS.why[language], lines.join('\n')].join('\n\n'),
    indicator: isUrgent ? 'warning' : 'info',
    source: {
      label: 'Oka',
      topic: { system: 'https://oka.health/fhir/matter', code: matter.id, display: matter.title[language] },
    },
    ...choices(suggestions),
  };
}
