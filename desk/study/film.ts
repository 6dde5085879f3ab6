import type { PictureDisplay } from '../../schemas/display.ts';
import { arriving, type Reach } from './bytes/arriving.ts';
import { keepBytes, keptBytes } from './bytes/kept.ts';
import type { Decoder, PaintOrder } from './decoder.ts';
import { type Drawn, type Progress, placeOfLevel, type Sight } from './sight.ts';

export type FilmReach = {
  /** Path of the API of this frame's code stream. */
  readonly path: string;
  readonly ask: Reach;
};

/** Told as a film comes: what is seen, how much has come, and that no decoder runs here. */
export type FilmNews = {
  readonly onSight: (sight: Sight) => void;
  readonly onProgress: (progress: Progress) => void;
};

/**
 * Brings a film of values into the worker, coarse first and then finer; each step is kept for the next look.
 * @throws what the region refused or the decoder could not read; Unreached where the line broke: what came before stays
 */
export async function bringFilm(
  film: string,
  picture: PictureDisplay,
  { path, ask }: FilmReach,
  decoder: Decoder,
  { onSight, onProgress }: FilmNews,
): Promise<void> {
  const reach: Reach = (headers) => ask({ accept: 'image/jphc', ...headers });
  const kept = await keptBytes(path);
  const steps = arriving(reach, { kept, onProgress: (have, total) => onProgress({ have, total }) });
  for await (const { bytes, etag, total, discarded } of steps) {
    const { columns, rows } = await decoder.decode(film, bytes, discarded, picture);
    onSight(discarded === 0 ? { kind: 'whole' } : { kind: 'part', columns, rows });
    // Not awaited: a disk must not hold up the eye.
    if (bytes.length > (kept?.bytes.length ?? 0) || etag !== kept?.etag) void keepBytes(path, { bytes, etag, total });
  }
}

/** The film through a window, ready to be drawn; undefined where a newer order overtook this one. */
export async function paintFilm(film: string, order: PaintOrder, decoder: Decoder): Promise<Drawn | undefined> {
  const painted = await decoder.paint(film, order);
  if (painted === undefined) return undefined;
  const { bitmap, rgba, columns, rows, discarded } = painted;
  performance.measure('oka-paint', {
    start: performance.now() - painted.ms,
    detail: { ms: painted.ms, columns, rows },
  });
  const image = bitmap ?? (rgba && onCanvas(new Uint8ClampedArray(rgba), columns, rows));
  return image && { image, at: placeOfLevel(discarded, columns, rows) };
}

/** For browsers whose workers have no canvas. */
function onCanvas(rgba: Uint8ClampedArray<ArrayBuffer>, columns: number, rows: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, columns, rows), 0, 0);
  return canvas;
}
