import type { Bilingual, Result } from '../../schemas/result.ts';
import { SEVERITY_WORDS } from '../../schemas/words.ts';
import { sentenceOf } from './sentence.ts';

/** A version as somebody had it before him. */
export type Before = Pick<Result, 'version' | 'state' | 'severity'> & {
  readonly sentence: Bilingual;
  readonly lines: readonly Bilingual[];
};
type Now = Before & { readonly result: Pick<Result, 'content' | 'state'> };

const pair = (was: Bilingual, now: Bilingual): Bilingual => ({
  en: `Was: ${was.en} Now: ${now.en}`,
  ru: `Было: ${was.ru} Стало: ${now.ru}`,
});
const MORE: Bilingual = { en: 'New', ru: 'Добавлено' };
const LESS: Bilingual = { en: 'No longer said', ru: 'Больше не утверждается' };
const UNKNOWN: Bilingual = {
  en: 'What the earlier version said is not known here; read the whole of the new one.',
  ru: 'Что говорилось в прежней версии, здесь неизвестно; прочитайте новую целиком.',
};
const SAME_WORDS: Bilingual = {
  en: 'The words are the same; it now rests on other facts or on the whole image.',
  ru: 'Слова те же; теперь они опираются на другие данные или на полный снимок.',
};

/** What changed since the version that was on somebody's screen, the gravest first; never empty. */
export function changesBetween(before: Before | undefined, now: Now): Bilingual[] {
  if (before === undefined) return [sentenceOf(now.result), UNKNOWN];
  const changed: Bilingual[] = [];
  if (before.severity !== now.severity)
    changed.push(pair(SEVERITY_WORDS[before.severity], SEVERITY_WORDS[now.severity]));
  if (!isSame(before.sentence, now.sentence)) changed.push(pair(before.sentence, now.sentence));
  // The sentence has been told; of the other lines those that came and those that went.
  const others = (lines: readonly Bilingual[], sentence: Bilingual): Bilingual[] =>
    lines.filter((line) => !line.ru.includes(sentence.ru));
  const [old, fresh] = [others(before.lines, before.sentence), others(now.lines, now.sentence)];
  const labelled = ({ en, ru }: Bilingual, line: Bilingual): Bilingual => ({
    en: `${en}: ${line.en}`,
    ru: `${ru}: ${line.ru}`,
  });
  changed.push(...fresh.filter((line) => !old.some((one) => isSame(one, line))).map((line) => labelled(MORE, line)));
  changed.push(...old.filter((line) => !fresh.some((one) => isSame(one, line))).map((line) => labelled(LESS, line)));
  return changed.length > 0 ? changed : [SAME_WORDS];
}

const isSame = (a: Bilingual, b: Bilingual): boolean => a.ru === b.ru && a.en === b.en;
