import type { CodedFrame } from '../../domain/imaging/codecs.ts';
import { leastStored, type Shading, shadesOf } from '../../domain/imaging/shades.ts';
import type { DisplayView } from '../../schemas/display.ts';

/** A film in one of its resolutions: stored values, row by row. */
export type Level = {
  readonly discarded: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Uint8Array | Uint16Array | Int16Array;
};

export type Painted = Omit<Level, 'values'> & { readonly rgba: Uint8ClampedArray<ArrayBuffer> };

/** Pixels of the smaller resolution that is kept beside the finest: for quick answers while a window is dragged. */
const BESIDE = 1_500_000;

/**
 * Films in the memory of a worker, each in its finest resolution so far and in one that is quick to paint. Pure: the
 * decoder is handed in.
 * @param beside pixels of the resolution that is quick to paint, at most
 */
export function makeFilms(decodeAt: (bytes: Uint8Array, discarded: number) => CodedFrame, beside = BESIDE) {
  const films = new Map<string, readonly Level[]>();
  let shaded: { readonly key: string; readonly shades: Uint32Array } | undefined;

  return {
    /** Decodes a resolution and takes it to the film. Throws what the decoder throws; then the film stays as it was. */
    decode(
      film: string,
      bytes: Uint8Array,
      discarded: number,
      form: Pick<Shading, 'bits' | 'signed'>,
    ): Omit<Level, 'values'> {
      const frame = decodeAt(bytes, discarded);
      if (frame.samples !== 1 || frame.bits !== form.bits) throw new Error('another form than the header says');
      const level: Level = { discarded, rows: frame.rows, columns: frame.columns, values: valuesOf(frame, form) };
      const all = [...(films.get(film) ?? []).filter((one) => one.discarded !== discarded), level];
      const sorted = all.sort((a, b) => a.discarded - b.discarded);
      const [finest] = sorted;
      const quick = sorted.find((one) => one.rows * one.columns <= beside);
      films.set(
        film,
        sorted.filter((one) => one === finest || one === quick),
      );
      const { values: _, ...said } = level;
      return said;
    },

    /** The finest resolution, or the finest of at most so many pixels. Undefined for a film that is not here. */
    paint(film: string, form: Shading, view: DisplayView, inverted: boolean, most?: number): Painted | undefined {
      const levels = films.get(film) ?? [];
      const level = levels.find(({ rows, columns }) => most === undefined || rows * columns <= most) ?? levels.at(-1);
      if (level === undefined) return undefined;
      const key = JSON.stringify([form, view, inverted]);
      if (shaded?.key !== key) shaded = { key, shades: coloured(shadesOf(form, view, inverted)) };
      const { discarded, rows, columns, values } = level;
      const rgba = new Uint8ClampedArray(rows * columns * 4);
      fill(new Uint32Array(rgba.buffer), values, shaded.shades, leastStored(form));
      return { discarded, rows, columns, rgba };
    },

    /** The stored value at a place, shares of width and height from the top left; undefined outside. */
    value(film: string, x: number, y: number): number | undefined {
      const [level] = films.get(film) ?? [];
      if (level === undefined || !(x >= 0 && x < 1 && y >= 0 && y < 1)) return undefined;
      return level.values[Math.floor(y * level.rows) * level.columns + Math.floor(x * level.columns)];
    },

    forget: (film: string): void => void films.delete(film),
  };
}
export type Films = ReturnType<typeof makeFilms>;

/** The decoder gives little-endian containers of 8 bits for up to 8 stored ones, else of 16, in memory of their own. */
function valuesOf({ bytes, bits }: CodedFrame, { signed }: Pick<Shading, 'signed'>): Level['values'] {
  if (bits <= 8) return signed ? Int16Array.from(new Int8Array(bytes.buffer)) : bytes;
  return signed ? new Int16Array(bytes.buffer) : new Uint16Array(bytes.buffer);
}

/** Greys as pixels of a canvas: red, green, blue and full opacity, in the order of the machine. */
function coloured(shades: Uint8Array): Uint32Array {
  const [one] = new Uint32Array(Uint8Array.of(0, 0, 0, 255).buffer);
  const [grey] = new Uint32Array(Uint8Array.of(1, 1, 1, 0).buffer);
  return Uint32Array.from(shades, (shade) => (one as number) + (grey as number) * shade);
}

/** A loop for each kind of memory: one that meets several is compiled well for none. */
function fill(out: Uint32Array, values: Level['values'], shades: Uint32Array, least: number): void {
  if (values instanceof Uint16Array) fill16(out, values, shades);
  else if (values instanceof Int16Array)
    for (let k = 0; k < out.length; k++) out[k] = shades[(values[k] as number) - least] as number;
  else for (let k = 0; k < out.length; k++) out[k] = shades[values[k] as number] as number;
}

function fill16(out: Uint32Array, values: Uint16Array, shades: Uint32Array): void {
  for (let k = 0; k < out.length; k++) out[k] = shades[values[k] as number] as number;
}
