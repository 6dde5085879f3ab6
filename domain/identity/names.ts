import { TABLES, transliterate } from './transliterations.ts';

/** Latin letters that a keyboard left on the wrong layout puts among Cyrillic ones, where they look the same. */
const LOOK_ALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aаcсeеoоpрxхyуkкmмtтbвhн'.matchAll(/../gu)].map(([pair]) => [pair.charAt(0), pair.charAt(1)]),
);

/**
 * Letters of other Cyrillic alphabets as Russian registers write them. Tatar and Bashkir names have no one Russian form, so
 * each letter has the forms that are in use; it is equality with one of them, no likeness.
 */
const RUSSIAN_FORMS: Readonly<Record<string, readonly string[]>> = {
  і: ['и'],
  ї: ['и'],
  є: ['е'],
  ґ: ['г'],
  ў: ['у'],
  ә: ['а', 'я', 'е', 'э'],
  ө: ['у', 'о', 'ю', 'е'],
  ү: ['у', 'ю'],
  ұ: ['у'],
  җ: ['ж', 'дж'],
  ң: ['н', 'нг'],
  һ: ['х', 'г'],
  ғ: ['г'],
  қ: ['к'],
};
/** A name of more such letters than this is only equal to itself. */
const MOST_FORMS = 256;

type Form = { readonly script: 'cyrillic' | 'latin' | 'other'; readonly text: string };

/**
 * One name as it is compared: lower case, ё as е, only letters and digits (no spaces, hyphens, apostrophes, points,
 * diacritics of Latin letters). A double surname is one word however it is joined; a digit tells namesakes and twins apart.
 */
function formOf(name: string): Form {
  const letters = [...name.normalize('NFC').toLowerCase()]
    .filter((letter) => /[\p{L}\p{M}\p{N}]/u.test(letter))
    .join('');
  const cyrillic = /\p{Script=Cyrillic}/u.test(letters);
  const latin = /\p{Script=Latin}/u.test(letters);
  if (cyrillic) {
    const whole = latin ? [...letters].map((letter) => LOOK_ALIKES[letter] ?? letter).join('') : letters;
    return { script: /\p{Script=Latin}/u.test(whole) ? 'other' : 'cyrillic', text: whole };
  }
  if (!latin) return { script: 'other', text: letters };
  return { script: 'latin', text: letters.normalize('NFD').replaceAll(/\p{M}/gu, '') };
}

const withoutYo = (text: string): string => text.replaceAll('ё', 'е');

/** The spellings of a Cyrillic name in Russian letters alone; itself when it has no others, or too many of them. */
function russianForms(text: string): ReadonlySet<string> {
  let forms = [''];
  for (const letter of withoutYo(text)) {
    const written = RUSSIAN_FORMS[letter] ?? [letter];
    forms = forms.flatMap((form) => written.map((one) => form + one));
    if (forms.length > MOST_FORMS) return new Set([withoutYo(text)]);
  }
  return new Set([withoutYo(text), ...forms]);
}

/** Latin spellings of a Cyrillic name by every standard, and of the form with е for ё. */
const latinForms = (text: string): ReadonlySet<string> =>
  new Set([text, withoutYo(text)].flatMap((one) => TABLES.map((table) => transliterate(one, table))));

/** Two Cyrillic spellings meet in a Russian form; but two names of other alphabets only when they are written alike. */
function cyrillicEqual(a: string, b: string): boolean {
  const [one, other] = [withoutYo(a), withoutYo(b)];
  return one === other || russianForms(a).has(other) || russianForms(b).has(one);
}

/**
 * Are two spellings one name? Equal after case, ё, spaces, hyphens and apostrophes; or one is a standard transliteration
 * of the other. Never by likeness: `Иванов` and `Ивонов` are two names, and two Latin spellings of one Cyrillic name too.
 */
export function sameName(a: string, b: string): boolean {
  const [one, other] = [formOf(a), formOf(b)];
  if (![one, other].every(({ text }) => /\p{L}/u.test(text))) return false;
  if (one.text === other.text) return true;
  if (one.script === 'cyrillic' && other.script === 'cyrillic') return cyrillicEqual(one.text, other.text);
  if (one.script === 'cyrillic' && other.script === 'latin') return latinForms(one.text).has(other.text);
  if (one.script === 'latin' && other.script === 'cyrillic') return latinForms(other.text).has(one.text);
  return false;
}

/** As `sameName`, and an initial is taken for each name that begins with it, in either script. */
export function sameGivenName(a: string, b: string): boolean {
  if (sameName(a, b)) return true;
  const [one, other] = [formOf(a), formOf(b)];
  const [initial, whole] = one.text.length === 1 ? [one, other] : [other, one];
  if (!/^\p{L}$/u.test(initial.text) || whole.text === '') return false;
  if (initial.script === whole.script) return withoutYo(whole.text).startsWith(withoutYo(initial.text));
  if (initial.script === 'latin') return [...latinForms(whole.text)].some((form) => form.startsWith(initial.text));
  return [...latinForms(initial.text)].some((form) => form !== '' && whole.text.startsWith(form));
}

/** What stands in place of a given name until a child has one, or where nobody knows it; in Russian letters and Latin ones. */
const NO_GIVEN_NAME =
  /^(новорожд|ребен|младенец|девочк|мальчик|близнец|двойн|неизвест|novorozhd|reb[yi]?[eo]nok|mladenets|devochk|malchik|newborn|infant|baby|twin|unknown)|^(дочь|дочка|сын|дитя|плод|неизв|нет|неназван|неназвана|doch|syn|boy|girl|unnamed|noname)$/;

/** Is this word no name but what the child is called without one? Two who are both called so may be twins. */
export const isNoGivenName = (given: string): boolean =>
  NO_GIVEN_NAME.test(withoutYo(formOf(given).text).replaceAll(/\p{N}/gu, ''));
