import { basename, join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { openRange, SealBroken } from '../files/sealed.ts';
import { makeCommit, type Placed } from './commit.ts';
import type { NewRecord } from './record.ts';
import { type Found, type Recovered, recoverSegment } from './recover.ts';
import { copyTail, createSegment, discardSegment, openSegments, type Segment } from './segments.ts';

const MIB = 1024 * 1024;

export type LogOptions = {
  readonly folder: string;
  readonly files: EdgeFiles;
  /** Without it nothing is encrypted. */
  readonly key?: EdgeKey | undefined;
  /** A segment is followed by a new one when it has grown to this; default 64 MiB. */
  readonly segmentBytes?: number | undefined;
  /** Bodies that are read at the start: of all segments, or of the last, whose end may be torn. */
  readonly checks?: 'all' | 'last';
  readonly onEvent?: (event: LogEvent) => void;
  /** Given each whole record at the start, in the order of writing; false where its description is not the owner's. */
  readonly replay: (found: FoundRecord) => boolean | Promise<boolean>;
};

/** A record to be written, with its description as an object. */
export type AddedRecord = Omit<NewRecord, 'json'> & { readonly meta: object };
const MOST_META_BYTES = 60_000;

/** A record that stands in the log. `body` reads it whole. */
export type FoundRecord = Found & { readonly placed: Placed; readonly body: () => Promise<Buffer> };

/** What an engineer should hear of. */
export type LogEvent =
  | { readonly what: 'torn'; readonly segment: string; readonly bytes: number }
  | {
      readonly what: 'damaged';
      readonly code: 'journal-damaged';
      readonly segment: string;
      readonly position: number;
      readonly bytes: number;
      readonly sha256?: string;
    }
  | { readonly what: 'write-failed'; readonly segment: string | undefined; readonly cause: unknown };

export type Log = Awaited<ReturnType<typeof openLog>>;

/**
 * A durable log: append-only segment files with group commit, the ground of journal, facts and spool. What was not whole
 * when the machine stopped is cut off, what was spoilt is told and put aside; the rest is given to `replay`.
 * @throws OkaError `wrong-key`
 */
export async function openLog(options: LogOptions) {
  const { folder, files, key, segmentBytes = 64 * MIB, checks = 'all', onEvent = () => undefined } = options;
  const segments: Segment[] = [];
  let current: Segment | undefined;
  let sequence = 0;
  let closed = false;

  await files.makeFolder(folder);
  const found = await openSegments(files, folder, key);
  for (const segment of found) {
    sequence = segment.sequence;
    await recover(segment, checks === 'all' || segment === found.at(-1));
  }
  const commit = makeCommit({ segment: currentSegment, onFailed: abandon });

  /** Every whole record of a segment, from front to back. */
  function scan(segment: Segment, checksBodies: boolean, take: LogOptions['replay']): Promise<Recovered> {
    const { file, nonce, seals } = segment;
    return recoverSegment({
      file,
      nonce,
      seals,
      checksBodies,
      take(record) {
        const { position, start, bytes, size } = record;
        const placed: Placed = { segment, position, start, bytes, size };
        return take({ ...record, placed, body: () => readBody(placed, 0, bytes) });
      },
    });
  }

  async function recover(segment: Segment, checksBodies: boolean): Promise<void> {
    const { whole, torn, damaged } = await scan(segment, checksBodies, options.replay);
    segment.end = whole;
    segment.isDamaged = damaged.length > 0;
    const name = basename(segment.path);
    for (const one of damaged) onEvent({ what: 'damaged', code: 'journal-damaged', segment: name, ...one });
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

  async function currentSegment(): Promise<Segment> {
    if (closed) throw new Error('the log is closed');
    if (current !== undefined && current.end < segmentBytes) return current;
    current = undefined;
    sequence += 1;
    const made = await createSegment(files, folder, sequence, key);
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

  async function putAside({ file, path }: Segment): Promise<void> {
    const aside = join(folder, 'damaged');
    await files.makeFolder(aside);
    await file.close();
    await files.move(path, join(aside, basename(path)));
    await files.syncFolder(aside);
  }

  /** Bytes `[from, to)` of a record's body, opened. */
  async function readBody({ segment, position, start, bytes }: Placed, from: number, to: number): Promise<Buffer> {
    const stored = (at: number, length: number): Promise<Buffer> => segment.file.read(start + at, length);
    if (segment.seals === undefined) return stored(from, Math.max(0, Math.min(to, bytes) - from));
    return openRange(segment.seals.body(position), bytes, stored, from, to).catch((cause: unknown) => {
      throw cause instanceof SealBroken ? new OkaError('journal-damaged', basename(segment.path), { cause }) : cause;
    });
  }

  return {
    /**
     * Resolved means durable.
     * @throws OkaError `not-durable`; RangeError for a description that no record holds, before it meets others
     */
    async add({ meta, ...record }: AddedRecord): Promise<Placed> {
      const json = Buffer.from(JSON.stringify(meta));
      if (json.length > MOST_META_BYTES) throw new RangeError('the description of a record is too long');
      return commit.add({ ...record, json });
    },
    async read(placed: Placed, from: number, to: number): Promise<Buffer> {
      // Its descriptor may be another file's by now.
      if (closed) throw new OkaError('unavailable', 'the log is closed');
      return readBody(placed, from, to);
    },
    scan,
    /** The oldest first. */
    segments: segments as readonly Segment[],
    get bytes(): number {
      return segments.reduce((sum, { end }) => sum + end, 0);
    },
    isCurrent: (segment: Segment): boolean => segment === current,
    /** Being written just now: it cannot be dropped. */
    isBusy: (segment: Segment): boolean => segment === current && commit.isBusy(),
    /** Nothing more is written to a segment; resolves when what was being written to it is durable or refused. */
    async retire(segment: Segment): Promise<void> {
      if (segment !== current) return;
      current = undefined;
      await commit.flushed();
    },
    /** Deletes a segment that is not busy, or puts it aside where it is damaged; it is out of the log at once. */
    async drop(segment: Segment): Promise<void> {
      if (segment === current) current = undefined;
      segments.splice(segments.indexOf(segment), 1);
      if (segment.isDamaged) await putAside(segment);
      else await discardSegment(files, segment);
      await files.syncFolder(folder);
    },
    async close(): Promise<void> {
      await commit.settled();
      closed = true;
      for (const { file } of segments.splice(0)) await file.close();
    },
  };
}
