import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LineCopy } from './working-copy.ts';

export type EncodeAsked = { readonly bytes: Uint8Array; readonly pixels: number };
export type EncodeSaid = { readonly copy: LineCopy | undefined } | { readonly fault: string };

/** A thread without work is let go after so long, with the memory of its codecs. */
const REST_MS = 60_000;
/** An image that takes longer is sent as it is: nobody waits for a codec that hangs. */
const LONGEST_MS = 120_000;

/**
 * Makes working copies in a thread of its own, one at a time, so that receiving never waits for a codec. A thread that dies
 * costs the image its copy and nothing else: undefined, as for what is not re-encoded.
 */
export function makeEncoder() {
  let worker: Worker | undefined;
  let resting: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  async function letGo(): Promise<void> {
    clearTimeout(resting);
    const old = worker;
    worker = undefined;
    await old?.terminate();
  }

  async function encode(asked: EncodeAsked): Promise<LineCopy | undefined> {
    clearTimeout(resting);
    worker ??= new Worker(join(import.meta.dirname, 'encode-worker.ts')).on('error', () => undefined);
    const thread = worker;
    const said = await answerOf(thread, asked);
    if ('fault' in said) {
      await letGo();
      return undefined;
    }
    resting = setTimeout(() => void letGo(), REST_MS).unref();
    return said.copy;
  }

  return {
    /** `bytes` are handed over: their memory is the thread's from then on, so they must own it. */
    encode(bytes: Uint8Array, pixels: number): Promise<LineCopy | undefined> {
      const mine = turn.then(() => encode({ bytes, pixels }));
      turn = mine.catch(() => undefined);
      return mine;
    },
    stop: letGo,
  };
}
export type Encoder = Pick<ReturnType<typeof makeEncoder>, 'encode' | 'stop'>;

/** The thread's next word, or that it has none any more. */
function answerOf(thread: Worker, asked: EncodeAsked): Promise<EncodeSaid> {
  return new Promise((resolve) => {
    const done = (said: EncodeSaid): void => {
      clearTimeout(late);
      thread.off('message', done).off('error', failed).off('exit', gone);
      resolve(said);
    };
    const failed = (cause: Error): void => done({ fault: cause.name });
    const gone = (): void => done({ fault: 'exit' });
    const late = setTimeout(() => done({ fault: 'late' }), LONGEST_MS);
    thread.on('message', done).on('error', failed).on('exit', gone);
    thread.postMessage(asked, asked.bytes.buffer instanceof ArrayBuffer ? [asked.bytes.buffer] : []);
  });
}
