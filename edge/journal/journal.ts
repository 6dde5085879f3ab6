import { hash } from 'node:crypto';
import { basename, join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import { type EdgeFiles, nodeFiles } from '../files/files.ts';
import { makeCommit, type Placed } from './commit.ts';
import type { End, Origin } from './record.ts';
import { recoverSegment } from './recover.ts';
import { makeRoom } from './room.ts';
import { copyTail, createSegment, discardSegment, openSegments, type Segment } from './segments.ts';

const MIB = 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

export type JournalOptions = {
  readonly folder: string;
  readonly files?: EdgeFiles;
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

/** What an engineer should hear of. */
export type JournalEvent =
  | { readonly what: 'torn'; readonly segment: string; readonly bytes: number }
  | {
      readonly what: 'damaged';
      readonly segment: string;
      readonly position: number;
      readonly bytes: number;
      readonly sha256?: string;
    }
  | { readonly what: 'write-failed'; readonly segment: string | undefined; readonly cause: unknown };

/** A message that was taken and is durable. */
export type Entry = {
  readonly sha256: string;
  readonly acceptedAt: string;
  readonly bytes: number;
  readonly segment: Segment;
  readonly position: number;
  /** `waiting`: the region has not got it yet. */
  state: 'waiting' | End['end'];
};

export type Journal = Awaited<ReturnType<typeof openJournal>>;

/**
 * The clinic's durable journal: append-only segment files. A message is in it when `append` has resolved: written, synced
 * with others in one go, its file's name synced too. The index is rebuilt from the segments at the start.
 */
export async function openJournal(options: JournalOptions) {
  const { folder, files = nodeFiles, segmentBytes = 64 * MIB, retentionMs = DAY_MS } = options;
  const { clock = () => new Date(), onEvent = () => undefined } = options;
  const index = new Map<string, Entry>();
  const waiting = new Map<string, Entry>();
  const underWay = new Map<string, Promise<Placed>>();
  const segments: Segment[] = [];
  const listeners: (() => void)[] = [];
  let current: Segment | undefined;
  let sequence = 0;
  let closed = false;

  await files.makeFolder(folder);
  for (const segment of await openSegments(files, folder)) {
    sequence = segment.sequence;
    await recover(segment);
  }
  const room = await makeRoom({
    usedShare: () => files.usedShare(folder),
    quotaBytes: options.quotaBytes,
    watermark: options.watermark,
  });
  const commit = makeCommit({ segment: currentSegment, onFailed: abandon });

  async function recover(segment: Segment): Promise<void> {
    const { whole, torn, damaged } = await recoverSegment(segment.file, segment.nonce, (found) => {
      if (found.kind === 'end') return end(found.sha256, found.end.end);
      place(found.sha256, found.origin.acceptedAt, found.bytes, { segment, position: found.position });
    });
    segment.end = whole;
    segment.isDamaged = damaged.length > 0;
    const name = basename(segment.path);
    for (const one of damaged) onEvent({ what: 'damaged', segment: name, ...one });
    if (torn > 0) {
      onEvent({ what: 'torn', segment: name, bytes: torn });
      await cutTail(segment, torn).catch((cause: unknown) => {
        // A disk that is full may not keep what was acknowledged from the region: the tail stays where it is.
        segment.isDamaged = true;
        onEvent({ what: 'write-failed', segment: name, cause });
      });
    }
    if (whole > 0) segments.push(segment);
    else if (segment.isDamaged) await putAside(segment);
    else await discardSegment(files, segment);
  }

  /** Nobody was told that the tail is safe, yet a disk may have spoilt what once was: it is kept for a human to look at. */
  async function cutTail(segment: Segment, torn: number): Promise<void> {
    await copyTail(files, segment, torn, join(folder, 'damaged'));
    await segment.file.truncate(segment.end);
    await segment.file.sync();
  }

  function place(sha256: string, acceptedAt: string, bytes: number, { segment, position }: Placed): void {
    const before = index.get(sha256);
    if (before?.state === 'waiting') before.segment.waiting -= 1;
    before?.segment.messages.delete(sha256);
    const entry: Entry = { sha256, acceptedAt, bytes, segment, position, state: 'waiting' };
    index.set(sha256, entry);
    waiting.set(sha256, entry);
    segment.messages.add(sha256);
    segment.waiting += 1;
    segment.newestAt = Math.max(segment.newestAt, Date.parse(acceptedAt));
  }

  function end(sha256: string, how: End['end']): void {
    const entry = index.get(sha256);
    if (entry === undefined) return;
    if (entry.state === 'waiting') entry.segment.waiting -= 1;
    entry.state = how;
    waiting.delete(sha256);
  }

  async function currentSegment(): Promise<Segment> {
    if (closed) throw new Error('the journal is closed');
    if (current !== undefined && current.end < segmentBytes) return current;
    current = undefined;
    sequence += 1;
    const made = await createSegment(files, folder, sequence);
    segments.push(made);
    current = made;
    return made;
  }

  /** Leaves a segment that could not be written or synced: what is durable in it stays, nothing is added any more. */
  async function abandon(segment: Segment | undefined, cause: unknown): Promise<void> {
    onEvent({ what: 'write-failed', segment: segment && basename(segment.path), cause });
    if (segment === undefined) return;
    current = undefined;
    if (segment.end > 0) return segment.file.truncate(segment.end).catch(() => undefined);
    segments.splice(segments.indexOf(segment), 1);
    await discardSegment(files, segment).catch(() => undefined);
  }

  const usedBytes = (): number => segments.reduce((sum, segment) => sum + segment.end, 0);

  /**
   * Deletes the oldest segments of which the region has everything, once they are old, or earlier where there is no room
   * for so many bytes more.
   */
  async function clean(wantedBytes = 0): Promise<void> {
    for (let oldest = segments[0]; oldest && oldest.waiting === 0; oldest = segments[0]) {
      const isOld = oldest.newestAt + retentionMs <= clock().getTime();
      if (!isOld && !room.isShort(usedBytes() + wantedBytes)) return;
      if (oldest === current) {
        if (commit.isBusy()) return;
        current = undefined;
      }
      segments.shift();
      for (const sha256 of oldest.messages) index.delete(sha256);
      if (oldest.isDamaged) await putAside(oldest);
      else await discardSegment(files, oldest);
      await files.syncFolder(folder);
    }
  }

  async function putAside({ file, path }: Segment): Promise<void> {
    const aside = join(folder, 'damaged');
    await files.makeFolder(aside);
    await file.close();
    await files.move(path, join(aside, basename(path)));
    await files.syncFolder(aside);
  }

  async function add(sha256: string, bytes: Uint8Array, origin: Origin): Promise<void> {
    const placing = commit.add('input', sha256, origin, bytes);
    underWay.set(sha256, placing);
    try {
      place(sha256, origin.acceptedAt, bytes.length, await placing);
    } finally {
      underWay.delete(sha256);
    }
    for (const listener of listeners) listener();
  }

  return {
    /**
     * Takes a message; resolved means durable. The same bytes again are the same input (contract 6): `repeat`.
     * @throws OkaError `no-room` beyond the watermark, `not-durable` when the disk did not confirm
     */
    async append(bytes: Uint8Array, origin: Origin): Promise<{ sha256: string; repeat: boolean }> {
      const sha256 = hash('sha256', bytes);
      const isShort = (): boolean => room.isShort(usedBytes() + bytes.length);
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
        await commit.add('end', sha256, how);
      } finally {
        end(sha256, how.end);
      }
    },
    /** Puts a message that the region refused into the line again. */
    again: (bytes: Uint8Array, origin: Origin): Promise<void> => add(hash('sha256', bytes), bytes, origin),
    /** Bytes `[from, to)` of a message. */
    async read({ segment, position }: Entry, from: number, to: number): Promise<Buffer> {
      // Its descriptor may be another file's by now.
      if (closed) throw new OkaError('unavailable', 'the journal is closed');
      return segment.file.read(position + from, to - from);
    },
    /** Messages that the region has not got yet, in the order of their acceptance. */
    waiting: (): Iterable<Entry> => waiting.values(),
    get counts() {
      return { waiting: waiting.size, kept: index.size, bytes: usedBytes(), segments: segments.length };
    },
    /** Calls back whenever a message has been taken. */
    onTaken: (listener: () => void): void => void listeners.push(listener),
    clean,
    async close(): Promise<void> {
      await commit.settled();
      closed = true;
      for (const { file } of segments.splice(0)) await file.close();
    },
  };
}
