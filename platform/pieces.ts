import type { ObjectStore } from './objects.ts';

/** One object that holds bytes `[from, to)` of a larger whole. */
export type Stored = { readonly key: string; readonly from: number; readonly to: number };
/** What is taken of one of them: `skip` bytes are left out, then so many are read. */
export type Piece = { readonly key: string; readonly skip: number; readonly length: number; readonly isWhole: boolean };

/** Over a thin line an object of 50 MB comes in thousands of segments: read one after the other they would take minutes. */
const AT_ONCE = 16;

/**
 * The pieces that make `[from, to)` of the whole, in order. Segments are sorted by `from` and may overlap, where a line
 * broke and a sender cut anew: each byte is taken once. A gap ends nothing: what follows it is taken as it is.
 */
export function piecesOf(
  segments: readonly Stored[],
  [from, to]: readonly [number, number] = [0, Number.POSITIVE_INFINITY],
): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (const segment of segments) {
    const begin = Math.max(at, segment.from);
    const end = Math.min(to, segment.to);
    if (begin >= end) continue;
    const isWhole = begin === segment.from && end === segment.to;
    pieces.push({ key: segment.key, skip: begin - segment.from, length: end - begin, isWhole });
    at = end;
  }
  return pieces;
}

/** The bytes of pieces in order, some read ahead. @throws OkaError `not-found` */
export async function* readPieces(
  objects: ObjectStore,
  bucket: string,
  pieces: readonly Piece[],
): AsyncGenerator<Uint8Array> {
  const ahead: Promise<Uint8Array>[] = [];
  let next = 0;
  const begin = (): void => {
    const piece = pieces[next];
    next += 1;
    if (piece === undefined) return;
    const { key, skip, length, isWhole } = piece;
    const reading = isWhole
      ? objects.get(bucket, key)
      : objects.get(bucket, key, { from: skip, to: skip + length - 1 });
    // It is awaited in its turn; until then a failure is nobody's.
    reading.catch(() => undefined);
    ahead.push(reading);
  };
  for (let k = 0; k < AT_ONCE; k++) begin();
  for (let bytes = ahead.shift(); bytes; bytes = ahead.shift()) {
    yield await bytes;
    begin();
  }
}

export async function joinedPieces(
  objects: ObjectStore,
  bucket: string,
  pieces: readonly Piece[],
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of readPieces(objects, bucket, pieces)) parts.push(part);
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}
