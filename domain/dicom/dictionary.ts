import { DICTIONARY } from './dictionary-entries.ts';

/** Groups that repeat (PS3.5 §7.6): curves and overlays, written here as their first group. */
const REPEATING: Readonly<Record<string, string>> = {
  '0010': 'US',
  '0011': 'US',
  '0015': 'IS',
  '0022': 'LO',
  '0040': 'CS',
  '0045': 'LO',
  '0050': 'SS',
  '0051': 'US',
  '0100': 'US',
  '0102': 'US',
  '1301': 'IS',
  '1302': 'DS',
  '1500': 'LO',
  '3000': 'OW',
};

const read = new Map<string, ReadonlyMap<string, string>>();

function elementsOf(group: string): ReadonlyMap<string, string> {
  const known = read.get(group);
  if (known !== undefined) return known;
  const entries = DICTIONARY[group]?.match(/.{6}/g) ?? [];
  const elements = new Map(entries.map((entry) => [entry.slice(0, 4), entry.slice(4)] as const));
  read.set(group, elements);
  return elements;
}

/**
 * The value representation that PS3.6 gives an attribute; undefined for private and unknown ones.
 * @param tag eight hexadecimal digits in lower case
 * @param signed (0028,0103) is 1: attributes that are US or SS are SS (PS3.6, note of the tables)
 */
export function vrOf(tag: string, signed = false): string | undefined {
  const group = tag.slice(0, 4);
  const element = tag.slice(4);
  if (element === '0000') return 'UL';
  if (Number.parseInt(group, 16) % 2 === 1) return /^00[1-9a-f]./.test(element) ? 'LO' : undefined;
  if (/^60[0-9a-f][02468ace]$/.test(group)) return REPEATING[element];
  const vr = elementsOf(group).get(element);
  return vr === 'XS' ? (signed ? 'SS' : 'US') : vr;
}
