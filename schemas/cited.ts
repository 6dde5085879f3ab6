import type { Bilingual } from './result.ts';

/** Words that stand as values of cited facts; they are part of content hashes and stay as they are. */
const WORDS: Readonly<Record<string, Bilingual>> = {
  present: { en: 'present', ru: 'есть' },
  absent: { en: 'absent', ru: 'нет' },
  indeterminate: { en: 'indeterminate', ru: 'не определено' },
  'not-assessed': { en: 'not assessed', ru: 'не оценивалось' },
  'no coded statement': { en: 'no coded statement', ru: 'нет кодированного утверждения' },
  male: { en: 'male', ru: 'мужской' },
  female: { en: 'female', ru: 'женский' },
};

/**
 * The value of a cited fact as a physician reads it in either language: stable words in words, dates as `18.06.1955`,
 * decimals with a comma in Russian. What is neither is shown as it is.
 */
export function citedInWords(value: string): Bilingual {
  const known = Object.hasOwn(WORDS, value) ? WORDS[value] : undefined;
  if (known) return known;
  const ru = value
    .replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3.$2.$1')
    .replace(/^((?:[<>]=?)?\s?\d+)\.(\d+)(?=\s|$)/, '$1,$2');
  return { en: value, ru };
}
