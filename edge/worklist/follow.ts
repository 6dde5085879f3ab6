import { z } from 'zod';
import { OkaError } from '../../schemas/errors.ts';
import { Instant } from '../../schemas/input.ts';
import { openFacts } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import type { Entry, Journal } from '../journal/journal.ts';
import type { Worklist } from './seam.ts';

export type FollowOptions = {
  readonly journal: Pick<Journal, 'kept' | 'read' | 'onTaken'>;
  readonly worklist: Pick<Worklist, 'take'>;
  /** A folder for the mark alone. */
  readonly folder: string;
  readonly files?: EdgeFiles;
  readonly key?: EdgeKey | undefined;
  readonly onFailed?: (fault: unknown) => void;
};

/** How far the journal has been gone through: all that was accepted before has been taken. */
const Mark = z.strictObject({ until: Instant });
/** Messages between two marks: so many are taken again after a crash, which changes nothing. */
const MARK_EVERY = 200;
/** Messages accepted at nearly one time may stand in the journal in another order than they were stamped. */
const OVERLAP_MS = 60_000;
const AGAIN_MS = 5000;
const TOGETHER = 32;

/**
 * Goes through the journal and gives each message to the worklist, from where it was before a crash. The listener has
 * answered long before: a message that waits here is safe in the journal, and the worklist is only a moment behind.
 */
export async function followJournal(options: FollowOptions) {
  const { journal, worklist, folder, files, key, onFailed = () => undefined } = options;
  const marks = await openFacts({ folder, schema: Mark, ...(files && { files }), key });
  const from = marks.get('journal')?.until;
  const queue: Entry[] = [];
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const failed = new Set<Entry>();
  let [sinceMark, stopped] = [0, false];

  /** Facts merge in any order, so a few messages go at once and share a sync of the disk. */
  async function work(): Promise<void> {
    while (queue.length > 0 && !stopped) {
      const batch = queue.splice(0, TOGETHER);
      const faults = (await Promise.all(batch.map(give))).filter((fault) => fault !== undefined);
      if (faults.length > 0) throw faults[0];
      await mark(batch);
    }
  }

  /** Gives the fault where the message must be tried again: a disk that is full, most likely. */
  async function give(entry: Entry): Promise<unknown> {
    try {
      await worklist.take(await journal.read(entry, 0, entry.bytes), entry.acceptedAt);
      failed.delete(entry);
      return undefined;
    } catch (cause) {
      // What the journal itself cannot read is lost to the region too, and no second try brings it back.
      if (cause instanceof OkaError && cause.class === 'permanent') onFailed(cause);
      else {
        failed.add(entry);
        queue.push(entry);
        return cause;
      }
      return undefined;
    }
  }

  /** A lost mark costs some messages that are taken twice; none is set while one could not be taken. */
  async function mark(batch: readonly Entry[]): Promise<void> {
    sinceMark += batch.length;
    const last = batch.at(-1);
    if (sinceMark < MARK_EVERY || failed.size > 0 || last === undefined) return;
    sinceMark = 0;
    await marks.put('journal', { until: new Date(Date.parse(last.acceptedAt) - OVERLAP_MS).toISOString() });
  }

  function run(): void {
    if (running !== undefined || stopped) return;
    clearTimeout(timer);
    running = work().then(
      () => {
        running = undefined;
        if (queue.length > 0) run();
      },
      (fault: unknown) => {
        running = undefined;
        onFailed(fault);
        timer = setTimeout(run, AGAIN_MS);
        timer.unref();
      },
    );
  }

  journal.onTaken((entry) => {
    queue.push(entry);
    run();
  });
  queue.push(...journal.kept(from));
  run();
  return {
    /** Messages that the worklist has not seen yet. */
    get behind(): number {
      return queue.length;
    },
    /** Resolved when all that is in the journal now has been taken, or could not be. */
    async caughtUp(): Promise<void> {
      while (running !== undefined) await running;
    },
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
      await marks.close();
    },
  };
}
