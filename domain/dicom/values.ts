import type { DataSet, Element } from 'dicom-parser';
import { charsetOf } from './reading/text-origin.ts';

const bytesOf = (dataSet: DataSet, element: Element): Uint8Array =>
  dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);

const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
const trimmed = (text: string): string | undefined => text.replace(/\0/g, '').trim() || undefined;

/** No list of strings that anybody reads is longer; one of millions of empty values would fill the memory. */
const LONGEST_STRINGS = 65_536;

/** Values of an element of a plain string VR (CS, UI, DA, TM, IS, DS, SH without text); empty ones are empty strings. */
export function stringsOf(dataSet: DataSet, tag: string): string[] {
  const element = dataSet.elements[tag];
  if (element === undefined || element.length === 0 || element.items !== undefined) return [];
  return latin(bytesOf(dataSet, element).subarray(0, LONGEST_STRINGS))
    .split('\\')
    .map((value) => trimmed(value) ?? '');
}

/** The first value of a plain string element, trimmed; undefined when it is missing or empty. */
export const stringOf = (dataSet: DataSet, tag: string): string | undefined => stringsOf(dataSet, tag)[0] || undefined;

/** Bytes of the longest text that is read: a section of a report, not a book. */
const LONGEST_TEXT = 1024 * 1024;

/** A text element (LO, PN, SH, UT) in the object's character set; undefined when missing, empty, unreadable or longer than any. */
export function textOf(dataSet: DataSet, tag: string): string | undefined {
  const element = dataSet.elements[tag];
  if (element === undefined || element.length === 0 || element.items !== undefined) return undefined;
  if (element.length > LONGEST_TEXT) return undefined;
  const bytes = bytesOf(dataSet, element);
  const text = isAscii(bytes) ? latin(bytes) : charsetOf(dataSet).decode(bytes);
  return text === undefined ? undefined : trimmed(text);
}

/** Also without an escape, which may bring characters in ASCII bytes. */
const isAscii = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte > 0x7f || byte === 0x1b) return false;
  return true;
};

/** A US or UL value. */
export function numberOf(dataSet: DataSet, tag: string): number | undefined {
  const length = dataSet.elements[tag]?.length ?? 0;
  if (length >= 2 && length % 4 !== 0) return dataSet.uint16(tag);
  if (length < 4) return undefined;
  return dataSet.elements[tag]?.vr === 'UL' ? dataSet.uint32(tag) : dataSet.uint16(tag);
}

/** A number written as text (DS, IS); undefined when missing or no number. */
export function decimalOf(dataSet: DataSet, tag: string): number | undefined {
  const value = Number(stringOf(dataSet, tag) ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

/** The first item of a sequence. */
export const itemOf = (dataSet: DataSet, tag: string): DataSet | undefined =>
  dataSet.elements[tag]?.items?.[0]?.dataSet;
