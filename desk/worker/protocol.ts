import type { Shading } from '../../domain/imaging/shades.ts';
import type { DisplayView } from '../../schemas/display.ts';

/** What the page asks of its worker. `film` names an image in the worker's memory. */
export type Asked =
  /** Once, before anything else: the decoder is loaded. */
  | { readonly ask: 'begin' }
  /** A code stream, or as much of it as holds the resolution after `discarded` halvings. */
  | {
      readonly ask: 'decode';
      readonly film: string;
      readonly bytes: ArrayBuffer;
      readonly discarded: number;
      readonly form: Pick<Shading, 'bits' | 'signed'>;
    }
  /** The film as a picture. `most`: pixels that are enough for now, while a window is being dragged. */
  | {
      readonly ask: 'paint';
      readonly film: string;
      readonly ticket: number;
      readonly form: Shading;
      readonly view: DisplayView;
      readonly inverted: boolean;
      readonly most?: number;
    }
  /** Stored values under a place, as shares of width and height. */
  | { readonly ask: 'value'; readonly film: string; readonly ticket: number; readonly x: number; readonly y: number }
  | { readonly ask: 'forget'; readonly film: string };

/** What the worker answers. */
export type Said =
  | { readonly said: 'ready' }
  | {
      readonly said: 'decoded';
      readonly film: string;
      readonly discarded: number;
      readonly rows: number;
      readonly columns: number;
      readonly ms: number;
    }
  | {
      readonly said: 'painted';
      readonly film: string;
      readonly ticket: number;
      readonly rows: number;
      readonly columns: number;
      readonly discarded: number;
      readonly ms: number;
      /** Where the worker has an OffscreenCanvas; else the same picture as RGBA bytes. */
      readonly bitmap?: ImageBitmap;
      readonly rgba?: ArrayBuffer;
    }
  | { readonly said: 'value'; readonly film: string; readonly ticket: number; readonly value?: number }
  /** `film` is absent where the decoder itself did not start. */
  | { readonly said: 'failed'; readonly film?: string; readonly why: string };
