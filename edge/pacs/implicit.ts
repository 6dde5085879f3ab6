import { delimiter } from '../../domain/dicom/explicit.ts';
import { isLong, knownVr } from '../../domain/dicom/syntax.ts';
import { OkaError } from '../../schemas/errors.ts';

const UNDEFINED = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const DEEPEST = 64;

/**
 * A data set in Explicit VR Little Endian as Implicit VR Little Endian (PS3.5 §A.1), the one syntax that every DICOM
 * application takes. Values stay bit for bit; sequences get undefined lengths. Only for pixels that are not encapsulated.
 * @param bytes the data set without preamble and group 0002
 * @throws OkaError `dicom-structure`
 */
export function toImplicit(bytes: Buffer): Buffer {
  const parts: Uint8Array[] = [];
  elements(bytes, 0, bytes.length, parts, 0);
  return Buffer.concat(parts);
}

const broken = (): OkaError => new OkaError('dicom-structure', 'explicit little endian');

function headAt(bytes: Buffer, at: number) {
  if (at + 8 > bytes.length) throw broken();
  const tag = bytes.readUInt16LE(at) * 65_536 + bytes.readUInt16LE(at + 2);
  if (tag >>> 16 === 0xfffe) return { tag, vr: undefined, length: bytes.readUInt32LE(at + 4), value: at + 8 };
  const vr = knownVr(bytes, at + 4);
  if (vr === undefined || (isLong(vr) && at + 12 > bytes.length)) throw broken();
  return isLong(vr)
    ? { tag, vr, length: bytes.readUInt32LE(at + 8), value: at + 12 }
    : { tag, vr, length: bytes.readUInt16LE(at + 6), value: at + 8 };
}

/** Gives where the elements ended: at `to`, or behind the mark of their item's end. */
function elements(bytes: Buffer, from: number, to: number, parts: Uint8Array[], depth: number): number {
  if (depth > DEEPEST) throw broken();
  for (let at = from; at < to; ) {
    const { tag, vr, length, value } = headAt(bytes, at);
    if (tag === ITEM_END) return value;
    if (vr === 'SQ') {
      parts.push(implicitHead(bytes, at, UNDEFINED));
      at = items(bytes, value, length === UNDEFINED ? bytes.length : value + length, parts, depth);
      parts.push(delimiter('fffee0dd', 0));
      continue;
    }
    // Undefined lengths elsewhere are encapsulated pixels, or an unknown sequence: neither is among what Oka writes.
    if (vr === undefined || length === UNDEFINED || value + length > bytes.length) throw broken();
    parts.push(implicitHead(bytes, at, length), bytes.subarray(value, value + length));
    at = value + length;
  }
  return to;
}

function items(bytes: Buffer, from: number, to: number, parts: Uint8Array[], depth: number): number {
  for (let at = from; at < to; ) {
    const { tag, length, value } = headAt(bytes, at);
    if (tag === SEQUENCE_END) return value;
    if (tag !== ITEM) throw broken();
    parts.push(delimiter('fffee000', UNDEFINED));
    at = elements(bytes, value, length === UNDEFINED ? bytes.length : value + length, parts, depth + 1);
    parts.push(delimiter('fffee00d', 0));
  }
  return to;
}

function implicitHead(bytes: Buffer, at: number, length: number): Buffer {
  const head = Buffer.alloc(8);
  bytes.copy(head, 0, at, at + 4);
  head.writeUInt32LE(length, 4);
  return head;
}
