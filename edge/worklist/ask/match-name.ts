import { TABLES, transliterate } from '../../../domain/identity/transliterations.ts';
import { wildcard } from './wildcard.ts';

const plain = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/['’ʼ`]/g, '');

const isCyrillic = (text: string): boolean => /\p{Script=Cyrillic}/u.test(text);

/**
 * Spellings of a word that somebody may type: its own, and of a Cyrillic one, for who asks in Latin letters, those of every
 * transliteration in use.
 */
function spellings(word: string, inLatin: boolean): readonly string[] {
  const own = plain(word);
  if (!isCyrillic(word)) return [own.normalize('NFD').replaceAll(/\p{M}/gu, '')];
  if (!inLatin) return [own];
  const known = LATIN.get(word) ?? [own, ...latinOf(new Set([word.normalize('NFC').toLowerCase(), own]))];
  if (LATIN.size >= MOST_WORDS) LATIN.clear();
  LATIN.set(word, known);
  return known;
}

/** A worklist has few names, and each query asks them all: half a second for three thousand of them without this. */
const LATIN = new Map<string, readonly string[]>();
const MOST_WORDS = 10_000;

function latinOf(texts: ReadonlySet<string>): string[] {
  const written = [...texts].flatMap((text) => {
    const parts = text.split(/([^\p{L}]+)/u);
    return TABLES.map((table) => parts.map((part) => transliterate(part, table)).join(''));
  });
  return [...new Set(written)];
}

/**
 * Whether a name is the one that was asked for (PS3.4 §C.2.2.2.1, §C.2.2.2.4): without regard to case and ё, in Cyrillic or in
 * any transliteration. Components left out at the end are any: `Ivanov` finds `Иванов^Иван^Иванович`.
 * @param wanted `Ivan*^P?tr`; ideographic and phonetic groups behind `=` are not looked at
 */
export function nameMatches(wanted: string, parts: readonly (string | undefined)[]): boolean {
  const query = plain(wanted.split('=')[0] ?? '').trim();
  const asked = query.replace(/\^+$/, '').split('^');
  const inLatin = /[a-z]/.test(query);
  const byComponent = asked.every((pattern, place) => {
    const test = wildcard(pattern.trim());
    return pattern.trim() === '' || spellings(parts[place] ?? '', inLatin).some((one) => test(one));
  });
  if (byComponent) return true;
  // A star may reach over the components: `*ivan*`, `ivanov*petrovich`. One spelling then holds for the whole name.
  // One at the very end says no more than the components have said.
  if (!/\*./.test(query)) return false;
  const test = wildcard(query);
  const words = parts.map((part) => spellings(part ?? '', inLatin));
  const most = Math.max(...words.map(({ length }) => length));
  return Array.from({ length: most }, (_, place) =>
    words.map((one) => one[one.length === 1 ? 0 : place] ?? one[0] ?? '').join('^'),
  ).some((whole) => test(whole) || test(whole.replace(/\^+$/, '')));
}
