/** What a code stream says of itself before anything is decoded. */
export type CodeStreamSize = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  /** Bits of the first component. */
  readonly bits: number;
};

/**
 * The size that a JPEG, JPEG-LS, JPEG 2000 or HTJ2K code stream states, so that one that lies about its size is refused
 * before it makes a codec ask for gigabytes. Undefined where there is no frame header where it has to be.
 */
export function codeStreamSize(bytes: Uint8Array): CodeStreamSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return undefined;
  const start = view.getUint16(0);
  if (start === SOC) return sizeMarker(view);
  return start === SOI ? frameHeader(view) : undefined;
}

const SOI = 0xffd8;
const SOC = 0xff4f;
const SIZ = 0xff51;
/** JPEG-LS start of frame (ITU-T T.87 §C.1.2). */
const SOF55 = 0xfff7;
/** Markers of the SOF range that are tables (ITU-T T.81 Table B.1). */
const TABLES = new Set([0xffc4, 0xffc8, 0xffcc]);

/** ITU-T T.800 §A.5.1: Rsiz, Xsiz, Ysiz, XOsiz, YOsiz, four of tiles, Csiz, Ssiz. */
function sizeMarker(view: DataView): CodeStreamSize | undefined {
  if (view.byteLength < 43 || view.getUint16(2) !== SIZ) return undefined;
  return {
    columns: view.getUint32(8) - view.getUint32(16),
    rows: view.getUint32(12) - view.getUint32(20),
    samples: view.getUint16(40),
    bits: (view.getUint8(42) & 0x7f) + 1,
  };
}

/** ITU-T T.81 §B.2.2: precision, lines, samples per line, components. */
function frameHeader(view: DataView): CodeStreamSize | undefined {
  for (let at = 2; at + 10 <= view.byteLength; ) {
    const marker = view.getUint16(at);
    if (marker === 0xffff) at += 1;
    else if ((marker >= 0xffc0 && marker <= 0xffcf && !TABLES.has(marker)) || marker === SOF55) {
      return {
        bits: view.getUint8(at + 4),
        rows: view.getUint16(at + 5),
        columns: view.getUint16(at + 7),
        samples: view.getUint8(at + 9),
      };
    } else if (marker >>> 8 !== 0xff) return undefined;
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
