import dicomParser, { type ByteArrayParser, type DataSet, type Element } from 'dicom-parser';
import { OkaError } from '../../../schemas/errors.ts';
import { isLong, knownVr, type Writing } from '../syntax.ts';
import { readFragments } from './encapsulated.ts';

type Elements = Record<string, Element>;
// The package has this class and its types do not say so.
const {
  DataSet: ParsedDataSet,
  littleEndianByteArrayParser,
  bigEndianByteArrayParser,
} = dicomParser as unknown as {
  DataSet: new (parser: ByteArrayParser, bytes: Uint8Array, elements: Elements) => DataSet;
  littleEndianByteArrayParser: ByteArrayParser;
  bigEndianByteArrayParser: ByteArrayParser;
};

/** Reports of real devices nest about a dozen sequences; beyond this a file is made to break its reader. */
export const MAX_DEPTH = 48;
/** Elements, items and fragments of one object: a film of 2,000 frames with all its functional groups has half as many. */
const MAX_PARTS = 500_000;

const UNDEFINED = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const PIXEL_DATA = 0x7fe00010;
/** UN of undefined length is a sequence, always in implicit little endian (PS3.5 §6.2.2). */
const IMPLICIT: Writing = { explicit: false, little: true };

/**
 * Reads the structure of a data set (PS3.5 §7) without copying a value, into the form of dicom-parser, whose own parser
 * follows nesting to the end of the stack, takes values that begin like an item for sequences, and does not look whether
 * lengths lie within the bytes. Depth and number of parts are bounded; each byte is looked at once per level.
 * @param onDataSet told of every data set: the object's own and those of items
 * @throws OkaError `dicom-truncated` (the bytes end before a stated length), `dicom-structure` (all else)
 */
export function scanDataSet(bytes: Uint8Array, writing: Writing, onDataSet: (dataSet: DataSet) => void): DataSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Map<number, string>();
  let parts = 0;
  /** Set when a bound is passed: such an object is refused even where a value might have been no sequence. */
  let exhausted: OkaError | undefined;

  const refuse = (detail: string): OkaError => {
    exhausted = new OkaError('dicom-structure', detail);
    return exhausted;
  };
  const count = (): void => {
    parts += 1;
    if (parts > MAX_PARTS) throw refuse('more than half a million elements');
  };
  const nameOf = (tag: number): string => {
    const known = names.get(tag);
    if (known !== undefined) return known;
    const name = `x${tag.toString(16).padStart(8, '0')}`;
    names.set(tag, name);
    return name;
  };
  const tagAt = (at: number, little: boolean): number =>
    view.getUint16(at, little) * 65_536 + view.getUint16(at + 2, little);
  const dataSetOf = (elements: Elements, little: boolean): DataSet => {
    const parser = little ? littleEndianByteArrayParser : bigEndianByteArrayParser;
    const dataSet = new ParsedDataSet(parser, bytes, elements);
    onDataSet(dataSet);
    return dataSet;
  };

  /** The elements from `at` to `to`, or to the item's end mark; says where they ended. */
  function elementsIn(at: number, to: number, form: Writing, depth: number, untilMark: boolean) {
    if (depth > MAX_DEPTH) throw refuse('nesting');
    const elements: Elements = {};
    let from = at;
    while (from < to) {
      if (to - from < 8) {
        if (isPadding(bytes, from, to)) break;
        throw depth === 0 ? truncated('end of the data set') : broken('end of an item');
      }
      const tag = tagAt(from, form.little);
      if (tag === ITEM_END && untilMark) return { elements, end: from + 8 };
      if (tag >>> 16 === 0xfffe) {
        // Marks where lengths are defined say nothing; some writers leave them in.
        if ((tag !== ITEM_END && tag !== SEQUENCE_END) || view.getUint32(from + 4, form.little) !== 0)
          throw broken('item outside a sequence');
        from += 8;
        continue;
      }
      if (tag === 0 && depth === 0 && isPadding(bytes, from, to)) break;
      const { element, end } = elementAt(from, to, tag, form, depth);
      // A tag stands once (PS3.5 §7.1); as in dcmtk the first holds where a writer repeats it.
      elements[element.tag] ??= element;
      from = end;
    }
    if (untilMark) throw to === bytes.length ? truncated('item without an end') : broken('item without an end');
    return { elements, end: from };
  }

  function elementAt(at: number, to: number, tag: number, form: Writing, depth: number): Read {
    count();
    const { vr, length, value } = headAt(at, to, form);
    const name = nameOf(tag);
    const element: Element = { tag: name, length, dataOffset: value };
    if (vr !== undefined) element.vr = vr === UNSPELLED ? 'UN' : vr;
    if (length === UNDEFINED) return openEnded(element, tag, to, form, depth);
    const end = value + length;
    if (end > to) {
      throw end > bytes.length ? truncated(tagName(name)) : broken(tagName(name));
    }
    if (vr === 'SQ') element.items = itemsIn(value, end, form, depth, false).items;
    else if (vr === undefined && length >= 8 && tag !== PIXEL_DATA && tagAt(value, form.little) === ITEM) {
      const items = perhapsItems(value, end, form, depth);
      if (items !== undefined) element.items = items;
    }
    return { element, end };
  }

  function headAt(at: number, to: number, form: Writing): { vr?: string; length: number; value: number } {
    if (!form.explicit) return { length: view.getUint32(at + 4, form.little), value: at + 8 };
    const vr = knownVr(bytes, at + 4) ?? unknownVr(bytes, at + 4);
    if (!isLong(vr)) return { vr, length: view.getUint16(at + 6, form.little), value: at + 8 };
    if (at + 12 > to) throw to === bytes.length ? truncated('end of the data set') : broken('end of an item');
    return { vr, length: view.getUint32(at + 8, form.little), value: at + 12 };
  }

  /** An element of undefined length: a sequence, or the fragments of coded pixels. */
  function openEnded(element: Element, tag: number, to: number, form: Writing, depth: number): Read {
    const { vr, dataOffset } = element;
    if (vr === 'OB' || vr === 'OW' || tag === PIXEL_DATA) {
      const { end, ...fragments } = readFragments(view, dataOffset, to, count);
      return { element: { ...element, ...fragments, length: end - dataOffset, hadUndefinedLength: true }, end };
    }
    if (vr !== undefined && vr !== 'SQ' && vr !== 'UN') throw broken(tagName(element.tag));
    const { items, end } = itemsIn(dataOffset, to, vr === 'UN' ? IMPLICIT : form, depth, true);
    return { element: { ...element, items, length: end - dataOffset, hadUndefinedLength: true }, end };
  }

  /** Without VRs a value that begins like an item is a sequence if it is one to its end, and bytes otherwise. */
  function perhapsItems(from: number, to: number, form: Writing, depth: number): Element[] | undefined {
    try {
      return itemsIn(from, to, form, depth, false).items;
    } catch (cause) {
      if (cause === exhausted || !(cause instanceof OkaError)) throw cause;
      return undefined;
    }
  }

  function itemsIn(at: number, to: number, form: Writing, depth: number, untilMark: boolean) {
    const items: Element[] = [];
    let from = at;
    while (from < to) {
      if (to - from < 8) throw to === bytes.length ? truncated('end of a sequence') : broken('end of a sequence');
      const tag = tagAt(from, form.little);
      const length = view.getUint32(from + 4, form.little);
      const value = from + 8;
      if (tag === SEQUENCE_END) {
        if (untilMark) return { items, end: value };
        from = value;
        continue;
      }
      if (tag !== ITEM) throw broken('sequence without items');
      count();
      const open = length === UNDEFINED;
      if (!open && value + length > to) throw value + length > bytes.length ? truncated('item') : broken('item');
      const { elements, end } = elementsIn(value, open ? to : value + length, form, depth + 1, open);
      items.push({
        tag: 'xfffee000',
        length: end - value,
        dataOffset: value,
        dataSet: dataSetOf(elements, form.little),
        ...(open ? { hadUndefinedLength: true } : {}),
      });
      from = end;
    }
    if (untilMark) throw to === bytes.length ? truncated('sequence without an end') : broken('sequence without an end');
    return { items, end: from };
  }

  return dataSetOf(elementsIn(0, bytes.length, writing, 0, false).elements, writing.little);
}

type Read = { readonly element: Element; readonly end: number };

const truncated = (detail: string): OkaError => new OkaError('dicom-truncated', detail);
const broken = (detail: string): OkaError => new OkaError('dicom-structure', detail);

const UNSPELLED = '??';

/** Two capitals that spell no VR we know are one of a later edition, with 32 bits of length; anything else has 16, as in dcmtk. */
const unknownVr = (bytes: Uint8Array, at: number): string =>
  isCapital(bytes[at]) && isCapital(bytes[at + 1]) ? 'UN' : UNSPELLED;
const isCapital = (byte = 0): boolean => byte >= 0x41 && byte <= 0x5a;

/** Archives fill files up to their blocks with zeros. */
function isPadding(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0) return false;
  return true;
}

/** `x00280010` → `(0028,0010)`, as the standard writes it. */
export const tagName = (tag: string): string => `(${tag.slice(1, 5)},${tag.slice(5)})`;
