import type { Language } from '../../domain/rules/cards.ts';

/** The first of Russian and English that `Accept-Language` names (RFC 9110 §12.5.4, weights aside), else Russian. */
export function languageOf(headers: Readonly<Record<string, string>>): Language {
  const wanted = (headers['accept-language'] ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim().slice(0, 2));
  return wanted.find((one) => one === 'ru' || one === 'en') === 'en' ? 'en' : 'ru';
}
