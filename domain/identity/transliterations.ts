/**
 * How Cyrillic letters are written in Latin ones, by standard. Only letters that differ from the common table are named.
 * Signs that leave nothing behind in a name (apostrophes, diacritics) are left out on both sides of a comparison.
 */
type Letters = Readonly<Record<string, string>>;

const letters = (pairs: string): Letters =>
  Object.fromEntries(pairs.split(' ').map((pair) => [pair.charAt(0), pair.slice(2)]));

/** What all tables agree on, and the letters of Tatar, Ukrainian, Belarusian and Kazakh names. */
const COMMON = letters(
  'а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ' +
    'ъ= ы=y ь= э=e і=i ї=i є=e ґ=g ў=u ә=a ө=o ү=u җ=zh ң=n һ=h ғ=g қ=k ұ=u',
);

/** Letters that change a table wherever they stand; `initial` at the beginning, after a vowel, ъ or ь. */
export type Table = {
  readonly letters: Letters;
  readonly initial?: Letters;
  /** Endings that a table writes shorter: "-ский" → "-sky". */
  readonly endings?: Readonly<Record<string, string>>;
};

const table = (own: string, more: Omit<Table, 'letters'> = {}): Table => ({
  letters: { ...COMMON, ...letters(own) },
  ...more,
});

const YE = letters('е=ye ё=ye є=ye');
const YO = letters('е=ye ё=yo є=ye');
const SHORT_ENDINGS = { ий: 'y', ый: 'y' } as const;
const ENDINGS_WITH_I = { ий: 'i', ый: 'y' } as const;

/** The standards and the forms of them that stand in Russian passports and registers. */
export const TABLES: readonly Table[] = [
  // ICAO Doc 9303 part 3 §6, table C: Russian passports since 2014.
  table('ё=e й=i ъ=ie ю=iu я=ia'),
  // GOST R 52535.1-2006, annex A: passports of 2010–2013.
  table('ё=e й=i ц=tc ю=iu я=ia'),
  // Order of the Ministry of the Interior 310 of 1997: passports of 1997–2010.
  table('ё=e й=y ю=yu я=ya'),
  table('ё=e й=y ю=yu я=ya', { endings: SHORT_ENDINGS }),
  table('ё=ye й=y ю=yu я=ya', { initial: YE }),
  // BGN/PCGN 1947, without its apostrophes and with or without its points over ё.
  table('ё=e й=y ю=yu я=ya', { initial: YE }),
  table('ё=e й=y ю=yu я=ya', { initial: YE, endings: SHORT_ENDINGS }),
  table('ё=yo й=y ю=yu я=ya', { initial: YO }),
  table('ё=yo й=y ю=yu я=ya', { initial: YO, endings: SHORT_ENDINGS }),
  table('ё=yo й=y ю=yu я=ya'),
  table('ё=yo й=y ю=yu я=ya', { endings: ENDINGS_WITH_I }),
  // GOST 7.79-2000: system A is ISO 9:1995, whose diacritics registers drop; system B writes digraphs.
  table('ё=e ж=z й=j х=h ц=c ч=c ш=s щ=s ю=u я=a'),
  table('ё=yo й=j х=x ц=cz щ=shh ю=yu я=ya'),
  table('ё=yo й=j х=x ц=c щ=shh ю=yu я=ya'),
  // ISO/R 9:1968 ("scholarly"), with digraphs for the hissing letters or with dropped diacritics.
  table('ё=e й=j х=ch ц=c ч=c ш=s щ=sc ж=z ю=ju я=ja'),
  table('ё=e й=j х=kh ц=c ю=ju я=ja'),
  // ALA-LC 2012.
  table('ё=e й=i ю=iu я=ia'),
  // Cabinet of Ministers of Ukraine 55 of 2010.
  table('г=h ґ=g и=y й=i ё=o є=ie ї=i ю=iu я=ia', { initial: letters('й=y є=ye ї=yi ю=yu я=ya') }),
];

const VOWELS = 'аеёиоуыэюяіїєәөүұ';

/** The word in Latin letters by one table; lower case, only letters. Letters no table knows stay as they are. */
export function transliterate(word: string, { letters: own, initial, endings }: Table): string {
  const ending = Object.keys(endings ?? {}).find((one) => word.endsWith(one) && word.length > one.length + 1);
  const stem = ending === undefined ? word : word.slice(0, -ending.length);
  let latin = '';
  for (const [place, letter] of [...stem].entries()) {
    const before = stem.charAt(place - 1);
    const isInitial = place === 0 || VOWELS.includes(before) || before === 'ъ' || before === 'ь';
    latin += (isInitial ? initial?.[letter] : undefined) ?? own[letter] ?? letter;
  }
  return latin + (ending === undefined ? '' : (endings?.[ending] ?? ''));
}
