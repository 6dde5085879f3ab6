import type { Book } from './book.ts';
import type { Letter, TakenResult } from './letter.ts';
import type { Wake } from './wake.ts';

/** A part of the edge that takes every result: the cache behind the page, the way to the PACS. */
export type Consumer = {
  /** Lasting: what it has not taken yet is kept under this name, also over restarts. */
  readonly name: string;
  /** Resolved means durable there. Rejected: it is handed the same again, nothing after it before. */
  readonly take: (result: TakenResult) => Promise<void>;
};

export type ConsumersOptions = {
  readonly book: Book;
  readonly wake: Wake;
  readonly stopping: AbortSignal;
  readonly onFault: (name: string, fault: unknown) => void;
};

const IDLE_MS = 60_000;
const PAUSES_MS = [1000, 60_000] as const;

/** Hands every result to a consumer, in the order they were taken, whatever becomes of it at the record system. */
export async function feed(
  { name, take }: Consumer,
  { book, wake, stopping, onFault }: ConsumersOptions,
): Promise<void> {
  let pauseMs: number = PAUSES_MS[0];
  while (!stopping.aborted) {
    const letter = book.untold(name);
    if (letter === undefined) {
      await wake.rest(IDLE_MS);
      continue;
    }
    try {
      await take(takenOf(letter));
      await book.told(letter, name);
      pauseMs = PAUSES_MS[0];
    } catch (fault) {
      onFault(name, fault);
      await wake.rest(pauseMs);
      pauseMs = Math.min(2 * pauseMs, PAUSES_MS[1]);
    }
  }
}

const takenOf = ({ data, takenAt }: Letter): TakenResult => ({ ...data, bundle: data.bundle ?? {}, takenAt });
