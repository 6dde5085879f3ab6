import type { Element } from 'dicom-parser';
import { OkaError } from '../../../schemas/errors.ts';

const ITEM = 0xfffee000;
const SEQUENCE_END = 0xfffee0dd;

/** Bytes: a million frames. */
const LONGEST_TABLE = 4_000_000;

export type Fragments = Required<Pick<Element, 'encapsulatedPixelData' | 'basicOffsetTable' | 'fragments'>>;

/**
 * Offset table and fragments of encapsulated pixels (PS3.5 §A.4), in the form of dicom-parser: `offset` counts from the
 * first fragment's item, as the table does. They are little endian in every syntax that has them.
 * @param count told of every fragment
 * @throws OkaError `dicom-truncated`, `dicom-structure`
 */
export function readFragments(
  view: DataView,
  from: number,
  to: number,
  count: () => void,
): Fragments & { readonly end: number } {
  const fragments: { offset: number; position: number; length: number }[] = [];
  let basicOffsetTable: number[] | undefined;
  let first = from;
  let at = from;
  while (at + 8 <= to) {
    const tag = view.getUint16(at, true) * 65_536 + view.getUint16(at + 2, true);
    const length = view.getUint32(at + 4, true);
    const position = at + 8;
    if (tag === SEQUENCE_END)
      return { encapsulatedPixelData: true, basicOffsetTable: basicOffsetTable ?? [], fragments, end: position };
    if (tag !== ITEM) throw new OkaError('dicom-structure', 'fragments of (7fe0,0010)');
    if (length > to - position) break;
    if (basicOffsetTable === undefined) {
      basicOffsetTable = readTable(view, position, length);
      first = position + length;
    } else {
      count();
      fragments.push({ offset: at - first, position, length });
    }
    at = position + length;
  }
  throw new OkaError(to === view.byteLength ? 'dicom-truncated' : 'dicom-structure', 'fragments of (7fe0,0010)');
}

function readTable(view: DataView, at: number, length: number): number[] {
  if (length % 4 !== 0 || length > LONGEST_TABLE) throw new OkaError('dicom-structure', 'basic offset table');
  return Array.from({ length: length / 4 }, (_, k) => view.getUint32(at + 4 * k, true));
}
