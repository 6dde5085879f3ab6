/** What the main header of a JPEG 2000 code stream says (ISO/IEC 15444-1 Annex A), as far as a working copy rests on it. */
export type CodeStream = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly bits: number;
  readonly signed: boolean;
  readonly tiles: number;
  /** Part 15 is announced: bit 14 of Rsiz, CAP with Pcap15, and HT code blocks only. */
  readonly highThroughput: boolean;
  readonly progression: 'LRCP' | 'RLCP' | 'RPCL' | 'PCRL' | 'CPRL' | 'unknown';
  readonly layers: number;
  readonly colourTransform: boolean;
  /** Decompositions. */
  readonly levels: number;
  readonly reversible: boolean;
  /** Lengths of the tile-parts in the order of the stream (TLM); undefined without TLM. */
  readonly tilePartLengths: readonly number[] | undefined;
  /** Bytes of the main header: the first tile-part begins here. */
  readonly headerBytes: number;
};

const SOC = 0xff4f;
const SIZ = 0xff51;
const CAP = 0xff50;
const COD = 0xff52;
const TLM = 0xff55;
const SOT = 0xff90;
const PROGRESSIONS = ['LRCP', 'RLCP', 'RPCL', 'PCRL', 'CPRL'] as const;
const HT_ONLY = 0x40;
const REVERSIBLE_5_3 = 1;

/**
 * Reads the main header; the stream itself need not be there.
 * @throws RangeError when the header is not complete or not one
 */
export function readCodeStream(bytes: Uint8Array): CodeStream {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0) !== SOC || view.getUint16(2) !== SIZ) throw new RangeError('no JPEG 2000 code stream');
  const size = sizeOf(view);
  let coding: Pick<CodeStream, 'progression' | 'layers' | 'colourTransform' | 'levels' | 'reversible'> | undefined;
  let isHighThroughput = (view.getUint16(6) & 0x4000) !== 0;
  let hasCapabilities = false;
  let lengths: number[] | undefined;
  let at = 2;
  for (; view.getUint16(at) !== SOT; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker < 0xff4f || marker > 0xff6f) throw new RangeError('marker of the main header');
    // Pcap: the 15th bit from the left is Part 15 (ISO/IEC 15444-1 §A.5.2).
    if (marker === CAP) hasCapabilities = (view.getUint32(at + 4) & (1 << 17)) !== 0;
    if (marker === TLM) lengths = [...(lengths ?? []), ...tilePartLengths(view, at)];
    if (marker === COD) {
      isHighThroughput &&= (view.getUint8(at + 12) & 0xc0) === HT_ONLY;
      coding = {
        progression: PROGRESSIONS[view.getUint8(at + 5)] ?? 'unknown',
        layers: view.getUint16(at + 6),
        colourTransform: view.getUint8(at + 8) === 1,
        levels: view.getUint8(at + 9),
        reversible: view.getUint8(at + 13) === REVERSIBLE_5_3,
      };
    }
  }
  if (coding === undefined) throw new RangeError('no COD');
  const highThroughput = isHighThroughput && hasCapabilities;
  return { ...size, ...coding, highThroughput, tilePartLengths: lengths, headerBytes: at };
}

function sizeOf(view: DataView): Pick<CodeStream, 'rows' | 'columns' | 'samples' | 'bits' | 'signed' | 'tiles'> {
  const [width, height, left, top] = [8, 12, 16, 20].map((at) => view.getUint32(at)) as [
    number,
    number,
    number,
    number,
  ];
  const [tileWidth, tileHeight, tileLeft, tileTop] = [24, 28, 32, 36].map((at) => view.getUint32(at)) as [
    number,
    number,
    number,
    number,
  ];
  return {
    rows: height - top,
    columns: width - left,
    samples: view.getUint16(40),
    bits: (view.getUint8(42) & 0x7f) + 1,
    signed: (view.getUint8(42) & 0x80) !== 0,
    tiles: Math.ceil((width - tileLeft) / tileWidth) * Math.ceil((height - tileTop) / tileHeight),
  };
}

/** ISO/IEC 15444-1 §A.7.1: Stlm says how wide the index (0, 1, 2 bytes) and the length (2 or 4 bytes) of an entry are. */
function tilePartLengths(view: DataView, at: number): number[] {
  const end = at + 2 + view.getUint16(at + 2);
  const form = view.getUint8(at + 5);
  const indexBytes = (form >> 4) & 3;
  const isWide = (form & 0x40) !== 0;
  const lengths: number[] = [];
  for (let entry = at + 6; entry < end; entry += indexBytes + (isWide ? 4 : 2))
    lengths.push(isWide ? view.getUint32(entry + indexBytes) : view.getUint16(entry + indexBytes));
  return lengths;
}

/**
 * How many bytes of the stream hold each resolution, the lowest first; undefined where the stream does not say so: then it
 * is not RPCL, has several tiles, no TLM, or its tile-parts are not one for each resolution.
 */
export function resolutionEnds({ tilePartLengths: lengths, ...stream }: CodeStream): readonly number[] | undefined {
  if (stream.progression !== 'RPCL' || stream.tiles !== 1 || lengths?.length !== stream.levels + 1) return undefined;
  let end = stream.headerBytes;
  return lengths.map((length) => {
    end += length;
    return end;
  });
}
