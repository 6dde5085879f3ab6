/**
 * Whether two spellings of a person's name can be the same person's: Cyrillic or Latin in any of the usual
 * transliterations (ICAO 9303, GOST R 52535.1, BGN/PCGN), any case, ё or е, any order of the components, initials.
 */

const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'а a|б b|в v|г g|д d|е e|ё e|ж zh|з z|и i|й i|к k|л l|м m|н n|о o|п p|р r|с s|т t|у u|ф f|х kh|ц ts|ч ch|ш sh|щ shch',
    'ъ |ы y|ь |э e|ю iu|я ia|і i|ї i|є e|ґ g|ә a|ғ g|қ k|ң n|ө o|ұ u|ү u|һ h|җ zh',
  ]
    .join('|')
    .split('|')
    .map((pair) => pair.split(' ') as [string, string]),
);

/** Spellings that transliteration tables disagree on, brought to one; applied in this order. */
const FOLDS: readonly (readonly [RegExp, string])[] = [
  [/[yj]o/g, 'e'],
  [/shch|sch/g, 's'],
  [/sh/g, 's'],
  [/ch/g, 'c'],
  [/zh/g, 'z'],
  [/kh/g, 'h'],
  [/ts|tc|cz/g, 'c'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/[iyj]+(?=[aeou])/g, ''],
  [/[yj]/g, 'i'],
  [/(.)\1+/g, '$1'],
];

const fold = (token: string): string =>
  FOLDS.reduce((text, [pattern, to]) => text.replace(pattern, to), [...token].map((c) => LATIN[c] ?? c).join(''));

/** Folded words of a name in any notation: `Иванов^Иван^Иванович`, `IVANOV Ivan`, `Ivanov I.I.`. */
const nameTokens = (name: string): string[] =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’ʼ`]/g, '')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
    .map((word) => (word.length === 1 ? fold(word).slice(0, 1) : fold(word)))
    .filter((word) => word !== '');

const meet = (a: string, b: string): boolean =>
  a === b || (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b));

/**
 * Do the names contradict? They do not when each word of the shorter meets a word of its own in the longer (an
 * initial meets a word it begins) and at least one whole word is equal. An empty name contradicts nothing.
 */
export function namesContradict(one: string, other: string): boolean {
  const [short, long] = [nameTokens(one), nameTokens(other)].sort((a, b) => a.length - b.length) as [
    string[],
    string[],
  ];
  if (short.length === 0) return false;
  if (!short.some((word) => word.length > 1 && long.includes(word))) return true;
  const left = [...long];
  // Whole words first, so that an initial does not take the place of a word that is spelled out.
  for (const word of [...short].sort((a, b) => b.length - a.length)) {
    const exact = left.indexOf(word);
    const place = exact >= 0 ? exact : left.findIndex((candidate) => meet(word, candidate));
    if (place < 0) return true;
    left.splice(place, 1);
  }
  return false;
}
