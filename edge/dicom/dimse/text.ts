import { labelOf } from '../../../domain/dicom/characters.ts';

const tables = new Map<string, ReadonlyMap<string, number>>();

/** A single-byte set turned round: sign → byte. */
function tableOf(label: string): ReadonlyMap<string, number> {
  const known = tables.get(label);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(label);
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  tables.set(label, table);
  return table;
}

const WIDE = /^(utf-|gb|euc-|shift|iso-2022|big5)/;

/** Text in a single-byte set or UTF-8; a sign that the set does not have becomes `?`, as modalities show it anyway. */
export function encodeText(text: string, label: string): Buffer {
  if (label === 'utf-8') return Buffer.from(text);
  const table = tableOf(label);
  return Buffer.from(Array.from(text.normalize('NFC'), (sign) => table.get(sign) ?? 0x3f));
}

/**
 * In which set a data set with this (0008,0005) is written: one of a single byte or UTF-8. Undefined where it declares
 * none, several, or one of several bytes: then UTF-8 is written and declared.
 */
export function writableLabel(declared: unknown): string | undefined {
  if (typeof declared !== 'string' || declared.includes('\\')) return undefined;
  const label = labelOf(declared);
  return label === undefined || (WIDE.test(label) && label !== 'utf-8') ? undefined : label;
}
