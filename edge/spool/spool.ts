import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import { type EdgeFile, type EdgeFiles, nodeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { makeRoom } from '../files/room.ts';
import { type Lane, type Mark, type ObjectMeta, type ObjectState, stateOf, withMark } from './meta.ts';

export type SpoolOptions = {
  /** A folder for the spool alone. */
  readonly folder: string;
  readonly files?: EdgeFiles;
  /** Without it nothing is encrypted. */
  readonly key?: EdgeKey | undefined;
  /** Bytes that the spool may take; default: as many as the disk has. */
  readonly quotaBytes?: number | undefined;
  /** Share of disk or quota beyond which nothing more is taken; default 0.85. */
  readonly watermark?: number | undefined;
  /** So long the original of an object that the region has is kept; default 30 days. */
  readonly retentionMs?: number | undefined;
  readonly clock?: () => Date;
  readonly onEvent?: (event: SpoolEvent) => void;
};

/** What an engineer should hear of. */
export type SpoolEvent =
  | { readonly what: 'torn'; readonly segment: string; readonly bytes: number }
  | { readonly what: 'damaged'; readonly segment: string; readonly position: number; readonly bytes: number }
  | { readonly what: 'object-damaged'; readonly sha256: string; readonly why: string }
  | { readonly what: 'write-failed'; readonly cause: unknown }
  /** Pieces of objects that were never acknowledged, removed at the start. */
  | { readonly what: 'leftovers'; readonly count: number };

/** An object that was taken and is durable. */
export type SpoolEntry = {
  /** SHA-256 of its bytes: its name for ever. */
  readonly sha256: string;
  readonly bytes: number;
  readonly about: ObjectMeta;
  readonly marks: readonly Mark[];
  readonly state: ObjectState;
};

/** An object that is being taken. */
export type Incoming = {
  /** Bytes so far. */
  readonly bytes: number;
  /** Takes the next bytes; resolved means that more may come (backpressure). The buffer may be used again then. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /**
   * Resolved means durable: bytes, names and index. The same bytes again are the same object: `repeat`.
   * @throws OkaError `no-room`, `not-durable`; nothing is then left of it
   */
  readonly commit: (about: ObjectMeta) => Promise<Taken>;
  /** Forgets it; nothing is left. Without effect after `commit`. */
  readonly abort: () => Promise<void>;
};
export type Taken = { readonly sha256: string; readonly repeat: boolean; readonly entry: SpoolEntry };

/** What an object was made into once, for the line: it may be lost and is then made again. */
export type Derived = {
  /** SHA-256 of the derived bytes. */
  readonly sha256: string;
  readonly bytes: number;
  /** Bytes of the prefix that can be used before the rest. */
  readonly preview: number;
  readonly pixelHash: string;
  /** Bytes `[from, to)`. */
  readonly read: (from: number, to: number) => Promise<Buffer>;
};
export type IncomingDerived = {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly commit: (what: Pick<Derived, 'preview' | 'pixelHash'>) => Promise<Derived>;
  readonly abort: () => Promise<void>;
};

export type LaneCount = { readonly waiting: number; readonly bytes: number; readonly oldest?: string };
export type SpoolCounts = {
  /** All objects that are kept, and what they take on the disk. */
  readonly objects: number;
  readonly bytes: number;
  /** What the region has not got yet, and the first acceptance among it. */
  readonly waiting: number;
  readonly waitingBytes: number;
  readonly oldest?: string;
  readonly refused: number;
  readonly lanes: Readonly<Record<Lane, LaneCount>>;
};

export type Spool = Awaited<ReturnType<typeof openSpool>>;

/** The clinic's spool of objects of any size. */
export async function openSpool({ folder, files = nodeFiles, quotaBytes, watermark }: SpoolOptions) {
  const index = new Map<string, { entry: SpoolEntry; file: EdgeFile }>();
  const derivedOf = new Map<string, Derived>();
  const takenListeners: ((entry: SpoolEntry) => void)[] = [];
  const markListeners: ((entry: SpoolEntry, mark: Mark) => void)[] = [];
  await files.makeFolder(folder);
  const room = await makeRoom({ usedShare: () => files.usedShare(folder), quotaBytes, watermark });
  const used = (): number => [...index.values()].reduce((sum, { entry }) => sum + entry.bytes, 0);

  async function receive() {
    const path = join(folder, randomUUID());
    const file = await files.create(path);
    const hash = createHash('sha256');
    let bytes = 0;
    return {
      file,
      get bytes() {
        return bytes;
      },
      async write(piece: Uint8Array): Promise<void> {
        hash.update(piece);
        await file.write(piece, bytes);
        bytes += piece.length;
      },
      async finish(): Promise<string> {
        await file.sync();
        await files.syncFolder(folder);
        return hash.digest('hex');
      },
      async abort(): Promise<void> {
        await file.close();
        await files.remove(path);
      },
    };
  }

  const waiting = (): SpoolEntry[] =>
    [...index.values()].map(({ entry }) => entry).filter(({ state }) => state === 'waiting');

  return {
    /** @throws OkaError `no-room` beyond the watermark, before the first byte is taken */
    async begin(): Promise<Incoming> {
      if (room.isShort(used())) throw new OkaError('no-room');
      const incoming = await receive();
      let isDone = false;
      return {
        get bytes() {
          return incoming.bytes;
        },
        write: incoming.write,
        async commit(about) {
          isDone = true;
          const sha256 = await incoming.finish();
          const same = index.get(sha256);
          if (same !== undefined) {
            await incoming.abort();
            return { sha256, repeat: true, entry: same.entry };
          }
          const entry: SpoolEntry = { sha256, bytes: incoming.bytes, about, marks: [], state: 'waiting' };
          index.set(sha256, { entry, file: incoming.file });
          for (const listener of takenListeners) listener(entry);
          return { sha256, repeat: false, entry };
        },
        async abort() {
          if (isDone) return;
          isDone = true;
          await incoming.abort();
        },
      };
    },
    get: (sha256: string): SpoolEntry | undefined => index.get(sha256)?.entry,
    bySopInstance: (uid: string): SpoolEntry | undefined =>
      [...index.values()].find(({ entry }) => entry.about.sopInstanceUid === uid)?.entry,
    /** Bytes `[from, to)` of an object. */
    async read({ sha256 }: Pick<SpoolEntry, 'sha256'>, from: number, to: number): Promise<Buffer> {
      const kept = index.get(sha256);
      if (kept === undefined) throw new OkaError('not-found', 'no such object');
      return kept.file.read(from, Math.min(to, kept.entry.bytes) - from);
    },
    *entries(): IterableIterator<SpoolEntry> {
      for (const { entry } of index.values()) yield entry;
    },
    /** What the region has not got yet, in the order of acceptance. */
    waiting: (): Iterable<SpoolEntry> => waiting(),
    async mark(sha256: string, mark: Mark): Promise<void> {
      const kept = index.get(sha256);
      if (kept === undefined) return;
      const marks = withMark(kept.entry.marks, mark);
      kept.entry = { ...kept.entry, marks, state: stateOf(marks) };
      for (const listener of markListeners) listener(kept.entry, mark);
    },
    /** Calls back whenever an object has been taken. */
    onTaken: (listener: (entry: SpoolEntry) => void): void => void takenListeners.push(listener),
    onMark: (listener: (entry: SpoolEntry, mark: Mark) => void): void => void markListeners.push(listener),
    /** Gives up what the region has, once its retention is over. */
    async clean(): Promise<void> {},
    async beginDerived(of: string): Promise<IncomingDerived> {
      const incoming = await receive();
      return {
        write: incoming.write,
        async commit({ preview, pixelHash }) {
          const sha256 = await incoming.finish();
          const bytes = incoming.bytes;
          const read = (from: number, to: number): Promise<Buffer> => incoming.file.read(from, to - from);
          const derived: Derived = { sha256, bytes, preview, pixelHash, read };
          derivedOf.set(of, derived);
          return derived;
        },
        abort: incoming.abort,
      };
    },
    derived: (sha256: string): Derived | undefined => derivedOf.get(sha256),
    get counts(): SpoolCounts {
      const kept = [...index.values()].map(({ entry }) => entry);
      const laneCount = (lane: Lane): LaneCount => {
        const own = waiting().filter(({ about }) => about.lane === lane);
        const oldest = own[0]?.about.acceptedAt;
        const bytes = own.reduce((sum, entry) => sum + entry.bytes, 0);
        return { waiting: own.length, bytes, ...(oldest === undefined ? {} : { oldest }) };
      };
      const lanes = { urgent: laneCount('urgent'), routine: laneCount('routine'), bulk: laneCount('bulk') };
      const oldest = waiting()[0]?.about.acceptedAt;
      return {
        objects: kept.length,
        bytes: used(),
        waiting: waiting().length,
        waitingBytes: waiting().reduce((sum, { bytes }) => sum + bytes, 0),
        ...(oldest === undefined ? {} : { oldest }),
        refused: kept.filter(({ state }) => state === 'refused').length,
        lanes,
      };
    },
    async close(): Promise<void> {
      for (const { file } of index.values()) await file.close();
    },
  };
}
