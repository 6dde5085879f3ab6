/** The three things that a photo's Exif block may tell: how to turn it, and when it was taken. Never where. */
export type ExifFacts = {
  /** 1 to 8 (Exif 2.32, tag 0112); 1 is upright. */
  readonly orientation: number;
  /** `2026-03-01T10:15:30`, local to the camera. */
  readonly takenAt?: string;
  /** `+05:00` */
  readonly offset?: string;
};

const ORIENTATION = 0x0112;
const EXIF_IFD = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;
const OFFSET_TIME_ORIGINAL = 0x9011;
/** No camera writes more entries; a broken block must not be read for ever. */
const MOST_ENTRIES = 512;

/** Reads a TIFF block (Exif 2.32 §4.5). What is broken in it says nothing. */
export function readExif(tiff: Uint8Array | undefined): ExifFacts {
  if (tiff === undefined || tiff.length < 8) return { orientation: 1 };
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const main = directory(view, view.getUint32(4, little), little);
  const exif = directory(view, main.get(EXIF_IFD)?.number ?? 0, little);
  const orientation = main.get(ORIENTATION)?.number ?? 1;
  const taken = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(exif.get(DATE_TIME_ORIGINAL)?.text ?? '');
  const offset = exif.get(OFFSET_TIME_ORIGINAL)?.text;
  return {
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    ...(taken ? { takenAt: `${taken[1]}-${taken[2]}-${taken[3]}T${taken[4]}` } : {}),
    ...(offset !== undefined && /^[+-]\d\d:\d\d$/.test(offset) ? { offset } : {}),
  };
}

type Entry = { readonly number?: number; readonly text?: string };

function directory(view: DataView, at: number, little: boolean): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  if (at < 8 || at + 2 > view.byteLength) return entries;
  const count = Math.min(view.getUint16(at, little), MOST_ENTRIES);
  for (let place = 0; place < count; place++) {
    const entry = at + 2 + 12 * place;
    if (entry + 12 > view.byteLength) break;
    entries.set(view.getUint16(entry, little), valueAt(view, entry, little));
  }
  return entries;
}

/** SHORT, LONG and ASCII; what is longer than four bytes lies elsewhere in the block. */
function valueAt(view: DataView, entry: number, little: boolean): Entry {
  const type = view.getUint16(entry + 2, little);
  const count = view.getUint32(entry + 4, little);
  if (type === 3) return { number: view.getUint16(entry + 8, little) };
  if (type === 4) return { number: view.getUint32(entry + 8, little) };
  if (type !== 2 || count > 64) return {};
  const at = count <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
  if (at + count > view.byteLength) return {};
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, count);
  return {
    text: String.fromCharCode(...bytes)
      .replace(/\0.*$/s, '')
      .trim(),
  };
}
