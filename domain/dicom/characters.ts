/**
 * Specific Character Set (0008,0005) → the label of the WHATWG Encoding Standard that reads it (DICOM PS3.3 §C.12.1.1.2).
 * ISO_IR 100 is read as windows-1252, its superset; ISO_IR 6 is plain ASCII.
 */
const LABELS: Readonly<Record<string, string>> = {
  'ISO_IR 6': 'windows-1252',
  'ISO_IR 100': 'windows-1252',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 149': 'euc-kr',
  'ISO_IR 58': 'gbk',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
  // Not defined terms, but what devices in Russia write.
  'WINDOWS-1251': 'windows-1251',
  'ISO_IR 1251': 'windows-1251',
};

/** The label of a term, in the usual misspellings too; sets that only exist as code extensions have none. */
export const labelOf = (term: string): string | undefined =>
  LABELS[
    term
      .toUpperCase()
      .replace(/^ISO 2022 IR /, 'ISO_IR ')
      .replace(/^ISO[- ]IR ?/, 'ISO_IR ')
  ];

/**
 * What an escape sequence invokes (PS3.3 Tables C.12-3 and C.12-4, PS3.5 §6.1.2.5): G0 are the bytes below 0x80, G1 those
 * above. JIS X 0208 and 0212 lie in G0 as pairs; EUC-JP reads them with the high bits set.
 */
type Invoked = { readonly g0?: 'ascii' | 'jis0208' | 'jis0212'; readonly g1?: string };
const ESCAPES: readonly (readonly [string, Invoked])[] = [
  ['(B', { g0: 'ascii' }],
  ['(J', { g0: 'ascii' }],
  ['$@', { g0: 'jis0208' }],
  ['$B', { g0: 'jis0208' }],
  ['$(D', { g0: 'jis0212' }],
  [')I', { g1: 'shift_jis' }],
  ['-A', { g1: 'windows-1252' }],
  ['-B', { g1: 'iso-8859-2' }],
  ['-C', { g1: 'iso-8859-3' }],
  ['-D', { g1: 'iso-8859-4' }],
  ['-L', { g1: 'iso-8859-5' }],
  ['-G', { g1: 'iso-8859-6' }],
  ['-F', { g1: 'iso-8859-7' }],
  ['-H', { g1: 'iso-8859-8' }],
  ['-M', { g1: 'windows-1254' }],
  ['-b', { g1: 'iso-8859-15' }],
  ['-T', { g1: 'windows-874' }],
  ['$)C', { g1: 'euc-kr' }],
  ['$)A', { g1: 'gbk' }],
];

const ESCAPE = 0x1b;
/** Values with escapes are read character by character; names and comments have some hundred bytes. */
const LONGEST_ESCAPED = 1_000_000;
/** `^`, `=`, end of line, end of page and tab bring back what value 1 of (0008,0005) names (PS3.5 §6.1.2.5.3). */
const DELIMITERS = new Set([0x5e, 0x3d, 0x0a, 0x0c, 0x0d, 0x09]);

/**
 * Decodes a value with ISO 2022 code extensions, or in the one set that is declared.
 * @param terms values of (0008,0005) @returns undefined where a set is unknown or the bytes do not fit it
 */
export function decodeText(bytes: Uint8Array, terms: readonly string[]): string | undefined {
  const initial = initialOf(terms);
  try {
    if (!bytes.includes(ESCAPE)) return initial && strictly(bytes, initial);
    return bytes.length > LONGEST_ESCAPED ? undefined : decodeEscaped(bytes, initial);
  } catch {
    return undefined;
  }
}

/**
 * The set before any escape: value 1, where empty ASCII. Bytes beyond ASCII in a value without escapes then are of the
 * one extension that has such bytes; devices do leave the escape out.
 */
function initialOf(terms: readonly string[]): string | undefined {
  const [first = '', ...others] = terms;
  if (first !== '') return labelOf(first) ?? (/IR (87|159)$/.test(first) ? 'iso-2022-jp' : undefined);
  const further = [...new Set(others.map(labelOf).filter((label) => label !== undefined))];
  return further.length === 1 ? further[0] : 'utf-8';
}

const strictly = (bytes: Uint8Array, label: string): string => new TextDecoder(label, { fatal: true }).decode(bytes);

function decodeEscaped(bytes: Uint8Array, initial: string | undefined): string {
  let out = '';
  let g0: NonNullable<Invoked['g0']> = 'ascii';
  let g1 = initial;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] as number;
    if (byte === ESCAPE) {
      const found = ESCAPES.find(([code]) => startsWith(bytes, at + 1, code));
      if (found === undefined) throw new RangeError('escape sequence');
      g0 = found[1].g0 ?? g0;
      g1 = found[1].g1 ?? g1;
      at += 1 + found[0].length;
    } else if (byte < 0x80 && g0 !== 'ascii' && byte > 0x20) {
      const pair = Uint8Array.of(byte | 0x80, (bytes[at + 1] ?? 0) | 0x80);
      out += strictly(g0 === 'jis0208' ? pair : Uint8Array.of(0x8f, ...pair), 'euc-jp');
      at += 2;
    } else if (byte < 0x80) {
      if (DELIMITERS.has(byte)) g1 = initial;
      out += String.fromCharCode(byte);
      at += 1;
    } else {
      if (g1 === undefined) throw new RangeError('no set for bytes beyond ASCII');
      const end = runEnd(bytes, at);
      out += strictly(bytes.subarray(at, end), g1);
      at = end;
    }
  }
  return out;
}

function runEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] as number) >= 0x80) at += 1;
  return at;
}

const startsWith = (bytes: Uint8Array, at: number, code: string): boolean =>
  [...code].every((character, place) => bytes[at + place] === character.charCodeAt(0));
