import type { DataSet, Element } from 'dicom-parser';
import { vrOf } from './dictionary.ts';
import type { DicomObject } from './object.ts';
import { charsetOf } from './reading/text-origin.ts';
import { SYNTAX } from './syntax.ts';
import { numberOf } from './values.ts';

/** One attribute in the DICOM JSON Model (PS3.18 §F.2.2). */
export type JsonAttribute = {
  vr: string;
  Value?: JsonValue[];
  InlineBinary?: string;
  BulkDataURI?: string;
};
export type JsonName = { Alphabetic?: string; Ideographic?: string; Phonetic?: string };
export type JsonValue = string | number | null | JsonName | DicomJson;
/** A data set: tag as eight hexadecimal digits in capitals → attribute. */
export type DicomJson = { [tag: string]: JsonAttribute };

/** Binary values above this length are named, not carried (PS3.18 §F.2.6). */
const INLINE_BYTES = 4096;
/** The longest value of text or numbers that is carried; what a short length can state. */
const INLINE_VALUE = 65_535;
/** Bytes of values that one object's JSON carries: a program that fills a header with words must not fill the memory. */
const INLINE_IN_ALL = 8 * 1024 * 1024;
/** Text and numbers that may be bulk data (PS3.18 §F.2.2); of others nothing so long is a value. */
const MAY_BE_BULK = new Set('DS FD FL IS LT SL SS ST SV UC UL US UT UV'.split(' '));
/** Nesting that no real object reaches; deeper items are left out rather than filling the stack. */
const MAX_DEPTH = 32;

const TEXT = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
/** One value, in which a backslash is a character like others (PS3.5 §6.2). */
const SINGLE = new Set(['LT', 'ST', 'UR', 'UT']);
const STRINGS = new Set(['AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'TM', 'UI', 'UR', ...TEXT]);
const BINARY: Readonly<Record<string, number>> = { OB: 1, UN: 1, OW: 2, OF: 4, OL: 4, OD: 8, OV: 8 };
type Read = (dataSet: DataSet, tag: string, index: number) => number | bigint | undefined;
const NUMBERS: Readonly<Record<string, readonly [width: number, read: Read]>> = {
  US: [2, (dataSet, tag, index) => dataSet.uint16(tag, index)],
  SS: [2, (dataSet, tag, index) => dataSet.int16(tag, index)],
  UL: [4, (dataSet, tag, index) => dataSet.uint32(tag, index)],
  SL: [4, (dataSet, tag, index) => dataSet.int32(tag, index)],
  FL: [4, (dataSet, tag, index) => dataSet.float(tag, index)],
  FD: [8, (dataSet, tag, index) => dataSet.double(tag, index)],
  UV: [8, (dataSet, tag, index) => wide(dataSet, tag, index, false)],
  SV: [8, (dataSet, tag, index) => wide(dataSet, tag, index, true)],
};

type Place = {
  readonly signed: boolean;
  readonly bigEndian: boolean;
  /** Where this data set lies in the object: `00081115.0.`; empty at the top. */
  readonly path: string;
  readonly depth: number;
  /** Bytes that may still be carried, for all data sets of the object. */
  readonly left: { bytes: number };
};

/**
 * A data set in the DICOM JSON Model (PS3.18 Annex F), without pixel data, group 2 and group lengths. Text becomes Unicode
 * and (0008,0005) says so; text that its character set does not fit has no value. Large binary values, long texts and
 * lists of numbers carry `BulkDataURI: bulkdata/<path>`, relative to the instance; `bulkElement` finds them again.
 */
export function dicomJson({ dataSet, transferSyntax }: DicomObject): DicomJson {
  const bigEndian = transferSyntax === SYNTAX.explicitBig;
  const signed = numberOf(dataSet, 'x00280103') === 1;
  return jsonOf(dataSet, { signed, bigEndian, path: '', depth: 0, left: { bytes: INLINE_IN_ALL } });
}

function jsonOf(dataSet: DataSet, place: Place): DicomJson {
  const json: DicomJson = {};
  for (const tag of Object.keys(dataSet.elements).sort()) {
    const element = dataSet.elements[tag];
    if (element === undefined || isLeftOut(tag)) continue;
    json[tag.slice(1).toUpperCase()] = attributeOf(dataSet, element, place);
  }
  if (json['00080005'] !== undefined) json['00080005'] = { vr: 'CS', Value: ['ISO_IR 192'] };
  return json;
}

const isLeftOut = (tag: string): boolean =>
  tag.startsWith('x0002') ||
  tag.endsWith('0000') ||
  /^x7fe0(0001|0002|0008|0009|0010)$/.test(tag) ||
  tag === 'xfffcfffc';

function attributeOf(dataSet: DataSet, element: Element, place: Place): JsonAttribute {
  const vr = vrIn(element, place.signed);
  if (vr === 'SQ') {
    const items = place.depth < MAX_DEPTH ? (element.items ?? []) : [];
    const Value = items.map(({ dataSet: item }, index) =>
      item === undefined
        ? {}
        : jsonOf(item, { ...place, path: `${place.path}${hex(element)}.${index}.`, depth: place.depth + 1 }),
    );
    return Value.length === 0 ? { vr } : { vr, Value };
  }
  if (element.length === 0) return { vr };
  const isValue = STRINGS.has(vr) || NUMBERS[vr] !== undefined || vr === 'AT';
  if (element.length > Math.min(isValue ? INLINE_VALUE : INLINE_BYTES, place.left.bytes))
    return isValue && !MAY_BE_BULK.has(vr) ? { vr } : { vr, BulkDataURI: `bulkdata/${place.path}${hex(element)}` };
  place.left.bytes -= element.length;
  if (STRINGS.has(vr)) return textAttribute(dataSet, element, vr);
  const numbers = NUMBERS[vr];
  if (numbers !== undefined) return numberAttribute(dataSet, element, vr, numbers);
  if (vr === 'AT') return tagAttribute(dataSet, element);
  return { vr, InlineBinary: base64(littleEndian(dataSet, element, place)) };
}

const hex = ({ tag }: Element): string => tag.slice(1).toUpperCase();

/** As stated; from PS3.6 where the syntax states none, and for what a relay wrote as UN (PS3.5 §6.2.2). */
function vrIn(element: Element, signed: boolean): string {
  if (element.items !== undefined) return 'SQ';
  const stated = element.vr === 'UN' ? undefined : element.vr;
  const known = stated ?? vrOf(element.tag.slice(1), signed) ?? 'UN';
  return known === 'SQ' && element.length > 0 ? 'UN' : known;
}

const bytesOf = (dataSet: DataSet, { dataOffset, length }: Element): Uint8Array =>
  dataSet.byteArray.subarray(dataOffset, dataOffset + length);

const latin = new TextDecoder('latin1');
const ESCAPE = 0x1b;
const isPlain = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 0x80 && byte !== ESCAPE);

function textAttribute(dataSet: DataSet, element: Element, vr: string): JsonAttribute {
  const bytes = bytesOf(dataSet, element);
  const text = !TEXT.has(vr) || isPlain(bytes) ? latin.decode(bytes) : charsetOf(dataSet).decode(bytes);
  if (text === undefined) return { vr };
  const values = SINGLE.has(vr) ? [text] : text.split('\\');
  const Value = values.map((value) => readValue(value.replaceAll('\0', ''), vr));
  return Value.every((value) => value === null) ? { vr } : { vr, Value };
}

function readValue(raw: string, vr: string): JsonValue {
  const value = SINGLE.has(vr) ? raw.trimEnd() : raw.trim();
  if (value === '') return null;
  if (vr === 'PN') return nameOf(value);
  if (vr !== 'DS' && vr !== 'IS') return value;
  const number = Number(value);
  return Number.isFinite(number) && Number.isSafeInteger(Math.trunc(number)) ? number : value;
}

/** The three groups of a person name (PS3.5 §6.2.1.1). */
function nameOf(value: string): JsonName | null {
  const [Alphabetic, Ideographic, Phonetic] = value.split('=').map((group) => group.trim());
  const name = {
    ...(Alphabetic && { Alphabetic }),
    ...(Ideographic && { Ideographic }),
    ...(Phonetic && { Phonetic }),
  };
  return Object.keys(name).length === 0 ? null : name;
}

function numberAttribute(
  dataSet: DataSet,
  { tag, length }: Element,
  vr: string,
  [width, read]: readonly [number, Read],
): JsonAttribute {
  const Value = Array.from({ length: Math.floor(length / width) }, (_, index): JsonValue => {
    const value = read(dataSet, tag, index);
    if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    // JSON knows no infinity and no NaN.
    return value !== undefined && Number.isFinite(value) ? value : null;
  });
  return Value.length === 0 ? { vr } : { vr, Value };
}

function wide(dataSet: DataSet, tag: string, index: number, signed: boolean): bigint | undefined {
  const [low, high] = [dataSet.uint32(tag, index * 2), dataSet.uint32(tag, index * 2 + 1)];
  if (low === undefined || high === undefined) return undefined;
  const value = (BigInt(high) << 32n) | BigInt(low);
  return signed ? BigInt.asIntN(64, value) : value;
}

function tagAttribute(dataSet: DataSet, { tag, length }: Element): JsonAttribute {
  const part = (index: number): string => (dataSet.uint16(tag, index) ?? 0).toString(16).padStart(4, '0');
  const Value = Array.from({ length: Math.floor(length / 4) }, (_, k) =>
    `${part(2 * k)}${part(2 * k + 1)}`.toUpperCase(),
  );
  return { vr: 'AT', Value };
}

/** Binary values are little endian in JSON and as bulk data (PS3.18 §F.2.5). */
function littleEndian(dataSet: DataSet, element: Element, { bigEndian, signed }: Pick<Place, 'bigEndian' | 'signed'>) {
  const bytes = bytesOf(dataSet, element);
  const vr = vrIn(element, signed);
  const word = BINARY[vr] ?? NUMBERS[vr]?.[0] ?? 1;
  if (!bigEndian || word === 1) return bytes;
  const swapped = Uint8Array.from(bytes);
  for (let at = 0; at + word <= swapped.length; at += word) swapped.subarray(at, at + word).reverse();
  return swapped;
}

/**
 * The binary value that a `BulkDataURI` of `dicomJson` names: `00420011`, or through items `54000100.0.54001010`.
 * @returns undefined where the object has no such value
 */
export const bulkElement = ({ dataSet, transferSyntax }: DicomObject, path: string): Uint8Array | undefined =>
  bulkIn(dataSet, path, transferSyntax === SYNTAX.explicitBig);

function bulkIn(dataSet: DataSet, path: string, bigEndian: boolean): Uint8Array | undefined {
  const [tag, index, ...rest] = path.split('.');
  const element = dataSet.elements[`x${tag?.toLowerCase()}`];
  if (element === undefined || isLeftOut(element.tag)) return undefined;
  if (index === undefined)
    return element.items ? undefined : littleEndian(dataSet, element, { bigEndian, signed: false });
  const item = element.items?.[Number(index)]?.dataSet;
  return item === undefined || rest.length === 0 ? undefined : bulkIn(item, rest.join('.'), bigEndian);
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 1024) text += String.fromCharCode(...bytes.subarray(at, at + 1024));
  return btoa(text);
}
