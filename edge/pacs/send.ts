import type { PacsObject } from './facts.ts';

/** An object of a finding that lies here whole. */
export type ReadyObject = Pick<PacsObject, 'sopClassUid' | 'bytes'> & {
  readonly sopInstanceUid: string;
  /** Bytes `[from, to)` of the file. */
  readonly read: (from: number, to: number) => Promise<Buffer>;
};

/**
 * What the PACS made of an object. `refused`: it will never take it as it is. `later`: it, or the way to it, does not work
 * now; `isAway` says that this holds for every object.
 */
export type Stored =
  | { readonly what: 'stored' }
  | { readonly what: 'refused'; readonly why: string }
  | { readonly what: 'later'; readonly why: string; readonly isAway: boolean; readonly afterMs?: number };

/** A way into the PACS; an answer for each object, in their order. It never rejects. */
export type Send = (objects: readonly ReadyObject[]) => Promise<readonly Stored[]>;

const PIECE_BYTES = 256 * 1024;

export async function* piecesOf({ read }: ReadyObject, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const piece = await read(at, Math.min(at + PIECE_BYTES, to));
    if (piece.length === 0) throw new Error('the object became shorter');
    yield piece;
    at += piece.length;
  }
}
