import type { DataSet } from 'dicom-parser';
import { type Charset, chosenCharset } from './charset.ts';

/** What reading text needs to know of an object beside a value: the object itself and what is registered for its clinic. */
type TextOrigin = { readonly root: DataSet; readonly registered: string | undefined; charset?: Charset };

const origins = new WeakMap<DataSet, TextOrigin>();

/** Notes of all data sets of an object, those of items too, whose they are: items read text as their object does (PS3.3 §C.12.1.1.2). */
export function rememberText(root: DataSet, all: readonly DataSet[], registered: string | undefined): void {
  const origin: TextOrigin = { root, registered };
  for (const dataSet of all) origins.set(dataSet, origin);
}

/** Text elements of the header, the same in every transfer syntax, so that one image is read alike in all of them. */
const TEXTS = (
  'x00080080 x00080081 x00080090 x00081010 x00081030 x0008103e x00081040 x00081048 x00081050 x00081060 x00081070 ' +
  'x00081080 x00081090 x00100010 x00101000 x00101001 x00101005 x00101040 x00101060 x00102000 x00102154 x00102160 ' +
  'x00102180 x001021b0 x00104000 x00180015 x00181030 x00181400 x00204000 x00321032 x00321033 x00321060 x00324000 ' +
  'x00380010 x00380300 x00380500 x00400007 x00400254 x00400280 x40084000'
).split(' ');

const latin = new TextDecoder('latin1');

/** The values of (0008,0005) of one data set: empty ones are empty strings. */
function termsOf(dataSet: DataSet): string[] {
  const element = dataSet.elements.x00080005;
  if (element === undefined || element.length === 0 || element.items !== undefined) return [];
  return latin
    .decode(dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + Math.min(element.length, 256)))
    .split('\\')
    .map((term) => term.replaceAll('\0', '').trim());
}

/** The character set of a data set: its item's own where it has one, else that of its object. */
export function charsetOf(dataSet: DataSet): Charset {
  const origin = origins.get(dataSet) ?? { root: dataSet, registered: undefined };
  if (dataSet !== origin.root && dataSet.elements.x00080005 !== undefined)
    return chosenCharset(termsOf(dataSet), textsOf(dataSet), origin.registered);
  origin.charset ??= chosenCharset(termsOf(origin.root), textsOf(origin.root), origin.registered);
  return origin.charset;
}

/** Bytes of a text that speaks for a character set: as much as a short length can state. */
const LONGEST_WEIGHED = 65_535;

function textsOf(dataSet: DataSet): Uint8Array[] {
  return TEXTS.flatMap((tag) => {
    const element = dataSet.elements[tag];
    if (element === undefined || element.items !== undefined || element.length === 0) return [];
    if (element.length > LONGEST_WEIGHED) return [];
    return [dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length)];
  });
}
