import { OkaError } from '../../schemas/errors.ts';
import { plausibility } from './plausibility.ts';
import { lookUp } from './table.ts';

/** How the character set of a message was found; what is not registered or declared is a guess and named as one. */
export type CharsetSource = 'registered' | 'declared' | 'detected' | 'ascii';
export type Decoded = { readonly text: string; readonly charset: string; readonly source: CharsetSource };

/** HL7 table 0211 and what Russian systems write instead (it has no windows-1251) → labels of the WHATWG Encoding Standard. */
const LABELS: Readonly<Record<string, string>> = {
  'UNICODE UTF-8': 'utf-8',
  UNICODE: 'utf-8',
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  'ISO IR144': 'iso-8859-5',
  'ISO IR100': 'windows-1252',
  'ISO-8859-1': 'windows-1252',
  'ISO-8859-5': 'iso-8859-5',
  'WINDOWS-1251': 'windows-1251',
  'CP-1251': 'windows-1251',
  CP1251: 'windows-1251',
  WIN1251: 'windows-1251',
  '1251': 'windows-1251',
  'KOI8-R': 'koi8-r',
  CP866: 'ibm866',
  IBM866: 'ibm866',
  'GB 18030-2000': 'gb18030',
  'BIG-5': 'big5',
};

/** The decoder label for a value of MSH-18, or undefined where it names none (ASCII, ISO 2022 sets, unknown). */
export function charsetOfTable0211(declared: string): string | undefined {
  const name = declared.trim().toUpperCase();
  const part = /^8859\/(\d{1,2})$/.exec(name)?.[1];
  if (part === '1') return 'windows-1252';
  if (part !== undefined) return Number(part) <= 16 && part !== '9' && part !== '12' ? `iso-8859-${part}` : undefined;
  return lookUp(LABELS, name);
}

const isAscii = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte > 0x7f) return false;
  return true;
};

/** Decodes strictly; undefined where the bytes are not of this set. A byte order mark is taken away. */
function decodeStrictly(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Bytes of one message → text. The sender's registered set binds. Else MSH-18, if the bytes decode in it and look like
 * text; else strict UTF-8; else windows-1251, which Russian analysers send under the name ASCII or 8859/5.
 * UTF-8 goes before a declared single-byte set: several bytes that are valid UTF-8 are hardly ever anything else.
 * @throws OkaError `unreadable-text` when the registered set cannot be it
 */
export function decodeText(bytes: Uint8Array, declared: string | undefined, registered?: string): Decoded {
  if (registered !== undefined) {
    const text = decodeStrictly(bytes, registered);
    if (text === undefined) throw new OkaError('unreadable-text', `not ${registered}`);
    return { text, charset: registered, source: 'registered' };
  }
  if (isAscii(bytes)) return { text: new TextDecoder('windows-1252').decode(bytes), charset: 'ascii', source: 'ascii' };

  const label = declared === undefined ? undefined : charsetOfTable0211(declared);
  const utf8 = decodeStrictly(bytes, 'utf-8');
  if (utf8 !== undefined) return { text: utf8, charset: 'utf-8', source: label === 'utf-8' ? 'declared' : 'detected' };

  const cyrillic = new TextDecoder('windows-1251').decode(bytes);
  const asDeclared = label === undefined || label === 'utf-8' ? undefined : decodeStrictly(bytes, label);
  if (label !== undefined && asDeclared !== undefined && plausibility(asDeclared) >= plausibility(cyrillic))
    return { text: asDeclared, charset: label, source: 'declared' };
  return { text: cyrillic, charset: 'windows-1251', source: 'detected' };
}
