/** Makes small DICOM objects for tests: explicit or implicit little endian, big endian, with or without a header. */

export type Attributes = Readonly<Record<string, readonly [vr: string, value: string | number | Uint8Array | Item[]]>>;
type Item = Attributes;

export const SYNTAX = {
  implicitLittle: '1.2.840.10008.1.2',
  explicitLittle: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  explicitBig: '1.2.840.10008.1.2.2',
} as const;

/** A radiograph of a child's chest, 2 × 3 pixels of 12 bits; change what a test is about. */
export const CHEST: Attributes = {
  '00080005': ['CS', 'ISO_IR 192'],
  '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.1.1'],
  '00080018': ['UI', '1.2.3.4.5'],
  '00080020': ['DA', '20260301'],
  '00080023': ['DA', '20260301'],
  '00080030': ['TM', '101500'],
  '00080033': ['TM', '101530'],
  '00080050': ['SH', 'A-7'],
  '00080060': ['CS', 'DX'],
  '00081030': ['LO', 'Рентгенография ОГК'],
  '00100010': ['PN', 'Иванов^Иван^Иванович'],
  '00100020': ['LO', '4711'],
  '00100030': ['DA', '20230115'],
  '00100040': ['CS', 'M'],
  '00180015': ['CS', 'CHEST'],
  '00185101': ['CS', 'AP'],
  '0020000d': ['UI', '1.2.3.4'],
  '0020000e': ['UI', '1.2.3.4.1'],
  '00200013': ['IS', '1'],
  '00280002': ['US', 1],
  '00280004': ['CS', 'MONOCHROME2'],
  '00280010': ['US', 2],
  '00280011': ['US', 3],
  '00280100': ['US', 16],
  '00280101': ['US', 12],
  '00280102': ['US', 11],
  '00280103': ['US', 0],
  '7fe00010': ['OW', Uint8Array.from([0, 0, 1, 0, 255, 15, 2, 0, 3, 0, 4, 0])],
};

const LONG = new Set(['OB', 'OW', 'OF', 'SQ', 'UT', 'UN']);

export type ExampleForm = {
  readonly syntax?: string;
  readonly preamble?: boolean;
  readonly meta?: boolean;
  /** For the deflated syntax: raw deflate. */
  readonly deflate?: (bytes: Uint8Array) => Uint8Array;
};

/** The object with these attributes; `undefined` leaves one out. */
export function dicomExample(
  changes: Readonly<Record<string, Attributes[string] | undefined>> = {},
  { syntax = SYNTAX.explicitLittle, preamble = true, meta = true, deflate }: ExampleForm = {},
): Uint8Array {
  const attributes = Object.entries({ ...CHEST, ...changes })
    .filter((entry): entry is [string, Attributes[string]] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const body = dataSet(Object.fromEntries(attributes), syntax);
  const head = meta ? dataSet({ '00020010': ['UI', syntax] }, SYNTAX.explicitLittle) : new Uint8Array();
  const start = preamble ? Uint8Array.from([...new Array(128).fill(0), ...latin('DICM')]) : new Uint8Array();
  return joined([start, head, deflate && syntax === SYNTAX.deflated ? deflate(body) : body]);
}

const latin = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

function dataSet(attributes: Attributes, syntax: string): Uint8Array {
  return joined(Object.entries(attributes).map(([tag, [vr, value]]) => element(tag, vr, value, syntax)));
}

function element(tag: string, vr: string, value: Attributes[string][1], syntax: string): Uint8Array {
  const little = syntax !== SYNTAX.explicitBig;
  const bytes = bytesOf(vr, value, syntax);
  const numbers = (pairs: readonly (readonly [number, 2 | 4])[]): number[] =>
    pairs.flatMap(([number, size]) => {
      const view = new DataView(new ArrayBuffer(size));
      if (size === 2) view.setUint16(0, number, little);
      else view.setUint32(0, number, little);
      return [...new Uint8Array(view.buffer)];
    });
  const name = numbers([
    [Number.parseInt(tag.slice(0, 4), 16), 2],
    [Number.parseInt(tag.slice(4), 16), 2],
  ]);
  if (syntax === SYNTAX.implicitLittle) return joined([name, numbers([[bytes.length, 4]]), bytes]);
  if (LONG.has(vr)) return joined([name, latin(vr), [0, 0], numbers([[bytes.length, 4]]), bytes]);
  return joined([name, latin(vr), numbers([[bytes.length, 2]]), bytes]);
}

function bytesOf(vr: string, value: Attributes[string][1], syntax: string): Uint8Array {
  if (value instanceof Uint8Array) return padded(value, 0);
  if (typeof value === 'number') {
    const view = new DataView(new ArrayBuffer(2));
    view.setUint16(0, value, syntax !== SYNTAX.explicitBig);
    return new Uint8Array(view.buffer);
  }
  if (typeof value === 'string') return padded(new TextEncoder().encode(value), vr === 'UI' ? 0 : 32);
  return joined(value.map((item) => element('fffee000', 'UN', dataSet(item, syntax), SYNTAX.implicitLittle)));
}

const padded = (bytes: Uint8Array, filler: number): Uint8Array =>
  bytes.length % 2 === 0 ? bytes : Uint8Array.from([...bytes, filler]);

function joined(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
