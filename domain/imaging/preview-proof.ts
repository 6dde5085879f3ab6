import type { Grey } from './grey.ts';
import { areaResize, squareOf } from './resize.ts';

/**
 * How far a network that sees the prefix of a film is from one that sees the film: a low band is no average, and where a
 * window cuts greys off, as at the edge of a collimator, the two differ. Whoever has the whole film measures it, for the
 * squares that networks see, and says it in a comment of the code stream (COM, ISO/IEC 15444-1 §A.9.2): that is neither a
 * pixel nor an attribute, and lies before all of them.
 */
export type PreviewProof = { readonly discarded: number; readonly squares: readonly Square[] };
/** `difference`: the greatest of any value of a square of `side` × `side`, as a share of white. */
type Square = { readonly side: number; readonly fit: Fit; readonly difference: number };
type Fit = 'pad' | 'centre-crop';

const FITS: readonly Fit[] = ['pad', 'centre-crop'];
/** Sides of the squares that are measured: those of common networks. */
const SIDES = [64, 112, 128, 224] as const;
/** One grey level of 255: what a preview may change of an input. */
export const MOST_DIFFERENCE = 1 / 255;

const SOT = 0xff90;
const COM = 0xff64;
const NAME = new TextEncoder().encode('oka-preview-1\0');
const ENTRY_BYTES = 5;
/** Of a difference: 16 bits of white, rounded up, so that nothing is promised that was not measured. */
const PARTS = 0xffff;

/**
 * Measures a picture of a prefix, on the raster of the film, against the film: for squares of which each value is an average
 * of 4 × 4 pixels of the prefix at least. A larger network asks for a larger prefix.
 */
export function proofOf(discarded: number, film: Grey, seen: Grey): PreviewProof {
  const shorter = Math.min(film.rows, film.columns) / 2 ** discarded;
  const squares = SIDES.filter((side) => 4 * side <= shorter).flatMap((side) =>
    FITS.map((fit) => ({ side, fit, difference: difference(film, seen, side, fit) })),
  );
  return { discarded, squares };
}

function difference(film: Grey, seen: Grey, side: number, fit: Fit): number {
  const [one, other] = [film, seen].map((picture) => areaResize(picture, side, side, squareOf(picture, fit)).values);
  return (one as Float32Array).reduce(
    (most, value, k) => Math.max(most, Math.abs(value - ((other as Float32Array)[k] as number))),
    0,
  );
}

/** Whether every square that was measured is within a grey level of the film's. */
export const isProven = ({ squares }: PreviewProof): boolean =>
  squares.every(({ difference: most }) => most <= MOST_DIFFERENCE);

/** Whether a network with this input sees within a grey level what it would see of the film; false where nobody measured. */
export const isProvenFor = (proof: PreviewProof | undefined, side: number, fit: Fit): boolean =>
  proof?.squares.some((one) => one.side === side && one.fit === fit && one.difference <= MOST_DIFFERENCE) ?? false;

/** The code stream with the proof as the last segment of its main header, which has `headerBytes`. */
export function withProof(stream: Uint8Array, headerBytes: number, { discarded, squares }: PreviewProof): Uint8Array {
  const comment = new Uint8Array(6 + NAME.length + 2 + squares.length * ENTRY_BYTES);
  const view = new DataView(comment.buffer);
  view.setUint16(0, COM);
  view.setUint16(2, comment.length - 2);
  comment.set(NAME, 6);
  let at = 6 + NAME.length;
  view.setUint8(at++, discarded);
  view.setUint8(at++, squares.length);
  for (const { side, fit, difference: most } of squares) {
    view.setUint16(at, side);
    view.setUint8(at + 2, FITS.indexOf(fit));
    view.setUint16(at + 3, Math.min(PARTS, Math.ceil(most * PARTS)));
    at += ENTRY_BYTES;
  }
  const out = new Uint8Array(stream.length + comment.length);
  out.set(stream.subarray(0, headerBytes));
  out.set(comment, headerBytes);
  out.set(stream.subarray(headerBytes), headerBytes + comment.length);
  return out;
}

/** The proof that a stream brings along, whose main header is whole; undefined where it has none, or one that is broken. */
export function proofIn(stream: Uint8Array): PreviewProof | undefined {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  for (let at = 2; view.getUint16(at) !== SOT; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint16(at) !== COM || !NAME.every((sign, k) => stream[at + 6 + k] === sign)) continue;
    return read(stream.subarray(at + 6 + NAME.length, at + 2 + view.getUint16(at + 2)));
  }
  return undefined;
}

function read(told: Uint8Array): PreviewProof | undefined {
  const view = new DataView(told.buffer, told.byteOffset, told.byteLength);
  if (told.length < 2 || told.length !== 2 + view.getUint8(1) * ENTRY_BYTES) return undefined;
  const squares = Array.from({ length: view.getUint8(1) }, (_, k): Square | undefined => {
    const at = 2 + k * ENTRY_BYTES;
    const fit = FITS[view.getUint8(at + 2)];
    return fit && { side: view.getUint16(at), fit, difference: view.getUint16(at + 3) / PARTS };
  });
  const known = squares.filter((square) => square !== undefined);
  return known.length === squares.length ? { discarded: view.getUint8(0), squares: known } : undefined;
}
