import { join } from 'node:path';
import { startDrain } from './drain.ts';
import { nodeFiles } from './files/files.ts';
import { openJournal } from './journal/journal.ts';
import { type ListenerOptions, startListener } from './listener.ts';
import { lockFolder } from './lock.ts';
import { edgeNotes } from './notes.ts';
import { keepRefused, sendRefusedAgain } from './refused.ts';
import { writeState } from './state.ts';
import { makeUplink } from './uplink.ts';

export type EdgeOptions = Omit<ListenerOptions, 'journal' | 'onTaken' | 'onClosed' | 'onRefused'> & {
  readonly clinic: string;
  /** The edge's own folder, for this clinic alone. */
  readonly folder: string;
  /** The region's API, and tokens for it. */
  readonly url: string;
  readonly token: () => Promise<string>;
  readonly quotaBytes?: number;
  readonly retentionMs?: number;
  /** Put what the region refused into the line again. */
  readonly again?: boolean;
};

export type Edge = {
  readonly port: number;
  /** Takes nothing more, answers what is durable, lets what is on its way arrive; what waits stays in the journal. */
  readonly stop: () => Promise<void>;
};

const CLEAN_EVERY_MS = 60_000;
const STATE_EVERY_MS = 5000;
const STOP_WITHIN_MS = 5000;

const journalFolder = (folder: string): string => join(folder, 'journal');
export const refusedFolder = (folder: string): string => join(folder, 'refused');

/**
 * The clinic's edge: an HL7 listener, the durable journal behind it, and the uplink that empties the journal.
 * @throws OkaError `configuration` when the folder is in use, the port is taken or the certificate is faulty
 */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const {
    clinic,
    folder,
    url,
    token,
    quotaBytes,
    retentionMs,
    again,
    clock = () => new Date(),
    ...listening
  } = options;
  await nodeFiles.makeFolder(folder);
  const notes = edgeNotes(clinic);
  /** What ends what has begun; undone from the last to the first. */
  const ends: (() => unknown)[] = [await lockFolder(folder)];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const journal = await openJournal({
      folder: journalFolder(folder),
      ...(quotaBytes === undefined ? {} : { quotaBytes }),
      ...(retentionMs === undefined ? {} : { retentionMs }),
      clock,
      onEvent: notes.journal,
    });
    const state = () =>
      writeState(folder, { clinic, at: clock().toISOString(), journal, totals: notes.totals() }).catch(
        (fault: unknown) => notes.failed('writing the state', fault),
      );
    ends.push(journal.close, state);
    const resent = again ? await sendRefusedAgain(refusedFolder(folder), journal) : 0;
    const drain = startDrain({
      journal,
      send: makeUplink({ url, token }).send,
      refuse: (entry, code) => keepRefused(refusedFolder(folder), journal, entry, code, clock().toISOString()),
      clock,
      onEvent: notes.drain,
    });
    ends.push(() => Promise.race([drain.stop(), pause(STOP_WITHIN_MS)]));
    const listener = await startListener({
      ...listening,
      journal,
      clock,
      onTaken: notes.taken,
      onClosed: notes.closed,
      onRefused: notes.refused,
    });
    ends.push(() => listener.stop(STOP_WITHIN_MS));
    notes.started({ port: listener.port, waiting: journal.counts.waiting, resent, tls: listening.tls !== undefined });

    const clean = () => journal.clean().catch((fault: unknown) => notes.failed('cleaning the journal', fault));
    const timers = [
      setInterval(() => void clean(), CLEAN_EVERY_MS),
      setInterval(() => void state(), STATE_EVERY_MS),
      setInterval(notes.summary, CLEAN_EVERY_MS),
    ];
    return {
      port: listener.port,
      async stop() {
        for (const timer of timers) clearInterval(timer);
        await stop();
        notes.summary();
        notes.stopped(journal.counts.waiting);
      },
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
