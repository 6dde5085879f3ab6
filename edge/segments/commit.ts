import { OkaError } from '../../schemas/errors.ts';
import { encodeRecord, type NewRecord } from './record.ts';
import type { Segment } from './segments.ts';

/** Where a record lies now, durably: where it begins, where its body begins, how long that is, what both take. */
export type Placed = {
  readonly segment: Segment;
  readonly position: number;
  readonly start: number;
  readonly bytes: number;
  readonly size: number;
};

type Item = {
  readonly record: NewRecord;
  readonly resolve: (placed: Placed) => void;
  readonly reject: (fault: OkaError) => void;
};

export type CommitOptions = {
  /** The segment to write to; a new one where the last is full or not to be trusted. */
  readonly segment: () => Promise<Segment>;
  /** Writing or syncing failed: what lies behind `end` may or may not be on the disk, and nothing more is written to it. */
  readonly onFailed: (segment: Segment | undefined, cause: unknown) => Promise<void>;
};

/** Smaller pieces are joined before they are written. */
const JOINED_BYTES = 256 * 1024;
/** A disk that confirms faster than this is not waited for: the next batch comes soon enough. */
const QUICK_SYNC_MS = 2;
const LONGEST_GATHERING_MS = 5;

/**
 * Group commit: what comes while a sync runs is written together and shares the next sync. A record's promise resolves
 * when it is durable. After a failed sync the kernel may count lost pages as clean, so a second sync of the same file
 * proves nothing: the whole batch is rejected and the file is left.
 */
export function makeCommit({ segment: current, onFailed }: CommitOptions) {
  let waiting: Item[] = [];
  let running: Promise<void> | undefined;
  let writing: Promise<void> = Promise.resolve();
  let syncMs = 0;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await gather();
      const batch = waiting;
      waiting = [];
      writing = commit(batch);
      await writing;
    }
    running = undefined;
  }

  /**
   * Senders who were answered by the last sync come back within a millisecond. On a slow disk it pays to wait for them, an
   * eighth of a sync: else one half of the senders always waits out the sync of the other half.
   */
  const gather = (): Promise<void> =>
    new Promise((resolve) => {
      if (syncMs < QUICK_SYNC_MS) setImmediate(resolve);
      else setTimeout(resolve, Math.min(syncMs / 8, LONGEST_GATHERING_MS));
    });

  async function commit(batch: readonly Item[]): Promise<void> {
    let segment: Segment | undefined;
    try {
      segment = await current();
      const { parts, places, end } = layOut(batch, segment);
      await writeJoined(segment, parts);
      const began = performance.now();
      await segment.file.sync();
      syncMs = performance.now() - began;
      segment.end = end;
      for (const [index, item] of batch.entries())
        item.resolve({ segment, ...(places[index] as Omit<Placed, 'segment'>) });
    } catch (cause) {
      await onFailed(segment, cause);
      const fault = new OkaError('not-durable', (cause as NodeJS.ErrnoException).code, { cause });
      for (const item of batch) item.reject(fault);
    }
  }

  return {
    add: (record: NewRecord): Promise<Placed> =>
      new Promise((resolve, reject) => {
        waiting.push({ record, resolve, reject });
        running ??= run();
      }),
    /** Resolves when what is being written now is durable or refused, and those who waited for it have heard so. */
    async flushed(): Promise<void> {
      await writing;
      await new Promise((resolve) => setImmediate(resolve));
    },
    isBusy: (): boolean => running !== undefined,
    /** Resolves when nothing is under way. */
    async settled(): Promise<void> {
      while (running !== undefined) await running;
    },
  };
}

function layOut(batch: readonly Item[], segment: Segment) {
  const parts: Uint8Array[] = [];
  const places: Omit<Placed, 'segment'>[] = [];
  let at = segment.end;
  for (const { record } of batch) {
    const [head = new Uint8Array(0), ...body] = encodeRecord(segment, at, record);
    const size = body.reduce((sum, { length }) => sum + length, head.length);
    places.push({ position: at, start: at + head.length, bytes: record.body?.length ?? 0, size });
    parts.push(head, ...body);
    at += size;
  }
  return { parts, places, end: at };
}

/** Writes behind the segment's end; small parts together, large ones without a copy. */
async function writeJoined({ file, end }: Segment, parts: readonly Uint8Array[]): Promise<void> {
  let [at, small, smallBytes] = [end, [] as Uint8Array[], 0];
  const flush = async (): Promise<void> => {
    if (smallBytes > 0) await file.write(Buffer.concat(small, smallBytes), at);
    at += smallBytes;
    [small, smallBytes] = [[], 0];
  };
  for (const part of parts) {
    if (part.length < JOINED_BYTES) {
      small.push(part);
      smallBytes += part.length;
      if (smallBytes >= JOINED_BYTES) await flush();
      continue;
    }
    await flush();
    await file.write(part, at);
    at += part.length;
  }
  await flush();
}
