import { useEffect, useRef, useState } from 'preact/hooks';
import { windowNear } from '../../domain/imaging/shades.ts';
import type { DisplayItem, DisplayView, PictureDisplay } from '../../schemas/display.ts';
import { ask } from '../api/ask.ts';
import { askPicture, askPreview, LONG_MS, NoPicture } from './bytes/pictures.ts';
import { type Decoder, decoder } from './decoder.ts';
import { bringFilm, paintFilm } from './film.ts';
import type { Size } from './geometry.ts';
import { previewPath, renderedPath, streamPath } from './paths.ts';
import type { Drawn, Progress, Sight } from './sight.ts';

/** Which picture: `of` is not known yet while the study is asked for; its first picture's preview comes without. */
export type FilmName = {
  readonly study: string;
  readonly of?: Pick<DisplayItem, 'series' | 'instance'> | undefined;
  readonly isFirst: boolean;
};

/** How a picture is to be shown: `view` absent as the image itself asks. */
export type Look = { readonly view?: DisplayView | undefined; readonly inverted: boolean };

type State = {
  readonly sight: Sight;
  /** The values that came, through the reader's window. */
  readonly drawn?: Drawn | undefined;
  readonly preview?: Drawn | undefined;
  readonly progress?: Progress | undefined;
  /** Why no more of it comes; what there is stays. */
  readonly fault?: unknown;
};
export type FilmState = Omit<State, 'preview'> & {
  /** What is drawn is the preview: its mark stays on it. */
  readonly isPreview: boolean;
  /** Asks again after a fault. */
  readonly retry: () => void;
  /** The stored value at a place, shares of width and height; undefined where values did not come. */
  readonly valueAt: (x: number, y: number) => Promise<number | undefined>;
};

const NOTHING: State = { sight: { kind: 'waiting' } };
/** While a window is dragged so many pixels are enough; after a moment of rest all are painted. */
const DRAGGED_PIXELS = 1_500_000;
const REST_MS = 120;
/** The server makes a picture for a window when the hand rests, not at every step of it. */
const RENDER_REST_MS = 300;
const MOST_VIEWPORT = 4096;

/**
 * A picture from its first sight to the last of its values: the server's preview, then the film itself where its values
 * come (`htj2k`), else pictures that the server makes. Nothing else goes over the line before the preview; leaving stops
 * what is on its way.
 * @param needed device pixels that the picture takes on the screen
 */
export function useFilm(name: FilmName, picture: PictureDisplay | undefined, look: Look, needed: Size): FilmState {
  const { study, of, isFirst } = name;
  const key = isFirst ? `${study}/` : `${study}/${of?.instance}`;
  const [round, setRound] = useState(0);
  const [held, setHeld] = useState<{ key: string; state: State }>({ key, state: NOTHING });
  const [broken, setBroken] = useState(false);
  const worker = useRef<Decoder | undefined>(undefined);
  // What belongs to another picture is never shown, not even for the moment until the effects have run.
  const state = held.key === key ? held.state : NOTHING;
  const set = (more: Partial<State>): void =>
    setHeld((before) => ({ key, state: { ...(before.key === key ? before.state : NOTHING), ...more } }));

  const isPreviewed = usePreview(name, key, round, set);
  const byValues = picture?.way === 'htj2k' && !broken;

  useEffect(() => {
    if (!isPreviewed || picture === undefined || of === undefined || !byValues) return;
    const leaving = new AbortController();
    const decodes = decoder();
    worker.current = decodes;
    const path = streamPath(study, of);
    const asking = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      ask(path, { headers, signal: leaving.signal, timeoutMs: LONG_MS });
    bringFilm(key, picture, { path, ask: asking }, decodes, {
      onSight: (sight) => leaving.signal.aborted || set({ sight, fault: undefined }),
      onProgress: (progress) => leaving.signal.aborted || set({ progress }),
    })
      .then(() => leaving.signal.aborted || set({ progress: undefined }))
      .catch((cause: unknown) => {
        if (leaving.signal.aborted) return;
        // A refusal or a broken line is told and can be tried again; without a decoder the server makes the pictures.
        if (isOfTheLine(cause)) set({ fault: cause, progress: undefined });
        else setBroken(true);
      });
    return () => {
      leaving.abort();
      decodes.forget(key);
    };
  }, [key, isPreviewed, picture, byValues, round]);

  const { kind } = state.sight;
  useEffect(() => {
    const view = look.view ?? picture?.views[0];
    const decodes = worker.current;
    if (decodes === undefined || picture === undefined || view === undefined || !byValues) return;
    if (kind !== 'part' && kind !== 'whole') return;
    let isGone = false;
    const paint = async (most?: number): Promise<void> => {
      const drawn = await paintFilm(key, { form: picture, view, inverted: look.inverted, most }, decodes);
      if (drawn !== undefined && !isGone) set({ drawn });
    };
    const isLarge = kind === 'whole' && picture.rows * picture.columns > DRAGGED_PIXELS;
    void paint(isLarge ? DRAGGED_PIXELS : undefined);
    const timer = isLarge ? setTimeout(paint, REST_MS) : undefined;
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [key, picture, look.view, look.inverted, state.sight, byValues]);

  const size = viewport(picture, needed);
  const isRendered = picture !== undefined && !byValues && picture.frames === 1;
  useEffect(() => {
    if (!isPreviewed || !isRendered || of === undefined) return;
    const leaving = new AbortController();
    const window = look.view && windowNear(look.view);
    const timer = setTimeout(() => {
      askPicture(renderedPath(study, of, { ...size, window }), 'image/jpeg', leaving.signal)
        .then((image) => {
          const sight: Sight = {
            kind: 'rendered',
            columns: image.width,
            rows: image.height,
            why: broken ? 'decoder' : 'way',
          };
          set({ sight, drawn: { image: look.inverted ? turned(image) : image }, fault: undefined });
        })
        .catch((fault: unknown) => leaving.signal.aborted || set({ fault }));
    }, RENDER_REST_MS);
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [key, isPreviewed, isRendered, size.width, size.height, look.view, look.inverted, round]);

  const { preview, ...rest } = state;
  const isPreview = preview !== undefined && isBetter(preview, state, look);
  return {
    ...rest,
    drawn: isPreview ? preview : state.drawn,
    isPreview,
    retry: () => setRound((before) => before + 1),
    valueAt: async (x, y) => (byValues ? worker.current?.value(key, x, y) : undefined),
  };
}

/**
 * Of a film that is coarser so far than its preview the preview stays on the screen, until the reader touches the window: then
 * he sees the values themselves, however few they are yet.
 */
function isBetter(preview: Drawn, { sight, drawn }: State, { view, inverted }: Look): boolean {
  if (drawn === undefined) return true;
  const isTouched = view !== undefined || inverted;
  return sight.kind === 'part' && !isTouched && sight.columns < preview.image.width;
}

const isOfTheLine = (cause: unknown): boolean => cause instanceof Error && /^(Refused|Unreached)$/.test(cause.name);

/** The server's small picture; whether it has come or has been refused: nothing else goes over the line before it. */
function usePreview(
  { study, of, isFirst }: FilmName,
  key: string,
  round: number,
  set: (more: Partial<State>) => void,
): boolean {
  const [done, setDone] = useState('');
  useEffect(() => {
    if (!isFirst && of === undefined) return;
    const leaving = new AbortController();
    askPreview(previewPath(study, isFirst ? undefined : of), leaving.signal)
      .then((image) => {
        if (leaving.signal.aborted) return;
        performance.mark('oka-preview');
        set({ sight: { kind: 'preview' }, preview: { image }, fault: undefined });
      })
      .catch((fault: unknown) => leaving.signal.aborted || fault instanceof NoPicture || set({ fault }))
      .finally(() => leaving.signal.aborted || setDone(key));
    return () => leaving.abort();
  }, [key, round]);
  return done === key;
}

/** Pixels that the screen shows, in steps, so that a small turn of the wheel asks for nothing; never more than there are. */
function viewport(picture: PictureDisplay | undefined, needed: Size): Size {
  if (picture === undefined) return { width: 1, height: 1 };
  const { columns, rows } = picture;
  const share = Math.max(1 / 64, needed.width / columns, needed.height / rows);
  const step = 2 ** (Math.ceil(Math.log2(share) * 2) / 2);
  const by = Math.min(1, step, MOST_VIEWPORT / Math.max(columns, rows));
  return { width: Math.ceil(columns * by), height: Math.ceil(rows * by) };
}

/** Light and dark exchanged. */
function turned(image: ImageBitmap): Drawn['image'] {
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  const context = canvas.getContext('2d');
  if (context === null) return image;
  context.drawImage(image, 0, 0);
  context.globalCompositeOperation = 'difference';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}
