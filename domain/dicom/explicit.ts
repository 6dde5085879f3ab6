import { vrOf } from './dictionary.ts';
import { isLong, type Writing } from './syntax.ts';

/** An element of the top level as Explicit VR Little Endian; its bytes are all of it, header and value. */
export type ExplicitElement = { readonly tag: string; readonly bytes: readonly Uint8Array[] };

/** Bytes of one value of the VRs that depend on the order of bytes (PS3.5 §7.3). */
const WIDTH: Readonly<Record<string, number>> = {
  ...{ AT: 2, OW: 2, SS: 2, US: 2, FL: 4, OF: 4, OL: 4, SL: 4, UL: 4, FD: 8, OD: 8, OV: 8, SV: 8, UV: 8 },
};
const UNDEFINED = 0xffffffff;
const ITEM = 'fffee000';
const ITEM_END = 'fffee00d';
const SEQUENCE_END = 'fffee0dd';
const PIXEL_DATA = '7fe00010';
/** Nesting beyond this is no medical image but an attack on the stack. */
const DEEPEST = 64;

/**
 * The elements of a data set without file meta information, in Explicit VR Little Endian (PS3.5 §A.2). Values stay bit for
 * bit what they were: implicit VRs are looked up (unknown ones become UN, §6.2.2), big endian words are turned, sequences
 * get undefined lengths. Pixel data, its offset tables and group lengths are left out: they say how the object was written.
 * @param signed (0028,0103) is 1, which decides between US and SS
 * @throws RangeError where the bytes are no such data set
 */
export function explicitElements(bytes: Uint8Array, writing: Writing, signed: boolean): ExplicitElement[] {
  const reader: Reader = {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    ...writing,
    signed,
  };
  const elements: ExplicitElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = headerAt(reader, at);
    const end = endOf(reader, header, 0);
    if (!isOfTheWriting(header.tag)) elements.push({ tag: header.tag, bytes: rewritten(reader, header, at, end) });
    at = end;
  }
  return elements;
}

/**
 * Where an element of the top level begins and where its value does; undefined when it is not there. Only what stands
 * before it need be: so it is found in the beginning of an object too.
 * @throws RangeError where the bytes end before it
 */
export function placeOf(
  bytes: Uint8Array,
  writing: Writing,
  tag: string,
): { readonly start: number; readonly value: number } | undefined {
  const reader: Reader = {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    ...writing,
    signed: false,
  };
  for (let at = 0; at < bytes.length; ) {
    const header = headerAt(reader, at);
    if (header.tag === tag) return { start: at, value: header.value };
    if (header.tag > tag) return undefined;
    at = endOf(reader, header, 0);
  }
  throw new RangeError(`no (${tag})`);
}

const isOfTheWriting = (tag: string): boolean =>
  tag.endsWith('0000') || tag === PIXEL_DATA || /^7fe0000[123]$/.test(tag);

type Reader = Writing & { readonly bytes: Uint8Array; readonly view: DataView; readonly signed: boolean };
type Header = { readonly tag: string; readonly vr: string; readonly value: number; readonly length: number };

const hex = (number: number): string => number.toString(16).padStart(4, '0');

function headerAt({ view, explicit, little, bytes, signed }: Reader, at: number): Header {
  const tag = hex(view.getUint16(at, little)) + hex(view.getUint16(at + 2, little));
  if (!explicit || tag.startsWith('fffe'))
    return { tag, vr: vrOf(tag, signed) ?? 'UN', value: at + 8, length: view.getUint32(at + 4, little) };
  const vr = String.fromCharCode(bytes[at + 4] as number, bytes[at + 5] as number);
  if (!/^[A-Z]{2}$/.test(vr)) throw new RangeError(`no VR at ${at}`);
  return isLong(vr)
    ? { tag, vr, value: at + 12, length: view.getUint32(at + 8, little) }
    : { tag, vr, value: at + 8, length: view.getUint16(at + 6, little) };
}

function endOf(reader: Reader, header: Header, depth: number): number {
  const { value, length } = header;
  const end = length === UNDEFINED ? endOfItems(inside(reader, header), header, depth) : value + length;
  if (end > reader.bytes.length) throw new RangeError(`(${header.tag}) ends after the data set`);
  return end;
}

/** A UN of undefined length holds items in Implicit VR Little Endian, whatever stands around it (PS3.5 §6.2.2). */
const inside = (reader: Reader, { vr }: Header): Reader =>
  vr === 'UN' && reader.explicit ? { ...reader, explicit: false, little: true } : reader;

function endOfItems(reader: Reader, { tag, value }: Header, depth: number): number {
  if (depth > DEEPEST) throw new RangeError('nesting');
  for (let at = value; ; ) {
    const item = headerAt(reader, at);
    if (item.tag === SEQUENCE_END) return item.value;
    if (item.tag !== ITEM) throw new RangeError(`no item in (${tag})`);
    at = item.length === UNDEFINED ? endOfItem(reader, item.value, depth) : item.value + item.length;
  }
}

function endOfItem(reader: Reader, from: number, depth: number): number {
  for (let at = from; ; ) {
    const header = headerAt(reader, at);
    if (header.tag === ITEM_END) return header.value;
    at = endOf(reader, header, depth + 1);
  }
}

/** Explicit little endian is taken as it stands; everything else is written anew. */
function rewritten(reader: Reader, header: Header, from: number, end: number): Uint8Array[] {
  const { bytes, explicit, little } = reader;
  if (explicit && little) return [bytes.subarray(from, end)];
  const { tag, value, length } = header;
  if (header.vr === 'SQ' || length === UNDEFINED)
    return [explicitHeader(tag, 'SQ', UNDEFINED), ...items(reader, header, end)];
  const vr = !isLong(header.vr) && length > 0xffff ? 'UN' : header.vr;
  return [explicitHeader(tag, vr, length), littleEndian(bytes.subarray(value, end), vr, little)];
}

function items(outer: Reader, header: Header, end: number): Uint8Array[] {
  const reader = inside(outer, header);
  const parts: Uint8Array[] = [];
  for (let at = header.value; at < end; ) {
    const item = headerAt(reader, at);
    if (item.tag === SEQUENCE_END) break;
    if (item.tag !== ITEM) throw new RangeError(`no item in (${header.tag})`);
    const close = item.length === UNDEFINED ? endOfItem(reader, item.value, 0) : item.value + item.length;
    parts.push(delimiter(ITEM, UNDEFINED));
    for (let inner = item.value; inner < close; ) {
      const element = headerAt(reader, inner);
      if (element.tag === ITEM_END) break;
      const next = endOf(reader, element, 0);
      if (!element.tag.endsWith('0000')) parts.push(...rewritten(reader, element, inner, next));
      inner = next;
    }
    parts.push(delimiter(ITEM_END, 0));
    at = close;
  }
  return [...parts, delimiter(SEQUENCE_END, 0)];
}

function littleEndian(value: Uint8Array, vr: string, little: boolean): Uint8Array {
  const width = little ? 1 : (WIDTH[vr] ?? 1);
  if (width === 1) return value;
  const out = Uint8Array.from(value);
  for (let at = 0; at + width <= out.length; at += width) out.subarray(at, at + width).reverse();
  return out;
}

/** Tag, VR and length of an element in Explicit VR Little Endian. */
export function explicitHeader(tag: string, vr: string, length: number): Uint8Array {
  const long = isLong(vr);
  const bytes = new Uint8Array(long ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Number.parseInt(tag.slice(0, 4), 16), true);
  view.setUint16(2, Number.parseInt(tag.slice(4), 16), true);
  bytes.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
  if (long) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return bytes;
}

/** Tag and length of an item or of a delimiter (PS3.5 §7.5). */
export function delimiter(tag: string, length: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Number.parseInt(tag.slice(0, 4), 16), true);
  view.setUint16(2, Number.parseInt(tag.slice(4), 16), true);
  view.setUint32(4, length, true);
  return bytes;
}
