/** Words in both languages of the desk; Russian first, as its readers speak it. */
export type Bilingual = { readonly ru: string; readonly en: string };
export type Language = 'ru' | 'en';

/** Values that stand in a sentence: `{minutes}`. */
export type Values = Readonly<Record<string, string | number>>;

/** Fills `{name}` in a sentence; a name without a value stays as it is, so that a fault is seen. */
export const filled = (text: string, values: Values = {}): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

/** A sentence in one language, with its values. */
export const inLanguage = (words: Bilingual, language: Language, values?: Values): string =>
  filled(words[language], values);

/** Forms of a counted word: Russian needs one (1, 21), few (2–4) and many (0, 5–20); English one and many. */
export type Counted = {
  readonly ru: { readonly one: string; readonly few: string; readonly many: string };
  readonly en: { readonly one: string; readonly many: string };
};

const RULES = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };

/** `{n}` in the chosen form becomes the number: `counted({ru: {one: '{n} минута', …}}, 5, 'ru')` → `5 минут`. */
export function counted(words: Counted, n: number, language: Language): string {
  const form = RULES[language].select(n);
  const forms: Readonly<Record<string, string>> = words[language];
  return filled(forms[form] ?? forms.many ?? '', { n });
}

/** What the browser remembers, else what it asks for, else Russian. */
export function chosenLanguage(remembered: string | null, preferred: readonly string[]): Language {
  if (remembered === 'ru' || remembered === 'en') return remembered;
  const first = preferred.map((one) => one.slice(0, 2).toLowerCase()).find((one) => one === 'ru' || one === 'en');
  return first === 'en' ? 'en' : 'ru';
}
