import type { DataSet } from 'dicom-parser';
import { OkaError } from '../../schemas/errors.ts';

/** The fragments of each frame, in order. */
export type FrameFinder = (frame: number) => readonly Fragment[];

export type Fragment = { readonly offset: number; readonly position: number; readonly length: number };

/**
 * Which fragments make which frame (DICOM PS3.5 §A.4). As many fragments as frames are one each, whatever a table says; a
 * single frame has them all; else the extended or basic offset table decides, else the marks at which code streams begin.
 * A table that names no fragment, or not in order, is no table: frames would be given the pixels of others.
 * @throws OkaError `dicom-pixels`
 */
export function frameFinder(dataSet: DataSet, frames: number): FrameFinder {
  const element = dataSet.elements.x7fe00010;
  const fragments = (element?.fragments ?? []).filter(({ length }) => length > 0);
  const count = fragments.length;
  if (count === 0) throw new OkaError('dicom-pixels', 'no fragments');
  if (count < frames) throw new OkaError('dicom-pixels', 'fewer fragments than frames');
  if (frames === 1) return () => fragments;
  if (count === frames) return (frame) => fragments.slice(frame, frame + 1);
  const table = extendedTable(dataSet) ?? element?.basicOffsetTable ?? [];
  const starts = table.length > 0 ? startsByTable(fragments, table, frames) : startsByMark(dataSet, fragments);
  if (starts.length !== frames || starts[0] !== 0) throw new OkaError('dicom-pixels', 'fragments of a frame');
  return (frame) => fragments.slice(starts[frame], starts[frame + 1] ?? count);
}

/** (7FE0,0001): 64-bit offsets (PS3.3 §C.7.6.3.1.8), for objects over 4 GiB and whoever likes them. */
function extendedTable(dataSet: DataSet): number[] | undefined {
  const element = dataSet.elements.x7fe00001;
  if (element === undefined || element.length === 0 || element.length % 8 !== 0) return undefined;
  const { buffer, byteOffset } = dataSet.byteArray;
  const view = new DataView(buffer, byteOffset + element.dataOffset, element.length);
  return Array.from({ length: element.length / 8 }, (_, k) => Number(view.getBigUint64(8 * k, true)));
}

function startsByTable(fragments: readonly Fragment[], table: readonly number[], frames: number): number[] {
  if (table.length !== frames) throw new OkaError('dicom-pixels', 'offset table');
  const places = new Map(fragments.map(({ offset }, place) => [offset, place] as const));
  const starts = table.map((offset) => places.get(offset) ?? -1);
  if (starts.some((start, k) => start < 0 || (k > 0 && start <= (starts[k - 1] as number))))
    throw new OkaError('dicom-pixels', 'offset table');
  return starts;
}

/** Fragments that begin with the start of a JPEG (FFD8) or JPEG 2000 (FF4F) code stream. */
function startsByMark({ byteArray }: DataSet, fragments: readonly Fragment[]): number[] {
  return fragments.flatMap(({ position }, place) => {
    const second = byteArray[position + 1];
    return byteArray[position] === 0xff && (second === 0xd8 || second === 0x4f) ? [place] : [];
  });
}

/** The bytes of one frame: a view where it is one fragment. */
export function encapsulatedFrame(dataSet: DataSet, find: FrameFinder, frame: number): Uint8Array {
  const own = find(frame);
  const [first] = own;
  if (own.length === 1 && first !== undefined)
    return dataSet.byteArray.subarray(first.position, first.position + first.length);
  const out = new Uint8Array(own.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { position, length } of own) {
    out.set(dataSet.byteArray.subarray(position, position + length), at);
    at += length;
  }
  return out;
}
