import type { Shading } from '../../domain/imaging/shades.ts';
import type { DisplayView } from '../../schemas/display.ts';
import { fileUrl } from '../config.ts';
import type { Asked, Said } from '../worker/protocol.ts';

export type Decoded = Extract<Said, { said: 'decoded' }>;
export type PaintedFilm = Extract<Said, { said: 'painted' }>;
export type PaintOrder = {
  readonly form: Shading;
  readonly view: DisplayView;
  readonly inverted: boolean;
  readonly most?: number | undefined;
};
type Waiting<Answer> = { resolve: (answer: Answer) => void; reject: (cause: Error) => void };

/** The worker of this page that decodes and windows. One for all films: the decoder is loaded once. */
export type Decoder = {
  /** Rejects where the bytes are no such film, or no decoder starts here. */
  decode(film: string, bytes: Uint8Array, discarded: number, form: Shading): Promise<Decoded>;
  /** `undefined`: a newer order of the same film came before this one was done. */
  paint(film: string, order: PaintOrder): Promise<PaintedFilm | undefined>;
  value(film: string, x: number, y: number): Promise<number | undefined>;
  forget(film: string): void;
};

export function makeDecoder(worker: Pick<Worker, 'postMessage' | 'onmessage' | 'onerror'>): Decoder {
  const decoding = new Map<string, Waiting<Decoded>[]>();
  const painting = new Map<string, Waiting<PaintedFilm | undefined> & { ticket: number }>();
  const values = new Map<number, (value: number | undefined) => void>();
  let ticket = 0;
  let broken: Error | undefined;
  const ask = (asked: Asked, transferred: Transferable[] = []): void => worker.postMessage(asked, transferred);

  const failed = (film: string | undefined, why: string): void => {
    const cause = new Error(why);
    if (film === undefined) broken = cause;
    for (const [name, all] of decoding)
      if (film === undefined || film === name) {
        decoding.delete(name);
        for (const { reject } of all) reject(cause);
      }
    for (const [name, { resolve }] of painting)
      if (film === undefined || film === name) {
        painting.delete(name);
        resolve(undefined);
      }
  };

  worker.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.said === 'failed') failed(data.film, data.why);
    if (data.said === 'decoded') decoding.get(data.film)?.shift()?.resolve(data);
    if (data.said === 'value') {
      values.get(data.ticket)?.(data.value);
      values.delete(data.ticket);
    }
    if (data.said !== 'painted') return;
    const waiting = painting.get(data.film);
    if (waiting?.ticket !== data.ticket) data.bitmap?.close();
    else {
      painting.delete(data.film);
      waiting.resolve(data);
    }
  };
  worker.onerror = (event) => failed(undefined, event.message ?? 'worker');
  ask({ ask: 'begin' });

  return {
    decode(film, bytes, discarded, { bits, signed }) {
      if (broken) return Promise.reject(broken);
      return new Promise((resolve, reject) => {
        decoding.set(film, [...(decoding.get(film) ?? []), { resolve, reject }]);
        const own = Uint8Array.from(bytes);
        ask({ ask: 'decode', film, bytes: own.buffer, discarded, form: { bits, signed } }, [own.buffer]);
      });
    },
    paint(film, { form, view, inverted, most }) {
      ticket += 1;
      painting.get(film)?.resolve(undefined);
      return new Promise((resolve, reject) => {
        painting.set(film, { ticket, resolve, reject });
        ask({ ask: 'paint', film, ticket, form, view, inverted, ...(most === undefined ? {} : { most }) });
      });
    },
    value(film, x, y) {
      ticket += 1;
      const own = ticket;
      return new Promise((resolve) => {
        values.set(own, resolve);
        ask({ ask: 'value', film, ticket: own, x, y });
      });
    },
    forget: (film) => ask({ ask: 'forget', film }),
  };
}

let shared: Decoder | undefined;
/** The page's decoder; begins to load at the first call. */
export const decoder = (): Decoder =>
  (shared ??= makeDecoder(new Worker(fileUrl('worker/decode.worker.ts'), { type: 'module' })));
