import { type ExplicitElement, explicitHeader } from './explicit.ts';
import type { FileMeta } from './reading/meta.ts';
import { IMPLEMENTATION } from './write/write.ts';

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
  { values }: Pick<FileMeta, 'values'>,
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
