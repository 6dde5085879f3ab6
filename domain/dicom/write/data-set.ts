import { OkaError } from '../../../schemas/errors.ts';
import { DICTIONARY, type Keyword, type Vr, type VrOf } from './dictionary.ts';
import { even, type ValueOf, valueBytes } from './value.ts';

/** Compressed pixels as one or more fragments of one frame each (PS3.5 §A.4): written with undefined length, as it must be. */
export type Encapsulated = { readonly fragments: readonly Uint8Array[] };

/** A data set to write, keyed by keyword. `undefined` leaves an attribute out; an empty text or list is written empty. */
export type Elements = {
  readonly [K in Keyword]?: K extends 'PixelData'
    ? Uint8Array | Encapsulated | undefined
    : (VrOf<K> extends 'SQ' ? readonly Elements[] : ValueOf<VrOf<K>>) | undefined;
};

/** VRs with two reserved bytes and a length of 32 bits (PS3.5 §7.1.2). */
const LONG: ReadonlySet<string> = new Set(['OB', 'OW', 'SQ', 'UC', 'UN', 'UR', 'UT']);
const ITEM = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0);
const SEQUENCE_DELIMITER = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);
const UNDEFINED_LENGTH = 0xffffffff;

/**
 * The elements in Explicit VR Little Endian (PS3.5 §7.1.2, §A.2), in the order of their tags; sequences and items have
 * defined lengths. Equal elements give equal bytes.
 * @returns parts to be joined, so that pixels are not copied once for every level
 * @throws OkaError `dicom-value` naming the attribute
 */
export function encodeElements(elements: Elements): readonly Uint8Array[] {
  return Object.entries(elements)
    .filter(([, value]) => value !== undefined)
    .map(([keyword, value]) => ({ keyword, value, row: DICTIONARY[keyword as Keyword] }))
    .sort((a, b) => (a.row[0] < b.row[0] ? -1 : 1))
    .flatMap(({ keyword, value, row: [tag, vr] }) => encodeElement(keyword, tag, vr, value));
}

/** One element of any tag; `encodeElements` is for those of the dictionary. */
export function encodeElement(name: string, tag: string, vr: Vr, value: unknown): readonly Uint8Array[] {
  if (isEncapsulated(value)) return [header(name, tag, 'OB', UNDEFINED_LENGTH), ...encapsulated(value)];
  const parts = vr === 'SQ' ? (value as readonly Elements[]).flatMap(itemOf) : [valueBytes(name, vr, value)];
  return [header(name, tag, vr, lengthOf(parts)), ...parts];
}

const isEncapsulated = (value: unknown): value is Encapsulated =>
  typeof value === 'object' && value !== null && 'fragments' in value;

/** An empty Basic Offset Table first; the fragments of a photo are one frame, so there is nothing to find in it. */
const encapsulated = ({ fragments }: Encapsulated): Uint8Array[] => [
  ...[new Uint8Array(), ...fragments].flatMap((fragment) => item([even(fragment, 0)])),
  SEQUENCE_DELIMITER,
];

const itemOf = (elements: Elements): Uint8Array[] => item(encodeElements(elements));
const item = (parts: readonly Uint8Array[]): Uint8Array[] => [ITEM, uint32(lengthOf(parts)), ...parts];

function header(name: string, tag: string, vr: string, length: number): Uint8Array {
  const bytes = new Uint8Array(LONG.has(vr) ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Number.parseInt(tag.slice(0, 4), 16), true);
  view.setUint16(2, Number.parseInt(tag.slice(4), 16), true);
  bytes.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
  if (LONG.has(vr)) view.setUint32(8, length, true);
  else if (length <= 0xfffe) view.setUint16(6, length, true);
  else throw new OkaError('dicom-value', `${name} ${vr}`);
  return bytes;
}

function uint32(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value, true);
  return new Uint8Array(view.buffer);
}

export const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
