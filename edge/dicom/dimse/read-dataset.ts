import type { DataSet, Element } from 'dicom-parser';
import { vrOf } from '../../../domain/dicom/dictionary.ts';
import { scanDataSet } from '../../../domain/dicom/reading/scan.ts';
import { charsetOf, rememberText } from '../../../domain/dicom/reading/text-origin.ts';
import { writingOf } from '../../../domain/dicom/syntax.ts';
import type { Dataset, DatasetValue } from '../services.ts';
import { keywordOf } from './keywords.ts';

const TEXT = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
const PLAIN = new Set(['AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'TM', 'UI', 'UR']);
/** One value, in which a backslash is a letter (PS3.5 §6.2). */
const SINGLE = new Set(['LT', 'ST', 'UR', 'UT']);
type Read = (dataSet: DataSet, tag: string, index: number) => number | undefined;
const NUMBERS: Readonly<Record<string, readonly [width: number, read: Read]>> = {
  US: [2, (dataSet, tag, index) => dataSet.uint16(tag, index)],
  SS: [2, (dataSet, tag, index) => dataSet.int16(tag, index)],
  UL: [4, (dataSet, tag, index) => dataSet.uint32(tag, index)],
  SL: [4, (dataSet, tag, index) => dataSet.int32(tag, index)],
  FL: [4, (dataSet, tag, index) => dataSet.float(tag, index)],
  FD: [8, (dataSet, tag, index) => dataSet.double(tag, index)],
};

/**
 * A data set of a message as a plain object (see `Dataset`).
 * @param charset what reads text that declares Latin-1 or nothing, where the caller is known to write another set
 * @throws OkaError `dicom-structure`, `dicom-truncated`
 */
export function readDataset(bytes: Uint8Array, transferSyntax: string, charset?: string): Dataset {
  const seen: DataSet[] = [];
  const dataSet = scanDataSet(bytes, writingOf(transferSyntax), (one) => seen.push(one));
  rememberText(dataSet, seen, charset);
  return plainOf(dataSet);
}

function plainOf(dataSet: DataSet): Dataset {
  const out: Record<string, DatasetValue> = {};
  for (const [name, element] of Object.entries(dataSet.elements)) {
    const tag = name.slice(1);
    if (!tag.endsWith('0000')) out[keywordOf(tag)] = valueIn(dataSet, element, tag);
  }
  return out;
}

function valueIn(dataSet: DataSet, element: Element, tag: string): DatasetValue {
  const vr = element.vr === undefined || element.vr === 'UN' ? (vrOf(tag) ?? 'UN') : element.vr;
  if (element.items !== undefined || vr === 'SQ')
    return (element.items ?? []).flatMap(({ dataSet: item }) => (item ? [plainOf(item)] : []));
  if (element.length === 0) return '';
  const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  if (TEXT.has(vr) || PLAIN.has(vr)) return textOf(dataSet, bytes, vr);
  const [width, read] = NUMBERS[vr] ?? [0, () => undefined];
  if (width > 0)
    return one(
      Array.from({ length: Math.floor(bytes.length / width) }, (_, at) => read(dataSet, element.tag, at) ?? 0),
    );
  if (vr === 'AT') {
    const half = (at: number): string => (dataSet.uint16(element.tag, at) ?? 0).toString(16).padStart(4, '0');
    return one(Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => `${half(2 * at)}${half(2 * at + 1)}`));
  }
  return Uint8Array.from(bytes);
}

const latin = new TextDecoder('latin1');
const withMarks = new TextDecoder('utf-8');

/** Bytes that are of no set become U+FFFD: seen as what they are, and equal to no name. */
function textOf(dataSet: DataSet, bytes: Uint8Array, vr: string): DatasetValue {
  const isPlain = !TEXT.has(vr) || bytes.every((byte) => byte < 0x80 && byte !== 0x1b);
  const text = (
    isPlain ? latin.decode(bytes) : (charsetOf(dataSet).decode(bytes) ?? withMarks.decode(bytes))
  ).replaceAll('\0', '');
  return SINGLE.has(vr) ? text.trimEnd() : one(text.split('\\').map((value) => value.trim()));
}

const one = <T extends string | number>(values: readonly T[]): T | readonly T[] | '' =>
  values.length === 1 ? (values[0] as T) : values.length === 0 ? '' : values;
