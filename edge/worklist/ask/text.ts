import { TABLES, transliterate } from '../../../domain/identity/transliterations.ts';
import type { WorklistText } from '../../../schemas/edge/worklist.ts';

/** ICAO Doc 9303 part 3 §6, table C: as Russian passports are written now. */
const [PASSPORT] = TABLES;
const SIGNS: Readonly<Record<string, string>> = {
  '«': '"',
  '»': '"',
  '“': '"',
  '”': '"',
  '„': '"',
  '’': "'",
  '–': '-',
  '—': '-',
  '…': '...',
  '№': 'No.',
  '\u00a0': ' ',
};

/** ISO 8859-5 has the letters of Russian, Belarusian, Ukrainian (but ґ) and Serbian, №, § and ASCII. */
const IN_8859_5 = /[\x20-\x7e\u0401-\u040c\u040e-\u044f\u0451-\u045c\u045e\u045f\u2116\u00a7]/u;

/** A text as a modality can show it: nothing is left out without a sign, and no sign is one that it cannot show. */
export function shown(text: string, form: WorklistText): string {
  const plain = text.normalize('NFC').replace(/[\p{Cc}\\]+/gu, ' ');
  if (form === 'ISO_IR 192') return plain;
  if (form === 'latin') return latin(plain);
  return [...plain].map((sign) => (IN_8859_5.test(sign) ? sign : latin(sign))).join('');
}

/** Words in Latin letters, each in its own case: `Щукин-Юрьев` → `Shchukin-Iurev`. */
function latin(text: string): string {
  const words = text.replace(/\p{Script=Cyrillic}+/gu, (word) => {
    if (PASSPORT === undefined) return word;
    const written = transliterate(word.toLowerCase(), PASSPORT);
    const isUpper = word.length > 1 && word === word.toUpperCase();
    if (isUpper) return written.toUpperCase();
    const first = word.charAt(0);
    return first === first.toLowerCase() ? written : written.charAt(0).toUpperCase() + written.slice(1);
  });
  const ascii = [...words].map((sign) => SIGNS[sign] ?? sign).join('');
  return ascii
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]/gu, '?');
}

/** A person's name of DICOM. In Latin letters the patronymic is left out, as passports do: `Ivanov^Ivan`. */
export function nameShown(parts: readonly (string | undefined)[], form: WorklistText): string {
  const wanted = form === 'latin' ? parts.slice(0, 2) : parts;
  const clean = wanted.map((part) =>
    shown(part ?? '', form)
      .replaceAll(/[\^=]/g, ' ')
      .trim(),
  );
  // A component group has at most 64 characters (PS3.5 §6.2.1.1).
  return clean.join('^').replace(/\^+$/, '').slice(0, 64);
}
