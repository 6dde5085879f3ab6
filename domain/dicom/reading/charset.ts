import { decodeText as decodeRecord } from '../../hl7/charset/charset.ts';
import { decodeStrictly } from '../../hl7/charset/evidence.ts';
import { decodeText, labelOf } from '../characters.ts';

/**
 * How the text of an object is read. `detected`: its bytes contradict (0008,0005), or it names nothing, and the bytes speak
 * for another set; `registered`: the clinic's image character set.
 */
export type Charset = {
  readonly name: string;
  readonly source: 'declared' | 'registered' | 'proven' | 'detected';
  /** Undefined where the bytes are not of this set: unreadable is said, not guessed. */
  readonly decode: (bytes: Uint8Array) => string | undefined;
};

/** Labels that are declared by devices that know nothing better, with the name by which the reader of records knows them. */
const BY_DEFAULT: Readonly<Record<string, string | undefined>> = {
  'windows-1252': 'ISO IR100',
  'utf-8': 'UTF-8',
  'iso-8859-5': '8859/5',
  'windows-1251': 'WINDOWS-1251',
};
const LATIN = 'windows-1252';
const ESCAPE = 0x1b;

/**
 * The character set of an object. (0008,0005) holds where it names code extensions or a set that nobody names by default.
 * Else the clinic's registered set reads what names nothing or Latin-1, and beyond that the bytes are weighed as those of
 * records are: devices in Russia write ISO_IR 100 over windows-1251, or nothing at all.
 * @param terms values of (0008,0005) @param texts values of text elements of the object
 */
export function chosenCharset(
  terms: readonly string[],
  texts: readonly Uint8Array[],
  registered: string | undefined,
): Charset {
  const named = terms.filter((term) => term !== '');
  const label = named.length === 0 ? undefined : labelOf(terms[0] || 'ISO_IR 6');
  const extended: Charset = {
    name: named.join('\\') || 'ascii',
    source: 'declared',
    decode: (bytes) => decodeText(bytes, terms),
  };
  const isPlain = terms.length <= 1 && !texts.some((bytes) => bytes.includes(ESCAPE));
  if (!isPlain || (label !== undefined && !(label in BY_DEFAULT))) return extended;
  if (registered !== undefined && (label === undefined || label === LATIN)) return plain(registered, 'registered');
  const bytes = joined(texts.filter((value) => value.some((byte) => byte > 0x7f)));
  if (bytes.length === 0) return extended;
  // ISO_IR 6 is ASCII: it says nothing of bytes beyond it.
  const declared = label !== undefined && named[0]?.toUpperCase() !== 'ISO_IR 6' ? BY_DEFAULT[label] : undefined;
  const { charset, source, margin = 0 } = decodeRecord(bytes, declared);
  // With nothing that speaks for a set the declared one stands, or the text is unreadable.
  if (source === 'declared' || (source === 'detected' && margin === 0)) return extended;
  return plain(charset, source === 'proven' ? 'proven' : 'detected');
}

const plain = (name: string, source: Charset['source']): Charset => ({
  name,
  source,
  decode: (bytes) => decodeStrictly(bytes, name),
});

function joined(values: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(values.reduce((sum, { length }) => sum + length + 1, 0)).fill(0x0a);
  let at = 0;
  for (const value of values) {
    out.set(value, at);
    at += value.length + 1;
  }
  return out;
}
