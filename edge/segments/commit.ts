import { OkaError } from '../../schemas/errors.ts';
import { encodedBytes, encodeRecord, type NewRecord } from './record.ts';
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

/** What is written is joined before, in one buffer: small batches in their own, large ones in one that stays. */
const [SMALL_BATCH_BYTES, JOINED_BYTES] = [64 * 1024, 1024 * 1024];
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
  let joined: Buffer | undefined;

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
      const { places, end } = layOut(batch, segment);
      await write(segment, partsOf(batch, segment, places), end - segment.end);
      const began = performance.now();
      await segment.file.sync();
      syncMs = performance.now() - began;
      segment.end = end;
      for (const [index, item] of batch.entries()) item.resolve({ segment, ...(places[index] as Place) });
    } catch (cause) {
      await onFailed(segment, cause);
      const fault = new OkaError('not-durable', (cause as NodeJS.ErrnoException).code, { cause });
      for (const item of batch) item.reject(fault);
    }
  }

  /** Writes behind the segment's end. A part is copied before the next one is made. */
  async function write({ file, end }: Segment, parts: Iterable<Uint8Array>, bytes: number): Promise<void> {
    if (bytes > SMALL_BATCH_BYTES) joined ??= Buffer.allocUnsafeSlow(JOINED_BYTES);
    const buffer = bytes > SMALL_BATCH_BYTES && joined !== undefined ? joined : Buffer.allocUnsafe(bytes);
    let [position, filled] = [end, 0];
    async function flush(): Promise<void> {
      await file.write(buffer.subarray(0, filled), position);
      position += filled;
      filled = 0;
    }
    for (const part of parts)
      for (let at = 0; at < part.length; ) {
        if (filled === buffer.length) await flush();
        const piece = part.subarray(at, at + buffer.length - filled);
        buffer.set(piece, filled);
        filled += piece.length;
        at += piece.length;
      }
    await flush();
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

type Place = Omit<Placed, 'segment'>;

function layOut(batch: readonly Item[], segment: Segment): { places: Place[]; end: number } {
  const places: Place[] = [];
  let end = segment.end;
  for (const { record } of batch) {
    const { head, body } = encodedBytes(segment, record);
    places.push({ position: end, start: end + head, bytes: record.body?.length ?? 0, size: head + body });
    end += head + body;
  }
  return { places, end };
}

function* partsOf(batch: readonly Item[], segment: Segment, places: readonly Place[]): Generator<Uint8Array> {
  for (const [index, { record }] of batch.entries())
    yield* encodeRecord(segment, (places[index] as Place).position, record);
}
