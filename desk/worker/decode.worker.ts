import wasm from '@cornerstonejs/codec-openjph/wasm';
import openjph from '@cornerstonejs/codec-openjph/wasmjs';
import { decodeAt, type Htj2kDecoder } from '../../domain/imaging/openjph-decoder.ts';
import { type Films, makeFilms } from './films.ts';
import type { Asked, Said } from './protocol.ts';

/** The part of a worker's scope that is used: the desk's types are a page's. */
type Scope = {
  readonly location: { readonly href: string };
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
  postMessage(said: Said, transferred?: Transferable[]): void;
};
const scope = globalThis as unknown as Scope;

let films: Promise<Films> | undefined;

/** Paints that wait, by film: of several the last one is wanted, for a finger is quicker than a picture of 5 megapixels. */
const waiting = new Map<string, Extract<Asked, { ask: 'paint' }>>();

scope.onmessage = ({ data }) => {
  if (data.ask === 'begin') {
    films = begin();
    films.then(
      () => scope.postMessage({ said: 'ready' }),
      (cause: unknown) => scope.postMessage({ said: 'failed', why: String(cause) }),
    );
    return;
  }
  if (data.ask === 'paint') {
    const first = !waiting.has(data.film);
    waiting.set(data.film, data);
    if (!first) return;
    // Messages that wait already are read before: those of a drag become one.
    setTimeout(() => {
      const last = waiting.get(data.film);
      waiting.delete(data.film);
      if (last !== undefined) answer(last);
    });
    return;
  }
  answer(data);
};

async function begin(): Promise<Films> {
  const locateFile = (): string => new URL(wasm, scope.location.href).href;
  const module = await openjph({ locateFile, print: () => {}, printErr: () => {} });
  const Decoder = module.HTJ2KDecoder as new () => Htj2kDecoder;
  return makeFilms((bytes, discarded) => decodeAt(new Decoder(), bytes, discarded));
}

function answer(asked: Exclude<Asked, { ask: 'begin' }>): void {
  films
    ?.then((held) => answerWith(held, asked))
    .catch((cause: unknown) => scope.postMessage({ said: 'failed', film: asked.film, why: String(cause) }));
}

function answerWith(held: Films, asked: Exclude<Asked, { ask: 'begin' }>): void {
  const { film } = asked;
  const started = performance.now();
  const ms = (): number => performance.now() - started;
  if (asked.ask === 'forget') held.forget(film);
  if (asked.ask === 'decode') {
    const level = held.decode(film, new Uint8Array(asked.bytes), asked.discarded, asked.form);
    scope.postMessage({ said: 'decoded', film, ...level, ms: ms() });
  }
  if (asked.ask === 'value') {
    const value = held.value(film, asked.x, asked.y);
    scope.postMessage({ said: 'value', film, ticket: asked.ticket, ...(value === undefined ? {} : { value }) });
  }
  if (asked.ask === 'paint') {
    const painted = held.paint(film, asked.form, asked.view, asked.inverted, asked.most);
    if (painted === undefined) return;
    const { rgba, ...size } = painted;
    const said = { said: 'painted' as const, film, ticket: asked.ticket, ...size };
    if (typeof OffscreenCanvas === 'undefined') {
      scope.postMessage({ ...said, ms: ms(), rgba: rgba.buffer }, [rgba.buffer]);
      return;
    }
    const canvas = new OffscreenCanvas(size.columns, size.rows);
    canvas.getContext('2d', { alpha: false })?.putImageData(new ImageData(rgba, size.columns, size.rows), 0, 0);
    const bitmap = canvas.transferToImageBitmap();
    scope.postMessage({ ...said, ms: ms(), bitmap }, [bitmap]);
  }
}
