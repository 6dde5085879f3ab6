import { OkaError } from '../../../schemas/errors.ts';

/** What a JPEG file says of its picture, and the file without anything else that came with it. */
export type JpegFile = {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly bits: number;
  /** The process (ITU-T T.81 Table B.1): only what DICOM has a transfer syntax for can be kept as it is. */
  readonly process: 'baseline' | 'extended' | 'other';
  /** Of the first component to the others, as 2×1 or 2×2: the colours are coarser than the brightness. */
  readonly subsampled: boolean;
  /** Adobe's marker says that the colours are RGB as they stand. */
  readonly rgb: boolean;
  /** The Exif block (TIFF bytes), as it came; it is in none of what is kept. */
  readonly exif?: Uint8Array;
  /** The picture alone: no Exif, no XMP, no thumbnail, no comment, nothing after its end. */
  readonly bare: Uint8Array;
};

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COM = 0xfe;
const ADOBE = 0xee;
const EXIF = 0xe1;

/** Start-of-frame markers; C4, C8 and CC are others. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Application data, where cameras write place, time, owner, thumbnails and other pictures. Adobe's names the colours. */
const isAside = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xef && marker !== ADOBE) || marker === COM;

/** Reads a JPEG file (ITU-T T.81 Annex B). @throws OkaError `photo-unreadable` where it is none or is cut off */
export function readJpegFile(bytes: Uint8Array): JpegFile {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) throw new OkaError('photo-unreadable', 'no JPEG');
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let frame: Omit<JpegFile, 'exif' | 'bare' | 'rgb'> | undefined;
  let exif: Uint8Array | undefined;
  let rgb = false;
  for (let at = 2; ; ) {
    const { marker, from } = markerAt(bytes, at);
    if (marker === EOI) {
      kept.push(bytes.subarray(from - 2, from));
      break;
    }
    const length = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0);
    let end = from + length;
    if (length < 2 || end > bytes.length) throw new OkaError('photo-unreadable', 'cut off');
    const body = bytes.subarray(from + 2, end);
    if (marker === EXIF && latin(body, 6) === 'Exif\0\0') exif ??= body.subarray(6);
    if (marker === ADOBE && latin(body, 5) === 'Adobe') rgb = body[11] === 0;
    if (isFrame(marker)) frame = frameOf(marker, body);
    if (marker === SOS) end = endOfScan(bytes, end);
    if (!isAside(marker)) kept.push(bytes.subarray(from - 2, end));
    at = end;
  }
  if (frame === undefined || frame.rows === 0 || frame.columns === 0)
    throw new OkaError('photo-unreadable', 'no picture');
  return { ...frame, rgb: rgb && frame.components === 3, ...(exif ? { exif } : {}), bare: joined(kept) };
}

/** The next marker; fill bytes may stand before it. */
function markerAt(bytes: Uint8Array, start: number): { marker: number; from: number } {
  let at = start;
  if (bytes[at] !== 0xff) throw new OkaError('photo-unreadable', 'cut off');
  while (bytes[at] === 0xff) at += 1;
  const marker = bytes[at];
  if (marker === undefined) throw new OkaError('photo-unreadable', 'cut off');
  return { marker, from: at + 1 };
}

/** Entropy-coded data end at the first marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new OkaError('photo-unreadable', 'cut off');
}

function frameOf(marker: number, body: Uint8Array) {
  const components = body[5] ?? 0;
  const sampling = Array.from({ length: components }, (_, place) => body[7 + 3 * place] ?? 0);
  return {
    bits: body[0] ?? 0,
    rows: ((body[1] ?? 0) << 8) | (body[2] ?? 0),
    columns: ((body[3] ?? 0) << 8) | (body[4] ?? 0),
    components,
    process: marker === 0xc0 ? ('baseline' as const) : marker === 0xc1 ? ('extended' as const) : ('other' as const),
    subsampled: sampling.some((one) => one !== sampling[0]),
  };
}

const latin = (bytes: Uint8Array, length: number): string => String.fromCharCode(...bytes.subarray(0, length));

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
