import type { Book } from './book.ts';
import { delivered } from './envelope.ts';
import type { ResultQueue } from './queue.ts';
import type { Wake } from './wake.ts';

export type TellerOptions = {
  readonly ehr: string;
  readonly book: Book;
  readonly queue: ResultQueue;
  readonly wake: Wake;
  readonly stopping: AbortSignal;
  readonly onFault: (fault: unknown) => void;
};

const IDLE_MS = 60_000;
const PAUSE_MS = 5000;

/**
 * Tells the region what became of each version. An answer stands in the ledger until the region has it: a crash in between
 * sends the same event again, with the same id. Resolves when it is stopped.
 */
export async function tellRegion({ ehr, book, queue, wake, stopping, onFault }: TellerOptions): Promise<void> {
  while (!stopping.aborted) {
    const [resultId] = book.owing();
    const row = resultId === undefined ? undefined : book.row(resultId);
    const answer = row?.owed[0];
    if (resultId === undefined || row === undefined || answer === undefined) {
      await wake.rest(IDLE_MS);
      continue;
    }
    const { version, code, text, at, traceparent } = answer;
    // Always in this order: the id of the event is made from it, and a repeat after a crash is the same event.
    const data = { ehr, record: row.record, resultId, version, code, ...(text === undefined ? {} : { text }), at };
    try {
      await queue.answer(delivered(data, { source: `oka/connector/${ehr}`, time: new Date(at), traceparent }));
      await book.answered(resultId);
    } catch (fault) {
      onFault(fault);
      await wake.rest(PAUSE_MS);
    }
  }
}
