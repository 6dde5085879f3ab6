type Decode = (bytes: Uint8Array) => string;

/** A character set that `\Cxxyy\` or `\Mxxyyzz\` switches to (HL7 v2.5.1 ch. 2.7.3; ISO 2022 final bytes, table 0211). */
export type CharacterSet = {
  readonly sequence: string;
  /** Back to ASCII: nothing to decode. */
  readonly plain?: true;
  /** Bytes that stand in the lower half (ASCII signs) or in the upper half of the code table. */
  readonly half: 'lower' | 'upper';
  /** Turns the bytes of such a stretch into those of `label`. */
  readonly bytes: (bytes: readonly number[]) => number[];
  readonly label: string;
};

const asTheyAre = (bytes: readonly number[]): number[] => [...bytes];
const raised = (bytes: readonly number[]): number[] => bytes.map((byte) => byte | 0x80);
/** EUC-JP marks each pair of JIS X 0212 with 0x8F. */
const raisedAndMarked = (bytes: readonly number[]): number[] =>
  raised(bytes).flatMap((byte, place) => (place % 2 === 0 ? [0x8f, byte] : [byte]));

type Entry = readonly [half: 'lower' | 'upper', label: string, bytes: (bytes: readonly number[]) => number[]];

const SETS = new Map<string, Entry>([
  // ISO IR6 and the Roman half of JIS X 0201 (IR14).
  ['C2842', ['lower', '', asTheyAre]],
  ['C284A', ['lower', '', asTheyAre]],
  ['C2D41', ['upper', 'windows-1252', asTheyAre]],
  ['C2D42', ['upper', 'iso-8859-2', asTheyAre]],
  ['C2D43', ['upper', 'iso-8859-3', asTheyAre]],
  ['C2D44', ['upper', 'iso-8859-4', asTheyAre]],
  ['C2D4C', ['upper', 'iso-8859-5', asTheyAre]],
  ['C2D47', ['upper', 'iso-8859-6', asTheyAre]],
  ['C2D46', ['upper', 'iso-8859-7', asTheyAre]],
  ['C2D48', ['upper', 'iso-8859-8', asTheyAre]],
  ['C2D4D', ['upper', 'windows-1254', asTheyAre]],
  // The Katakana half of JIS X 0201 (IR13): Shift JIS keeps it in place.
  ['C2949', ['upper', 'shift_jis', asTheyAre]],
  // JIS X 0208 (IR87, before it IR42), JIS X 0212 (IR159), KS X 1001 (IR149), GB 2312 (IR58).
  ['M2442', ['lower', 'euc-jp', raised]],
  ['M2440', ['lower', 'euc-jp', raised]],
  ['M242844', ['lower', 'euc-jp', raisedAndMarked]],
  ['M242943', ['upper', 'euc-kr', asTheyAre]],
  ['M242941', ['upper', 'gbk', asTheyAre]],
]);

/** The set that an escape sequence (without its escape characters) switches to; undefined for any other sequence. */
export function characterSetOf(sequence: string): CharacterSet | undefined {
  if (sequence.length < 5 || sequence.length > 7) return undefined;
  const entry = SETS.get(sequence.toUpperCase());
  if (entry === undefined) return undefined;
  const [half, label, bytes] = entry;
  return { sequence, half, label, bytes, ...(label === '' ? { plain: true } : {}) };
}

/**
 * Text that was decoded in the message's own character set, read again in the set it was switched to. Signs of the other
 * half stay as they are, and so do signs that the message's set has no single byte for: in UTF-8 they are right already.
 * Undefined where the bytes are none of the set.
 */
export function readInSet(text: string, { half, bytes, label }: CharacterSet, decode: Decode): string | undefined {
  const decoder = new TextDecoder(label, { fatal: true });
  const stretches = half === 'lower' ? /[\x21-\x7e]+/g : /[\u0080-\uffff]+/g;
  try {
    return text.replace(stretches, (stretch) => {
      const own = half === 'lower' ? [...Buffer.from(stretch, 'latin1')] : bytesOf(stretch, decode);
      return own === undefined ? stretch : decoder.decode(Uint8Array.from(bytes(own)));
    });
  } catch {
    return undefined;
  }
}

const tables = new WeakMap<Decode, ReadonlyMap<string, number>>();

/** The bytes that text had before it was decoded, where its set is one of single bytes. */
function bytesOf(text: string, decode: Decode): number[] | undefined {
  let table = tables.get(decode);
  if (table === undefined) {
    const upper = Array.from({ length: 128 }, (_, place) => place + 128);
    table = new Map(upper.map((byte) => [decode(Uint8Array.of(byte)), byte]));
    tables.set(decode, table);
  }
  const own: number[] = [];
  for (const sign of text) {
    const byte = sign === '\ufffd' ? undefined : table.get(sign);
    if (byte === undefined) return undefined;
    own.push(byte);
  }
  return own;
}
