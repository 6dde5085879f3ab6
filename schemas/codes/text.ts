/** Cyrillic letters (lower case) whose capitals look like Latin ones: typists and keyboards mix them. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ а: 'a', в: 'b', е: 'e', ё: 'e', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c', т: 't', у: 'y', х: 'x' },
  ...{ і: 'i', ѕ: 's', ј: 'j' },
};
const LOOKALIKE = /[авеёкмнорстухіѕј]/g;

/** One spelling for letters that look alike; what it gives is for comparing, not for showing. */
const foldLookalikes = (text: string): string => text.replace(LOOKALIKE, (letter) => LOOKALIKES[letter] ?? letter);

/**
 * A code as it is compared: letter case, ё and е, white space and look-alike letters make no difference; everything
 * else does. `К` of a Russian keyboard is the `K` of the analyser.
 */
export const codeKey = (code: string): string =>
  foldLookalikes(code.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' '));

/**
 * A name as it is compared: as a code, and besides without the dots of abbreviations, and with one kind of dash and quotes.
 * Equal or not: there is no likeness and no guess.
 */
export const nameKey = (name: string): string =>
  codeKey(
    name
      .replace(/[‐‑‒–—−]/g, '-')
      .replace(/["'«»“”„]/g, '')
      .replace(/\.(?!\d)/g, ' ')
      .replace(/\s*([-+/,()%])\s*/g, '$1'),
  );

/**
 * A unit as it is compared: letter case, white space, dots of abbreviations, raised digits, the several ways to write a
 * power of ten and `µ` make no difference. Look-alike letters are folded only in words that are Russian or mixed beyond
 * doubt: `с` alone is a second, Latin `c` is not.
 */
export function unitKey(unit: string): string {
  const plain = unit
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/\.(?!\d)/g, '')
    .replace(/ё/g, 'е')
    .replace(/[×хx*·]?10(?:\^|\*\*?|e|е)?(3|6|9|12)(?=\/)/, '10*$1');
  const isRussian = /[а-я]/.test(foldLookalikes(plain));
  return isRussian || (/[a-z]/.test(plain) && /[а-я]/.test(plain)) ? foldLookalikes(plain) : plain;
}
