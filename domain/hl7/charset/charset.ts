import { OkaError } from '../../../schemas/errors.ts';
import { lookUp } from '../look-up.ts';
import { type Costs, decodeStrictly, isCandidate, looksLikeAnother, marginOf, verdictOf, weigh } from './evidence.ts';

/**
 * How the character set of a message was found. `detected` is a guess and named as one, also where it overrules MSH-18;
 * `proven`: bytes that are UTF-8 beyond doubt; `confirmed`: a guess that a human has confirmed or corrected.
 */
export type CharsetSource = 'registered' | 'confirmed' | 'declared' | 'proven' | 'detected' | 'ascii';

export type Decoded = {
  readonly text: string;
  readonly charset: string;
  readonly source: CharsetSource;
  /** Only where the choice depends on what is known of the sender: what the bytes speak for. */
  readonly costs?: Costs;
  /** Bits by which the bytes of this message alone speak for the set; for a guess only. */
  readonly margin?: number;
};

/** What is known of a sender beside the message: `sender` is the guess from all his messages. */
export type KnownCharset = { readonly charset: string; readonly by: 'registered' | 'confirmed' | 'sender' };

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
  'ISO8859-5': 'iso-8859-5',
  'WINDOWS-1251': 'windows-1251',
  WINDOWS1251: 'windows-1251',
  'CP-1251': 'windows-1251',
  CP1251: 'windows-1251',
  'WIN-1251': 'windows-1251',
  WIN1251: 'windows-1251',
  '1251': 'windows-1251',
  'KOI8-R': 'koi8-r',
  KOI8R: 'koi8-r',
  KOI8: 'koi8-r',
  'CP-866': 'ibm866',
  CP866: 'ibm866',
  IBM866: 'ibm866',
  'DOS-866': 'ibm866',
  '866': 'ibm866',
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

/**
 * What the repetitions of MSH-18 declare for the bytes beyond ASCII: the first is the default, further ones are sets that
 * escapes switch to (HL7 v2.5.1 ch. 2.15.9.18). Behind a default that is ASCII or absent the first of them names these bytes.
 */
export const declaredIn = (repetitions: readonly string[]): string | undefined =>
  repetitions.map((one) => one.trim()).find((one) => charsetOfTable0211(one) !== undefined) ?? repetitions[0];

/** Bits by which the bytes must speak for a declared single-byte set to settle it, whatever else the sender sends. */
const SETTLED_BITS = 12;
/** Bits by which UTF-8 must be likelier than anything else to be no guess: two Cyrillic letters are enough. */
const PROVEN_BITS = 20;
/** Bits by which the bytes of one message alone outweigh what is known of its sender. */
const CONTRADICTED_BITS = 40;

const isAscii = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte > 0x7f) return false;
  return true;
};

/**
 * Bytes of one message → text. The sender's registered set binds. Then comes what the bytes settle: a set declared in MSH-18
 * that they clearly look like, and UTF-8. Else the message is read as its sender is: as confirmed by a human, as guessed
 * from all his messages, or as guessed from this message alone; `costs` then says what it speaks for.
 * @param declared MSH-18 (`declaredIn`) @param knownOrRegistered what is known of the sender; a bare name is his registered set
 * @throws OkaError `unreadable-text` when the registered set cannot be it
 */
export function decodeText(
  bytes: Uint8Array,
  declared: string | undefined,
  knownOrRegistered?: KnownCharset | string,
): Decoded {
  const known: KnownCharset | undefined =
    typeof knownOrRegistered === 'string' ? { charset: knownOrRegistered, by: 'registered' } : knownOrRegistered;
  if (known?.by === 'registered') {
    const text = decodeStrictly(bytes, known.charset);
    if (text === undefined) throw new OkaError('unreadable-text', `not ${known.charset}`);
    return { text, charset: known.charset, source: 'registered' };
  }
  if (isAscii(bytes)) return { text: new TextDecoder('windows-1252').decode(bytes), charset: 'ascii', source: 'ascii' };

  const label = declared === undefined ? undefined : charsetOfTable0211(declared);
  if (label === undefined || label === 'utf-8') {
    const plain = plainUtf8(bytes);
    if (plain !== undefined)
      return { text: plain, charset: 'utf-8', source: label === undefined ? 'proven' : 'declared' };
  }
  const costs = weigh(bytes, label);
  return settledByBytes(bytes, label, costs) ?? asSenderIs(bytes, label, costs, known);
}

/** Four Cyrillic letters in a row. */
const RUSSIAN = /[а-яё]{4}/i;
/** All but ASCII, the letters of western Europe, Cyrillic as it is written today, dashes, quotes and №. */
const UNUSUAL = /[\u0080-\u009f\u0100-\u03ff\u0460-\u048f\u0492-\u200f\u2027-\u2115\u2117-\uffff]/;

/** The usual case, told without weighing: bytes that are UTF-8 through and through and hold a Russian word. */
function plainUtf8(bytes: Uint8Array): string | undefined {
  const text = decodeStrictly(bytes, 'utf-8');
  return text !== undefined && RUSSIAN.test(text) && !UNUSUAL.test(text) ? text : undefined;
}

function settledByBytes(bytes: Uint8Array, label: string | undefined, costs: Costs): Decoded | undefined {
  const own = verdictOf([costs]).charset;
  const isProven = own === 'utf-8' && marginOf(costs, own) >= PROVEN_BITS;
  if (label !== undefined && !isCandidate(label) && looksLikeAnother(costs)) return decoded(bytes, label, 'declared');
  if (label === own && (label === 'utf-8' || marginOf(costs, own) >= SETTLED_BITS))
    return decoded(bytes, label, 'declared');
  return isProven ? decoded(bytes, own, 'proven') : undefined;
}

/** A declaration that the bytes neither prove nor contradict is believed as long as the sender's other messages bear it out. */
function asSenderIs(bytes: Uint8Array, label: string | undefined, costs: Costs, known?: KnownCharset): Decoded {
  const own = verdictOf([costs]);
  const ofSender = known && marginOf(costs, known.charset) > -CONTRADICTED_BITS ? known : undefined;
  const charset = ofSender?.charset ?? own.charset;
  const source = ofSender?.by === 'confirmed' ? 'confirmed' : charset === label ? 'declared' : 'detected';
  return { ...decoded(bytes, charset, source), costs, margin: Math.max(0, marginOf(costs, charset)) };
}

/** Decodes what is known to be decodable: a candidate with a finite cost, and windows-1251, which knows every byte. */
const decoded = (bytes: Uint8Array, charset: string, source: CharsetSource): Decoded => ({
  text: new TextDecoder(charset).decode(bytes),
  charset,
  source,
});
