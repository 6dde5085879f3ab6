import { readMeta, syntaxOf } from '../../domain/dicom/reading/meta.ts';
import { isLong, knownVr, SYNTAX, type Writing, writingOf } from '../../domain/dicom/syntax.ts';

/** Bytes `[position, position + length)`; fewer only at the end. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** What walking over the top level of an object has shown. */
export type Walk = {
  /** The object ends before a stated length: it is still being written, or was cut off. */
  readonly cut: boolean;
  /** How many of the first bytes are whole elements; the header lies in them. */
  readonly headBytes: number;
  readonly transferSyntax: string;
};

const UNDEFINED = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const PIXEL_DATA = 0x7fe00010;
const DEEPEST = 48;
/** What Oka reads of a header lies in these bytes; beyond them elements are only counted off. */
export const HEAD_BYTES = 1024 * 1024;
const META_BYTES = 64 * 1024;
const WINDOW_BYTES = 64 * 1024;
/** The bytes of a deflated data set that are inflated for its header. */
export const DEFLATED_HEAD_BYTES = 64 * 1024;

/** Where the bytes are no data set as we read it: whether it is whole cannot be told. */
class Lost extends Error {}
class Cut extends Error {}

/**
 * Walks over an object from element to element without reading their values (PS3.5 §7.1, §A.4): is all of it there? Where
 * that cannot be told (deflated, or written as we do not read it) it counts as whole; the region looks into it.
 * @throws OkaError `not-dicom`, `dicom-truncated` (group 0002)
 */
export async function walkObject(readAt: ReadAt, size: number): Promise<Walk> {
  const beginning = await readAt(0, Math.min(META_BYTES, size));
  const meta = readMeta(beginning);
  const transferSyntax = syntaxOf(beginning.subarray(meta.end), meta.transferSyntax);
  if (transferSyntax === SYNTAX.deflated)
    return { cut: size <= meta.end, headBytes: Math.min(size, meta.end + DEFLATED_HEAD_BYTES), transferSyntax };
  const walker = makeWalker(windowed(readAt), size, writingOf(transferSyntax));
  let headBytes = meta.end;
  try {
    for (let at = meta.end; at < size; ) {
      const { tag, end } = await walker.element(at, 0);
      // Archives fill files up to their blocks with zeros.
      if (tag === 0) break;
      if (tag < PIXEL_DATA && end <= HEAD_BYTES) headBytes = end;
      at = end;
    }
    return { cut: headBytes === meta.end && size > meta.end, headBytes, transferSyntax };
  } catch (cause) {
    if (cause instanceof Cut) return { cut: true, headBytes, transferSyntax };
    if (cause instanceof Lost) return { cut: false, headBytes, transferSyntax };
    throw cause;
  }
}

function makeWalker(read: ReadAt, size: number, { explicit, little }: Writing) {
  async function headAt(at: number, inside: Writing) {
    if (at + 8 > size) throw new Cut();
    const bytes = await read(at, Math.min(12, size - at));
    // Of an object that streams by only the beginning is at hand.
    if (bytes.length < 8) throw new Lost();
    const number = (from: number): number => (inside.little ? bytes.readUInt16LE(from) : bytes.readUInt16BE(from));
    const long = (from: number): number => (inside.little ? bytes.readUInt32LE(from) : bytes.readUInt32BE(from));
    const tag = number(0) * 65_536 + number(2);
    if (!inside.explicit || tag >>> 16 === 0xfffe) return { tag, vr: undefined, length: long(4), value: at + 8 };
    const vr = knownVr(bytes, 4);
    if (vr === undefined) {
      if (tag === 0) return { tag, vr, length: 0, value: at + 8 };
      throw new Lost();
    }
    if (!isLong(vr)) return { tag, vr, length: number(6), value: at + 8 };
    if (bytes.length < 12) throw new Cut();
    return { tag, vr, length: long(8), value: at + 12 };
  }

  async function element(at: number, depth: number, inside: Writing = { explicit, little }) {
    const { tag, vr, length, value } = await headAt(at, inside);
    if (length !== UNDEFINED) {
      if (value + length > size) throw new Cut();
      return { tag, end: value + length };
    }
    if (depth > DEEPEST) throw new Lost();
    // UN of undefined length is a sequence in implicit little endian (PS3.5 §6.2.2).
    const within = vr === 'UN' ? { explicit: false, little: true } : inside;
    return { tag, end: await endOfItems(value, depth, within) };
  }

  /** Items of a sequence, or the fragments of coded pixels, up to the mark of their end. */
  async function endOfItems(from: number, depth: number, inside: Writing): Promise<number> {
    for (let at = from; ; ) {
      const { tag, length, value } = await headAt(at, { ...inside, explicit: false });
      if (tag === SEQUENCE_END) return value;
      if (tag !== ITEM) throw new Lost();
      at = length === UNDEFINED ? await endOfItem(value, depth, inside) : value + length;
      if (at > size) throw new Cut();
    }
  }

  async function endOfItem(from: number, depth: number, inside: Writing): Promise<number> {
    for (let at = from; ; ) {
      const { tag, value } = await headAt(at, inside);
      if (tag === ITEM_END) return value;
      at = (await element(at, depth + 1, inside)).end;
    }
  }

  return { element };
}

/** Headers lie close together: one read brings many of them. */
function windowed(readAt: ReadAt): ReadAt {
  let start = 0;
  let bytes: Buffer = Buffer.alloc(0);
  return async (position, length) => {
    if (position < start || position + length > start + bytes.length) {
      start = position;
      bytes = await readAt(position, Math.max(length, WINDOW_BYTES));
    }
    return bytes.subarray(position - start, position - start + length);
  };
}
