import { hash } from 'node:crypto';
import { OkaError } from '../../schemas/errors.ts';
import { type EdgeFiles, nodeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { makeRoom } from '../files/room.ts';
import type { Placed } from '../segments/commit.ts';
import { type FoundRecord, type LogEvent, openLog } from '../segments/log.ts';
import type { Segment } from '../segments/segments.ts';
import { End, KINDS, Origin } from './record.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export type JournalOptions = {
  readonly folder: string;
  readonly files?: EdgeFiles;
  /** Without it nothing is encrypted. */
  readonly key?: EdgeKey | undefined;
  /** A segment is followed by a new one when it has grown to this. */
  readonly segmentBytes?: number;
  /** Bytes that the journal may take; default: as many as the disk has. */
  readonly quotaBytes?: number;
  /** Share of disk or quota beyond which nothing more is taken; default 0.85. */
  readonly watermark?: number;
  /** So long a message that the region has is kept; meanwhile the same bytes again need no uplink. */
  readonly retentionMs?: number;
  readonly clock?: () => Date;
  readonly onEvent?: (event: JournalEvent) => void;
};

export type JournalEvent = LogEvent;

/** A message that was taken and is durable. */
export type Entry = {
  readonly sha256: string;
  readonly acceptedAt: string;
  readonly bytes: number;
  readonly placed: Placed;
  /** `waiting`: the region has not got it yet. */
  state: 'waiting' | End['end'];
};

/** What stands in one segment: its messages, how many the region has not got yet, the newest acceptance (ms since 1970). */
type Tally = { readonly messages: Set<string>; waiting: number; newestAt: number };

export type Journal = Awaited<ReturnType<typeof openJournal>>;

/**
 * The clinic's durable journal: append-only segment files. A message is in it when `append` has resolved: written, synced
 * with others in one go, its file's name synced too. The index is rebuilt from the segments at the start.
 */
export async function openJournal(options: JournalOptions) {
  const { folder, files = nodeFiles, retentionMs = DAY_MS } = options;
  const { clock = () => new Date(), onEvent = () => undefined } = options;
  const index = new Map<string, Entry>();
  const waiting = new Map<string, Entry>();
  const underWay = new Map<string, Promise<Placed>>();
  const tallies = new Map<Segment, Tally>();
  const listeners: ((entry: Entry) => void)[] = [];

  const log = await openLog({
    folder,
    files,
    key: options.key,
    segmentBytes: options.segmentBytes,
    onEvent,
    replay,
  });
  const room = await makeRoom({
    usedShare: () => files.usedShare(folder),
    quotaBytes: options.quotaBytes,
    watermark: options.watermark,
  });

  function replay({ kind, sha256, meta, placed }: FoundRecord): boolean {
    if (kind === KINDS.end) {
      const found = End.safeParse(meta);
      if (found.success) end(sha256, found.data.end);
      return found.success;
    }
    const origin = Origin.safeParse(meta);
    if (origin.success) place(sha256, origin.data.acceptedAt, placed);
    return origin.success && kind === KINDS.input;
  }

  function tallyOf(segment: Segment): Tally {
    const tally = tallies.get(segment) ?? { messages: new Set(), waiting: 0, newestAt: 0 };
    tallies.set(segment, tally);
    return tally;
  }

  function place(sha256: string, acceptedAt: string, placed: Placed): void {
    const before = index.get(sha256);
    if (before !== undefined) {
      const tally = tallyOf(before.placed.segment);
      if (before.state === 'waiting') tally.waiting -= 1;
      tally.messages.delete(sha256);
    }
    const entry: Entry = { sha256, acceptedAt, bytes: placed.bytes, placed, state: 'waiting' };
    index.set(sha256, entry);
    waiting.set(sha256, entry);
    const tally = tallyOf(placed.segment);
    tally.messages.add(sha256);
    tally.waiting += 1;
    tally.newestAt = Math.max(tally.newestAt, Date.parse(acceptedAt));
  }

  function end(sha256: string, how: End['end']): void {
    const entry = index.get(sha256);
    if (entry === undefined) return;
    if (entry.state === 'waiting') tallyOf(entry.placed.segment).waiting -= 1;
    entry.state = how;
    waiting.delete(sha256);
  }

  /**
   * Deletes the oldest segments of which the region has everything, once they are old, or earlier where there is no room
   * for so many bytes more.
   */
  async function clean(wantedBytes = 0): Promise<void> {
    for (let oldest = log.segments[0]; oldest !== undefined; oldest = log.segments[0]) {
      const { messages, waiting: left, newestAt } = tallyOf(oldest);
      const isOld = newestAt + retentionMs <= clock().getTime();
      if (left > 0 || (!isOld && !room.isShort(log.bytes + wantedBytes)) || log.isBusy(oldest)) return;
      for (const sha256 of messages) index.delete(sha256);
      tallies.delete(oldest);
      await log.drop(oldest);
    }
  }

  async function add(sha256: string, bytes: Uint8Array, origin: Origin): Promise<void> {
    const placing = log.add({ kind: KINDS.input, sha256, meta: origin, body: bytes });
    underWay.set(sha256, placing);
    try {
      place(sha256, origin.acceptedAt, await placing);
    } finally {
      underWay.delete(sha256);
    }
    const entry = index.get(sha256);
    if (entry !== undefined) for (const listener of listeners) listener(entry);
  }

  return {
    /**
     * Takes a message; resolved means durable. The same bytes again are the same input (contract 6): `repeat`.
     * @throws OkaError `no-room` beyond the watermark, `not-durable` when the disk did not confirm
     */
    async append(bytes: Uint8Array, origin: Origin): Promise<{ sha256: string; repeat: boolean }> {
      const sha256 = hash('sha256', bytes);
      const isShort = (): boolean => room.isShort(log.bytes + bytes.length);
      if (!index.has(sha256) && isShort())
        await clean(bytes.length).catch((cause: unknown) =>
          onEvent({ what: 'write-failed', segment: undefined, cause }),
        );
      const same = underWay.get(sha256);
      if (same !== undefined) await same;
      if (same !== undefined || index.has(sha256)) return { sha256, repeat: true };
      if (isShort()) throw new OkaError('no-room');
      await add(sha256, bytes, origin);
      return { sha256, repeat: false };
    },
    /**
     * Marks what became of a message; durable when resolved. It leaves the line even where the disk takes no mark: a full
     * one can only be given room again by what has ended.
     */
    async end(sha256: string, how: End): Promise<void> {
      try {
        await log.add({ kind: KINDS.end, sha256, meta: how });
      } finally {
        end(sha256, how.end);
      }
    },
    /** Puts a message that the region refused into the line again. */
    again: (bytes: Uint8Array, origin: Origin): Promise<void> => add(hash('sha256', bytes), bytes, origin),
    /** Bytes `[from, to)` of a message. @throws OkaError `journal-damaged` when they are not what was written */
    read: ({ placed }: Entry, from: number, to: number): Promise<Buffer> => log.read(placed, from, to),
    /** Messages that the region has not got yet, in the order of their acceptance. */
    waiting: (): Iterable<Entry> => waiting.values(),
    /** Messages that are still here, whether the region has them or not, accepted at `from` or later; in their order. */
    *kept(from = ''): IterableIterator<Entry> {
      for (const entry of index.values()) if (entry.acceptedAt >= from) yield entry;
    },
    get counts() {
      return { waiting: waiting.size, kept: index.size, bytes: log.bytes, segments: log.segments.length };
    },
    /** Calls back whenever a message has been taken. */
    onTaken: (listener: (entry: Entry) => void): void => void listeners.push(listener),
    clean,
    close: log.close,
  };
}
