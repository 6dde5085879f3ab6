import type { Bilingual, CitedFact, Result } from './result.ts';
import { FINDING_WORDS } from './words.ts';

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

/**
 * A cited fact of a result in words. The finding that a result of the AI is about is said as findings are everywhere: of a
 * network "absent" is no «нет», and "present" no «есть» (contract 8).
 */
export function factInWords(
  { label, value }: Pick<CitedFact, 'label' | 'value'>,
  { content }: Pick<Result, 'content'>,
) {
  const isItself = content.kind === 'finding' && label.en === content.label.title.en && value === content.state;
  return isItself ? FINDING_WORDS[content.state] : citedInWords(value);
}
