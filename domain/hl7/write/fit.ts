import { encodeText } from './encode.ts';

/** Signs that single-byte sets lack → the usual way to write them on a plain keyboard. */
const PLAIN: Readonly<Record<string, string>> = {
  '«': '"',
  '»': '"',
  '„': '"',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '-',
  '−': '-',
  '‑': '-',
  '…': '...',
  '№': 'N',
  '•': '*',
  '·': '*',
  '×': 'x',
  '±': '+/-',
  '≤': '<=',
  '≥': '>=',
  '≈': '~',
  '°': ' deg ',
  µ: 'u',
  μ: 'u',
  '²': '2',
  '³': '3',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
};

/** What stands for a letter that nobody can write in the set: seen as a gap, never as another letter. */
const GAP = '?';

/**
 * Text as it can be written in a character set: letters the set lacks become a plain spelling, else their letter without
 * its marks, else a visible gap. Text that fits comes back as it is.
 */
export function fitText(text: string, charset: string): string {
  const whole = text.toWellFormed();
  if (encodeText(whole, charset) !== undefined) return whole;
  return [...whole.normalize('NFC')].map((sign) => fitSign(sign, charset)).join('');
}

function fitSign(sign: string, charset: string): string {
  const bare = sign.normalize('NFD').replace(/\p{M}/gu, '');
  const choices = [sign, PLAIN[sign], bare === '' ? undefined : bare];
  return choices.find((choice) => choice !== undefined && encodeText(choice, charset) !== undefined) ?? GAP;
}
