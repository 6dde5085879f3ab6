import { OkaError } from '../../../schemas/errors.ts';
import type { Vr } from './dictionary.ts';

/** A text taken over from another object's header exactly as it stands there, whether or not it keeps to its VR. */
export type AsSent = { readonly asSent: string };

type Text = string | AsSent;
/** Values of a VR: one or several (PS3.5 §6.4); an empty text or list is the zero length of type 2. */
export type ValueOf<V extends Vr> = V extends 'SQ'
  ? never
  : V extends 'OB' | 'OW' | 'UN'
    ? Uint8Array
    : V extends 'US' | 'UL' | 'SS' | 'SL' | 'FL' | 'FD'
      ? number | readonly number[]
      : V extends 'IS' | 'DS'
        ? number | Text | readonly (number | string)[]
        : Text | readonly string[];

/** Free text: letters, and of the controls only tab, line feed, form feed and return. */
const TEXT = /^(?:[^\p{Cc}]|[\t\n\f\r])*$/u;
/** What a plain text of each VR may look like (PS3.5 table 6.2-1); lengths are in characters, as there. */
const FORMS: Partial<Record<Vr, RegExp>> = {
  AE: /^(?! +$)[ -[\]-~]{1,16}$/,
  AS: /^\d{3}[DWMY]$/,
  CS: /^[A-Z0-9 _]{1,16}$/,
  DA: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/,
  DS: /^(?=.{1,16}$)[+-]?(\d+(\.\d*)?|\.\d+)(E[+-]?\d+)?$/i,
  DT: /^\d{4}((0[1-9]|1[0-2])((0[1-9]|[12]\d|3[01])([01]\d|2[0-3])?([0-5]\d)?([0-5]\d|60)?(\.\d{1,6})?)?)?([+-][01]\d[0-5]\d)?$/,
  IS: /^(?=.{1,12}$)[+-]?\d+$/,
  LO: /^[^\\\p{Cc}]{1,64}$/u,
  LT: TEXT,
  PN: /^[^\\\p{Cc}=]{0,64}(=[^\\\p{Cc}=]{0,64}){0,2}$/u,
  SH: /^[^\\\p{Cc}]{1,16}$/u,
  ST: TEXT,
  TM: /^([01]\d|2[0-3])([0-5]\d([0-5]\d|60)?(\.\d{1,6})?)?$/,
  UC: /^[^\\\p{Cc}]+$/u,
  UI: /^(?=.{1,64}$)(0|[1-9]\d*)(\.(0|[1-9]\d*))*$/,
  UR: /^[!-[\]-~]+$/,
  UT: TEXT,
  AT: /^[0-9a-f]{8}$/,
};
const LONGEST: Partial<Record<Vr, number>> = { LT: 10_240, ST: 1024 };
/** These hold one value, in which a backslash is a letter. */
const SINGLE: ReadonlySet<Vr> = new Set(['LT', 'ST', 'UT', 'UR']);

type Numeric = { readonly bytes: number; readonly least: number; readonly most: number; readonly set: Setter };
type Setter = 'setUint16' | 'setInt16' | 'setUint32' | 'setInt32' | 'setFloat32' | 'setFloat64';
const NUMBERS: Partial<Record<Vr, Numeric>> = {
  US: { bytes: 2, least: 0, most: 0xffff, set: 'setUint16' },
  SS: { bytes: 2, least: -0x8000, most: 0x7fff, set: 'setInt16' },
  UL: { bytes: 4, least: 0, most: 0xffffffff, set: 'setUint32' },
  SL: { bytes: 4, least: -0x80000000, most: 0x7fffffff, set: 'setInt32' },
  FL: { bytes: 4, least: -3.4028234663852886e38, most: 3.4028234663852886e38, set: 'setFloat32' },
  FD: { bytes: 8, least: -Number.MAX_VALUE, most: Number.MAX_VALUE, set: 'setFloat64' },
};

/**
 * The bytes of a value field, UTF-8, padded to an even length (PS3.5 §6.2, §7.1.1): text with a space, UIDs and bytes with
 * a null. Nothing is cut or corrected.
 * @param name keyword for the error; the value itself is not quoted, for it may be a patient's
 * @throws OkaError `dicom-value` for a value that its VR does not allow
 */
export function valueBytes(name: string, vr: Vr, value: unknown): Uint8Array {
  const refuse = (): never => {
    throw new OkaError('dicom-value', `${name} ${vr}`);
  };
  if (value instanceof Uint8Array) return vr === 'OB' || vr === 'OW' || vr === 'UN' ? even(value, 0) : refuse();
  if (isAsSent(value)) return even(encoder.encode(value.asSent), vr === 'UI' ? 0 : SPACE);
  const values: readonly unknown[] = Array.isArray(value) ? value : value === '' ? [] : [value];
  const numeric = NUMBERS[vr];
  if (numeric !== undefined) return numberBytes(values, numeric, refuse);
  if (SINGLE.has(vr) && values.length > 1) refuse();
  const texts = values.map((one) =>
    typeof one === 'number' && (vr === 'DS' || vr === 'IS') ? numberText(one, vr) : one,
  );
  if (vr === 'AT') return tagBytes(texts, refuse);
  const isRight = (one: unknown): one is string =>
    typeof one === 'string' && FORMS[vr]?.test(one) === true && [...one].length <= (LONGEST[vr] ?? Infinity);
  if (!texts.every(isRight)) return refuse();
  if (vr === 'IS' && texts.some((one) => Number(one) < -(2 ** 31) || Number(one) >= 2 ** 31)) refuse();
  return even(encoder.encode(texts.join('\\')), vr === 'UI' ? 0 : SPACE);
}

const encoder = new TextEncoder();
const SPACE = 0x20;

const isAsSent = (value: unknown): value is AsSent =>
  typeof value === 'object' && value !== null && typeof (value as Partial<AsSent>).asSent === 'string';

/** A decimal string has at most 16 characters (PS3.5 §6.2); a number is written with as many digits as fit. */
function numberText(value: number, vr: Vr): string {
  if (vr !== 'DS') return String(value);
  const exact = String(value);
  if (exact.length <= 16) return exact;
  for (let digits = 16; digits > 0; digits -= 1) {
    const text = String(Number(value.toPrecision(digits)));
    if (text.length <= 16) return text;
  }
  return exact;
}

function numberBytes(values: readonly unknown[], { bytes, least, most, set }: Numeric, refuse: () => never) {
  const view = new DataView(new ArrayBuffer(values.length * bytes));
  for (const [index, value] of values.entries()) {
    if (typeof value !== 'number' || !(value >= least && value <= most)) return refuse();
    if (!set.includes('Float') && !Number.isInteger(value)) return refuse();
    view[set](index * bytes, value, true);
  }
  return new Uint8Array(view.buffer);
}

/** Group and element, each little endian. */
function tagBytes(tags: readonly unknown[], refuse: () => never): Uint8Array {
  const view = new DataView(new ArrayBuffer(tags.length * 4));
  for (const [index, tag] of tags.entries()) {
    if (typeof tag !== 'string' || !FORMS.AT?.test(tag)) return refuse();
    view.setUint16(index * 4, Number.parseInt(tag.slice(0, 4), 16), true);
    view.setUint16(index * 4 + 2, Number.parseInt(tag.slice(4), 16), true);
  }
  return new Uint8Array(view.buffer);
}

/** @returns the same bytes where their number is even */
export function even(bytes: Uint8Array, filler: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const padded = new Uint8Array(bytes.length + 1).fill(filler);
  padded.set(bytes);
  return padded;
}
