/** One component of a frame (ITU-T T.81 §B.2.2): its identifier, sampling factors and quantization table. */
export type Component = { readonly id: number; readonly h: number; readonly v: number; readonly table: number };

/** A start of frame: which process, and how large. */
export type StartOfFrame = {
  /** Marker, 0xC0 to 0xCF. */
  readonly process: number;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly Component[];
};

/** A scan's header (§B.2.3) with what is in force at it, and where its entropy-coded bytes begin. */
export type Scan = {
  readonly frame: StartOfFrame;
  readonly components: readonly { readonly id: number; readonly dc: number; readonly ac: number }[];
  /** Lossless: predictor. */
  readonly first: number;
  /** Lossless: point transform. */
  readonly low: number;
  /** Class × 16 + destination → the 16 counts and the values of a Huffman table. */
  readonly huffman: ReadonlyMap<number, Uint8Array>;
  /** Destination → 64 numbers in zigzag order. */
  readonly quantization: ReadonlyMap<number, Uint16Array>;
  readonly restartInterval: number;
  /** The entropy-coded bytes: from here on, and to the marker here. */
  readonly data: number;
  readonly end: number;
};

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const DHT = 0xc4;
const DRI = 0xdd;
const TABLES = new Set([0xc4, 0xc8, 0xcc]);
/** A frame of a film has at most one scan for each component. */
const MOST_SCANS = 4;

/**
 * The scans of a sequential or lossless JPEG in order (ITU-T T.81 annex B). Nothing of a scan's own bytes is read.
 * @throws RangeError where the markers are not those of a JPEG
 */
export function scansOf(bytes: Uint8Array): Scan[] {
  const scans: Scan[] = [];
  const huffman = new Map<number, Uint8Array>();
  const quantization = new Map<number, Uint16Array>();
  let frame: StartOfFrame | undefined;
  let restartInterval = 0;
  if (bytes[0] !== 0xff || bytes[1] !== SOI) throw new RangeError('no start of image');
  for (let at = 2; ; ) {
    const marker = markerAt(bytes, at);
    if (marker.code === EOI) return scans;
    const length = uint16(bytes, marker.end);
    const from = marker.end + 2;
    const to = marker.end + length;
    if (length < 2 || to > bytes.length) throw new RangeError('marker segment');
    const segment = bytes.subarray(from, to);
    at = to;
    if (marker.code === DHT) readHuffman(segment, huffman);
    else if (marker.code === DQT) readQuantization(segment, quantization);
    else if (marker.code === DRI) restartInterval = uint16(segment, 0);
    else if (marker.code === SOS) {
      if (frame === undefined || scans.length === MOST_SCANS) throw new RangeError('scan');
      at = endOfEntropy(bytes, to);
      const own = {
        huffman: new Map(huffman),
        quantization: new Map(quantization),
        restartInterval,
        data: to,
        end: at,
      };
      scans.push({ frame, ...readScan(segment), ...own });
    } else if (marker.code >= 0xc0 && marker.code <= 0xcf && !TABLES.has(marker.code)) {
      if (frame !== undefined) throw new RangeError('second frame');
      frame = readFrame(marker.code, segment);
    }
  }
}

const uint16 = (bytes: Uint8Array, at: number): number => {
  if (at + 2 > bytes.length) throw new RangeError('end of the code stream');
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
};

/** Any number of fill bytes may stand before a marker (§B.1.1.2). */
function markerAt(bytes: Uint8Array, from: number): { code: number; end: number } {
  let at = from;
  if (bytes[at] !== 0xff) throw new RangeError('no marker');
  while (bytes[at] === 0xff) at += 1;
  const code = bytes[at];
  if (code === undefined || code === 0) throw new RangeError('no marker');
  return { code, end: at + 1 };
}

/** Where the next marker stands that is neither a stuffed byte nor a restart. */
function endOfEntropy(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new RangeError('no end of image');
}

function readFrame(process: number, segment: Uint8Array): StartOfFrame {
  const count = segment[5] ?? 0;
  if (segment.length < 6 + 3 * count || count === 0 || count > 4) throw new RangeError('frame header');
  const components = Array.from({ length: count }, (_, k) => {
    const [id = 0, factors = 0, table = 0] = segment.subarray(6 + 3 * k);
    return { id, h: factors >>> 4, v: factors & 15, table };
  });
  return { process, precision: segment[0] ?? 0, rows: uint16(segment, 1), columns: uint16(segment, 3), components };
}

function readScan(segment: Uint8Array): Pick<Scan, 'components' | 'first' | 'low'> {
  const count = segment[0] ?? 0;
  if (segment.length < 4 + 2 * count || count === 0) throw new RangeError('scan header');
  const components = Array.from({ length: count }, (_, k) => {
    const [id = 0, tables = 0] = segment.subarray(1 + 2 * k);
    return { id, dc: tables >>> 4, ac: tables & 15 };
  });
  return { components, first: segment[1 + 2 * count] ?? 0, low: (segment[3 + 2 * count] ?? 0) & 15 };
}

function readHuffman(segment: Uint8Array, tables: Map<number, Uint8Array>): void {
  for (let at = 0; at < segment.length; ) {
    const counts = segment.subarray(at + 1, at + 17);
    const size = 17 + counts.reduce((sum, count) => sum + count, 0);
    if (counts.length < 16 || at + size > segment.length || size > 17 + 256) throw new RangeError('Huffman table');
    tables.set(segment[at] ?? 0, segment.subarray(at + 1, at + size));
    at += size;
  }
}

function readQuantization(segment: Uint8Array, tables: Map<number, Uint16Array>): void {
  for (let at = 0; at < segment.length; ) {
    const wide = (segment[at] ?? 0) >>> 4 !== 0;
    const size = wide ? 129 : 65;
    if (at + size > segment.length) throw new RangeError('quantization table');
    const values = segment.subarray(at + 1, at + size);
    tables.set(
      (segment[at] ?? 0) & 15,
      Uint16Array.from({ length: 64 }, (_, k) => (wide ? uint16(values, 2 * k) : (values[k] ?? 0))),
    );
    at += size;
  }
}
