import type { DataSet } from 'dicom-parser';

/** A table of DICOM: `entries[0]` stands for `first` and all below, the last entry for all above. */
export type LookUpTable = { readonly first: number; readonly bits: number; readonly entries: Uint16Array };

const MOST_ENTRIES = 65_536;

/**
 * A Modality, VOI or palette table (PS3.3 §C.11.1.1, §C.11.2.1.1, §C.7.6.3.1.5). Entries of 8 bits lie in bytes or in words:
 * both are written. Undefined where the descriptor or the data make no table.
 * @param signed whether the first value mapped is signed, as the stored values are
 */
export function tableOf(
  dataSet: DataSet,
  descriptor: string,
  data: string,
  signed: boolean,
  segmented?: string,
): LookUpTable | undefined {
  const stated = dataSet.uint16(descriptor, 0);
  const bits = dataSet.uint16(descriptor, 2);
  const first = signed ? dataSet.int16(descriptor, 1) : dataSet.uint16(descriptor, 1);
  if ((dataSet.elements[descriptor]?.length ?? 0) < 6 || stated === undefined || bits === undefined) return undefined;
  if (first === undefined || bits < 8 || bits > 16) return undefined;
  const count = stated || MOST_ENTRIES;
  const entries =
    dataSet.elements[data] === undefined && segmented !== undefined
      ? expanded(dataSet, segmented, bits === 8, count)
      : entriesOf(dataSet, data, bits === 8, count);
  return entries.length < 2 ? undefined : { first, bits, entries };
}

/** Words, or bytes two to a word, the first of them low (PS3.5 §8.2 for OW). */
function entriesOf(dataSet: DataSet, tag: string, narrow: boolean, count: number): Uint16Array {
  const length = dataSet.elements[tag]?.length ?? 0;
  const word = (k: number): number => dataSet.uint16(tag, k) ?? 0;
  if (narrow && length < count * 2)
    return Uint16Array.from({ length: Math.min(count, length) }, (_, k) => (word(k >> 1) >>> (8 * (k & 1))) & 0xff);
  return Uint16Array.from({ length: Math.min(count, length >> 1) }, (_, k) => word(k));
}

/** Segmented palette (PS3.3 §C.7.9.2): discrete, linear and indirect segments; an indirect one repeats earlier ones. */
function expanded(dataSet: DataSet, tag: string, narrow: boolean, count: number): Uint16Array {
  const length = dataSet.elements[tag]?.length ?? 0;
  const codes = entriesOf(dataSet, tag, narrow, narrow ? length : length >> 1);
  const out = new Uint16Array(count);
  let written = 0;
  const put = (value: number): void => {
    if (written < count) out[written++] = value;
  };
  const segmentAt = (at: number, isRepeated: boolean): number => {
    const [operation, size = 0] = [codes[at], codes[at + 1]];
    if (operation === 0) {
      for (let k = 0; k < size; k++) put(codes[at + 2 + k] ?? 0);
      return at + 2 + size;
    }
    if (operation === 1) {
      const from = out[written - 1] ?? 0;
      const to = codes[at + 2] ?? 0;
      for (let k = 1; k <= size; k++) put(Math.round(from + ((to - from) * k) / size));
      return at + 3;
    }
    if (operation === 2 && !isRepeated) {
      const words = narrow
        ? [3, 2, 1, 0].reduce((sum, k) => sum * 256 + (codes[at + 2 + k] ?? 0), 0)
        : low32(codes, at + 2);
      let source = narrow ? words : words >> 1;
      for (let k = 0; k < size && written < count && source < codes.length; k++) source = segmentAt(source, true);
      return at + (narrow ? 6 : 4);
    }
    return codes.length;
  };
  for (let at = 0; at < codes.length && written < count; ) at = segmentAt(at, false);
  return out.subarray(0, written);
}

const low32 = (words: Uint16Array, at: number): number => (words[at] ?? 0) + (words[at + 1] ?? 0) * 65_536;

/** The entry for a value. */
export const lookedUp = ({ first, entries }: LookUpTable, value: number): number =>
  entries[Math.min(entries.length - 1, Math.max(0, Math.round(value) - first))] as number;
