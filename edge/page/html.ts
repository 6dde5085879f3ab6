import type { Bilingual } from '../../schemas/result.ts';

export type Language = 'ru' | 'en';

/** Text that may stand in HTML: made by `html`, or by `raw` from what is ours. */
export type Html = { readonly html: string };

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);

type Part = string | number | Html | undefined | readonly Part[];

const textOf = (part: Part): string => {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(textOf).join('');
};

/** A piece of a page. Whatever is put into it is escaped, unless it is such a piece itself. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.map((text, place) => `${text}${textOf(parts[place])}`).join(''),
});

export const nothing: Html = { html: '' };

/** Picks the reader's language. */
export const inLanguage =
  (language: Language) =>
  (words: Bilingual): string =>
    words[language];
