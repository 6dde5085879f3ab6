import { ResultPublished } from '../../schemas/messages.ts';
import type { Book } from './book.ts';
import type { Received, ResultQueue } from './queue.ts';
import type { Time } from './time.ts';

export type TakerOptions = {
  readonly ehr: string;
  readonly book: Book;
  readonly queue: ResultQueue;
  readonly time: Time;
  /** Bytes that may wait here; beyond them the queue keeps the rest. */
  readonly waitingBytes: number;
  readonly stopping: AbortSignal;
  readonly onTaken: (message: ResultPublished) => void;
  readonly onRepeat: () => void;
  readonly onEvent: (event: TakerEvent) => void;
};

export type TakerEvent =
  | { readonly what: 'queue-away'; readonly why: string; readonly fault: unknown }
  /** No message of ours, or another record system's: the queue puts it into quarantine after five attempts. */
  | { readonly what: 'unreadable' }
  | { readonly what: 'not-durable'; readonly fault: unknown };

const PAUSE_MS = 5000;
const GIVE_BACK_SECONDS = 5;

/**
 * Takes results from the queue for as long as there is room. The queue lets go of a message when it is durable here: an
 * EHR that is silent for days holds nothing up there, uses up no attempts, and newer versions are seen beside the older.
 */
export function startTaker(options: TakerOptions) {
  const { ehr, book, queue, time, waitingBytes, stopping, onEvent } = options;
  let awaySince: string | undefined;
  let full = false;

  const messageIn = ({ body }: Received): ResultPublished | undefined => {
    try {
      const message = ResultPublished.parse(JSON.parse(body));
      return message.data.ehr === ehr ? message : undefined;
    } catch {
      return undefined;
    }
  };

  /** False where nothing more of this batch may be taken: what comes after would overtake it. */
  async function take(received: Received): Promise<boolean> {
    const message = messageIn(received);
    if (message === undefined) {
      onEvent({ what: 'unreadable' });
      await queue.giveBack(received, GIVE_BACK_SECONDS);
      return true;
    }
    try {
      const what = await book.take(message, new Date(time.now()).toISOString());
      if (what === 'taken') options.onTaken(message);
      else options.onRepeat();
    } catch (fault) {
      onEvent({ what: 'not-durable', fault });
      return false;
    }
    await queue.letGo(received);
    return true;
  }

  async function run(): Promise<void> {
    while (!stopping.aborted) {
      full = book.line.bytes >= waitingBytes;
      if (full) {
        await time.rest(PAUSE_MS, stopping);
        continue;
      }
      try {
        const messages = await queue.receive(stopping);
        awaySince = undefined;
        for (const [index, received] of messages.entries()) {
          if (await take(received)) continue;
          for (const one of messages.slice(index)) await queue.giveBack(one, GIVE_BACK_SECONDS);
          await time.rest(PAUSE_MS, stopping);
          break;
        }
      } catch (fault) {
        if (stopping.aborted) return;
        awaySince ??= new Date(time.now()).toISOString();
        onEvent({ what: 'queue-away', why: nameOf(fault), fault });
        await time.rest(PAUSE_MS, stopping);
      }
    }
  }

  return { done: run(), state: () => ({ ...(awaySince === undefined ? {} : { awaySince }), full }) };
}

/** `ECONNREFUSED`, `CredentialsProviderError`, `AccessDenied`: it says whose matter it is; the texts may say more than a log may. */
function nameOf(fault: unknown): string {
  const { code, name } = (fault ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
}
