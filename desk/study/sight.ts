/** What a reader sees of a picture right now: said on the screen, for only some of it is for reading. */
export type Sight =
  | { readonly kind: 'waiting' }
  /** The server's small picture. */
  | { readonly kind: 'preview' }
  /** Values as they were stored, in a lower resolution; the rest is coming. */
  | { readonly kind: 'part'; readonly columns: number; readonly rows: number }
  /** Every value as it was stored. */
  | { readonly kind: 'whole' }
  /** A picture that the server made: of images whose values do not come to this page, and where no decoder runs. */
  | { readonly kind: 'rendered'; readonly columns: number; readonly rows: number; readonly why: 'way' | 'decoder' };

/** Bytes that have come. */
export type Progress = { readonly have: number; readonly total: number };

/** What is drawn, and the part of the film that it covers in columns and rows of the film: all of it where nothing is said. */
export type Drawn = {
  readonly image: CanvasImageSource & { readonly width: number; readonly height: number };
  readonly at?: Part;
};
export type Part = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/**
 * Where a resolution lies on its film. A value of a low band is centred on the first of the pixels that it stands for
 * (domain/imaging/prefix.ts), so it begins half a step earlier than an average would: drawn without this, a place would
 * wander by pixels while the film sharpens.
 */
export function placeOfLevel(discarded: number, columns: number, rows: number): Part {
  const step = 2 ** discarded;
  return { left: (1 - step) / 2, top: (1 - step) / 2, width: columns * step, height: rows * step };
}
