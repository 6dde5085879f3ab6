import { type ExplicitElement, explicitHeader } from './explicit.ts';
import { isLong } from './syntax.ts';
import { IMPLEMENTATION } from './write/write.ts';

/** File meta information (PS3.10 §7.1) as it was written, and where the data set begins. */
type FileMeta = {
  /** Tag → value; without the group length. */
  readonly values: ReadonlyMap<string, Uint8Array>;
  readonly end: number;
};

/** Preamble and group 0002, always Explicit VR Little Endian; either may be missing. @throws RangeError past the end */
export function fileMetaOf(bytes: Uint8Array): FileMeta {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasPreamble = bytes.length >= 132 && view.getUint32(128) === 0x4449434d; // DICM
  const values = new Map<string, Uint8Array>();
  let at = hasPreamble ? 132 : 0;
  while (at + 8 <= bytes.length && view.getUint16(at, true) === 0x0002) {
    const long = isLong(String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5)));
    const value = at + (long ? 12 : 8);
    const length = long ? view.getUint32(at + 8, true) : view.getUint16(at + 6, true);
    const element = view.getUint16(at + 2, true);
    if (value + length > bytes.length) throw new RangeError('group 0002');
    if (element !== 0)
      values.set(`0002${element.toString(16).padStart(4, '0')}`, bytes.subarray(value, value + length));
    at = value + length;
  }
  return { values, end: at };
}

const text = (value: string, padding: string): Uint8Array =>
  new TextEncoder().encode(value.length % 2 === 0 ? value : value + padding);

const VR_OF: Readonly<Record<string, string>> = { '00020001': 'OB', '00020013': 'SH', '00020102': 'OB' };
const APPLICATION_ENTITIES = /^0002001[678]$/;
const vrOf = (tag: string): string => VR_OF[tag] ?? (APPLICATION_ENTITIES.test(tag) ? 'AE' : 'UI');

/**
 * Preamble and meta header of an object that Oka writes anew from another: what the other said of itself is kept, but for
 * the transfer syntax and the implementation, which is ours now.
 */
export function rewrittenMeta(
  { values }: FileMeta,
  { transferSyntax, sopClassUid, sopInstanceUid }: Record<'transferSyntax' | 'sopClassUid' | 'sopInstanceUid', string>,
): Uint8Array[] {
  const said = new Map<string, Uint8Array>([
    ['00020001', Uint8Array.of(0, 1)],
    ['00020002', text(sopClassUid, '\0')],
    ['00020003', text(sopInstanceUid, '\0')],
    ...values,
    ['00020010', text(transferSyntax, '\0')],
    ['00020012', text(IMPLEMENTATION.uid, '\0')],
    ['00020013', text(IMPLEMENTATION.version, ' ')],
  ]);
  const elements = [...said]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, value]): ExplicitElement => ({ tag, bytes: [explicitHeader(tag, vrOf(tag), value.length), value] }))
    .flatMap(({ bytes }) => bytes);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(
    0,
    elements.reduce((sum, one) => sum + one.length, 0),
    true,
  );
  const preamble = new Uint8Array(132);
  preamble.set([0x44, 0x49, 0x43, 0x4d], 128); // DICM
  return [preamble, explicitHeader('00020000', 'UL', 4), length, ...elements];
}
