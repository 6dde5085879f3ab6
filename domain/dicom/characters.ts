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
  'ISO_IR 87': 'iso-2022-jp',
  'ISO_IR 159': 'iso-2022-jp',
  'ISO_IR 149': 'euc-kr',
  'ISO_IR 58': 'gbk',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
  // Not defined terms, but what devices in Russia write.
  'WINDOWS-1251': 'windows-1251',
  'ISO_IR 1251': 'windows-1251',
};

/** Escape sequences that switch the upper half (PS3.3 Table C.12-3 and C.12-4). */
const ESCAPES: Readonly<Record<string, string>> = {
  '-A': 'windows-1252',
  '-B': 'iso-8859-2',
  '-C': 'iso-8859-3',
  '-D': 'iso-8859-4',
  '-L': 'iso-8859-5',
  '-G': 'iso-8859-6',
  '-F': 'iso-8859-7',
  '-H': 'iso-8859-8',
  '-M': 'windows-1254',
  '-b': 'iso-8859-15',
  '-T': 'windows-874',
  '$)C': 'euc-kr',
  '$)A': 'gbk',
};

const ESCAPE = 0x1b;
const labelOf = (term: string): string | undefined =>
  LABELS[
    term
      .toUpperCase()
      .replace(/^ISO 2022 IR /, 'ISO_IR ')
      .replace(/^ISO-IR /, 'ISO_IR ')
  ];

/**
 * Decodes a text value. `terms` are the values of (0008,0005). Undeclared bytes above ASCII are read as UTF-8 if they
 * are valid UTF-8.
 * @returns undefined where the set is unknown or the bytes do not fit it: unreadable is said, not guessed
 */
export function decodeText(bytes: Uint8Array, terms: readonly string[]): string | undefined {
  if (bytes.every((byte) => byte < 0x80 && byte !== ESCAPE)) return new TextDecoder('windows-1252').decode(bytes);
  const declared = terms.filter((term) => term !== '');
  const label = declared.length === 0 && !bytes.includes(ESCAPE) ? 'utf-8' : labelOf(terms[0] || 'ISO_IR 6');
  if (label === undefined) return undefined;
  try {
    return bytes.includes(ESCAPE) ? decodeEscaped(bytes, label) : decode(bytes, label);
  } catch {
    return undefined;
  }
}

const decode = (bytes: Uint8Array, label: string): string => new TextDecoder(label, { fatal: true }).decode(bytes);

/** ISO 2022 code extension: each escape sequence holds until the next one or a delimiter (PS3.5 §6.1.2.5.3). */
function decodeEscaped(bytes: Uint8Array, initial: string): string {
  let out = '';
  let label = initial;
  let from = 0;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = bytes[at];
    const delimiter = byte === 0x5e || byte === 0x3d || byte === 0x0d || byte === 0x0a;
    if (at < bytes.length && byte !== ESCAPE && !(delimiter && label !== 'iso-2022-jp')) continue;
    out += decode(bytes.subarray(from, at), label);
    from = at;
    if (byte !== ESCAPE) {
      label = initial;
      if (delimiter) out += String.fromCharCode(byte ?? 0);
      from = at + 1;
      continue;
    }
    const sequence = Object.keys(ESCAPES).find((code) =>
      [...code].every((character, place) => bytes[at + 1 + place] === character.charCodeAt(0)),
    );
    if (sequence !== undefined) {
      label = ESCAPES[sequence] as string;
      from = at + 1 + sequence.length;
    } else if (bytes[at + 1] === 0x28 && bytes[at + 2] === 0x42) {
      // ESC ( B: back to ASCII, which every label above contains.
      from = at + 3;
    } else {
      label = 'iso-2022-jp';
    }
  }
  return out;
}
