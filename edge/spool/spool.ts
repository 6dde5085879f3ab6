import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import { makeBuffers } from '../files/buffers.ts';
import { type EdgeFiles, nodeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { makeRoom } from '../files/room.ts';
import { type LogEvent, openLog } from '../segments/log.ts';
import { countsOf, type SpoolCounts } from './counts.ts';
import { type Derived, type IncomingDerived, makeDerived } from './derived.ts';
import type { Kept, SpoolEntry } from './entry.ts';
import { makeGivingUp } from './giving-up.ts';
import { type Incoming, makeReceiver, type Received, type Taken } from './incoming.ts';
import { makeIndex } from './index.ts';
import { Mark, ObjectMeta } from './meta.ts';
import { fileBytes, makeObjectFiles } from './object-files.ts';
import { makeReading } from './reading.ts';
import { KINDS, type StoredFile } from './records.ts';
import { type Leftovers, type ObjectDamaged, settleFiles } from './settle.ts';

export type { SpoolCounts } from './counts.ts';
export type { Derived, IncomingDerived } from './derived.ts';
export type { SpoolEntry } from './entry.ts';
export type { Incoming, Taken } from './incoming.ts';

const MIB = 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

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
  /** The region is to have the very bytes: nothing is given up before. Else a lossless working copy there is enough. */
  readonly needsOriginal?: boolean | undefined;
  /** A file of the log is followed by a new one when it has grown to this; default 128 MiB. */
  readonly segmentBytes?: number | undefined;
  /** Up to this size an object lies in the log, where one sync serves all that come together; default 1 MiB. */
  readonly inlineBytes?: number | undefined;
  readonly clock?: () => Date;
  readonly onEvent?: (event: SpoolEvent) => void;
};

/** What an engineer should hear of. */
export type SpoolEvent = LogEvent | ObjectDamaged | Leftovers;

export type Spool = Awaited<ReturnType<typeof openSpool>>;

/**
 * The clinic's spool: objects of any size, streamed to the disk, sealed there, and in it when `commit` has resolved. Small
 * ones lie in the log, of which one sync serves all that came together; large ones in files of their own. What the log
 * says is the truth: bytes without a record are leftovers. Rebuilt from the log at the start.
 * @throws OkaError `wrong-key`
 */
export async function openSpool(options: SpoolOptions) {
  const { folder, files = nodeFiles, key, retentionMs = 30 * DAY_MS, inlineBytes = MIB } = options;
  const { clock = () => new Date(), onEvent = () => undefined } = options;
  const index = makeIndex();
  const underWay = new Map<string, Promise<unknown>>();
  const open = new Set<() => Promise<void>>();
  const takenListeners: ((entry: SpoolEntry) => void)[] = [];
  const markListeners: ((entry: SpoolEntry, mark: Mark) => void)[] = [];
  let [fileTotal, coming, closed, isLogDamaged] = [0, 0, false, false];

  const log = await openLog({
    folder: join(folder, 'log'),
    files,
    key,
    segmentBytes: options.segmentBytes ?? 128 * MIB,
    checks: 'last',
    onEvent(event) {
      if (event.what === 'damaged') isLogDamaged = true;
      onEvent(event);
    },
    replay: index.replay,
  });
  const buffers = makeBuffers(inlineBytes);
  const filing = { files, key, buffers };
  const objects = makeObjectFiles({ ...filing, folder: join(folder, 'objects') });
  const copies = makeObjectFiles({ ...filing, folder: join(folder, 'derived') });
  for (const name of ['objects', 'derived']) await files.makeFolder(join(folder, name));
  const room = await makeRoom({
    usedShare: () => files.usedShare(folder),
    quotaBytes: options.quotaBytes,
    watermark: options.watermark,
  });
  const used = (): number => log.bytes + fileTotal + coming;
  const isShort = (): boolean => room.isShort(used());
  function addFile(file: StoredFile, times = 1): void {
    fileTotal += times * fileBytes(file);
  }

  const derived = makeDerived({ index, log, files: copies, onFile: addFile });
  const reading = makeReading({ index, log, objects, onEvent });
  const giving = makeGivingUp({
    log,
    index,
    retentionMs,
    now: () => clock().getTime(),
    usedBytes: used,
    async isShort() {
      await room.ask();
      return isShort();
    },
    async removeFile({ file }) {
      if (file === undefined) return;
      addFile(file, -1);
      await objects.remove(file.name).catch(() => undefined);
    },
    removeDerived: derived.remove,
    onDamaged: reading.damaged,
    needsOriginal: options.needsOriginal ?? false,
  });
  const superseded = index.settle();
  const settled = await settleFiles({ index, objects, copies, isLogDamaged, aside: join(folder, 'damaged'), onEvent });
  for (const { file } of index.takes.values()) if (file !== undefined) addFile(file);
  for (const { derived: copy } of index.takes.values()) if (copy !== undefined) addFile(copy.file);

  /** What is written anew must not be given up meanwhile. */
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  }
  await inTurn(() => giving.giveUp([...superseded, ...settled.gone]));

  const clean = (): Promise<void> => inTurn(giving.clean);
  let inVainUntil = 0;
  /** Before something is refused for want of room, what may go goes; whether there is none all the same. */
  async function isFull(): Promise<boolean> {
    if (!isShort() || performance.now() < inVainUntil) return isShort();
    await clean().catch((cause: unknown) => onEvent({ what: 'write-failed', segment: undefined, cause }));
    if (isShort()) inVainUntil = performance.now() + 1000;
    return isShort();
  }

  /** @throws OkaError `no-room`, `not-durable` */
  async function take({ sha256, held, finish }: Received, about: ObjectMeta): Promise<Kept | undefined> {
    const before = index.get(sha256);
    if (before !== undefined && (await reading.isSound(before))) return undefined;
    if (await isFull()) throw new OkaError('no-room');
    const file = await finish().catch((cause: NodeJS.ErrnoException) => {
      throw cause instanceof OkaError ? cause : new OkaError('not-durable', cause.code, { cause });
    });
    const name = file?.name ?? randomBytes(16).toString('hex');
    const meta = { take: name, about, marks: [], ...(file === undefined ? {} : { file }) };
    const placed = await log.add({ kind: KINDS.object, sha256, meta, body: held });
    if (file !== undefined) addFile(file);
    const kept = index.add({ ...meta, sha256 }, placed);
    if (before !== undefined) void inTurn(() => giving.giveUp([before]));
    return kept;
  }

  /** The same bytes that come twice at once wait for one another: one is taken, the other is a repeat. */
  async function takeOnce(received: Received, about: ObjectMeta): Promise<Taken> {
    const { sha256 } = received;
    for (let same = underWay.get(sha256); same !== undefined; same = underWay.get(sha256))
      await same.catch(() => undefined);
    const taking = take(received, about);
    underWay.set(sha256, taking);
    const kept = await taking.finally(() => underWay.delete(sha256));
    const entry = kept ?? (index.get(sha256) as SpoolEntry);
    return { sha256, repeat: kept === undefined, entry };
  }

  return {
    /** @throws OkaError `no-room` beyond the watermark, before the first byte is taken */
    async begin(): Promise<Incoming> {
      if (closed) throw new OkaError('unavailable', 'the spool is closed');
      if (await isFull()) throw new OkaError('no-room');
      const receiver = makeReceiver({
        buffers,
        create: objects.create,
        isFull,
        onBytes: (bytes) => {
          coming += bytes;
        },
      });
      const abort = async (): Promise<void> => {
        if (open.delete(abort)) await receiver.abort();
      };
      open.add(abort);
      return {
        get bytes() {
          return receiver.bytes;
        },
        write: receiver.write,
        async commit(about) {
          if (!open.delete(abort)) throw new OkaError('unavailable', 'the object was given up');
          let taken: Taken | undefined;
          try {
            taken = await takeOnce(receiver.end(), ObjectMeta.parse(about));
          } finally {
            if (taken !== undefined) receiver.giveBack();
            if (taken === undefined || taken.repeat) await receiver.drop();
          }
          if (!taken.repeat) for (const listener of takenListeners) listener(taken.entry);
          return taken;
        },
        abort,
      };
    },
    get: (sha256: string): SpoolEntry | undefined => index.get(sha256),
    /** The objects under this SOP Instance UID, different bytes each, that which came last as the last. */
    bySopInstance: (uid: string): readonly SpoolEntry[] => index.bySop(uid),
    /** Bytes `[from, to)` of an object. @throws OkaError `not-found`, `object-damaged` */
    async read({ sha256 }: Pick<SpoolEntry, 'sha256'>, from: number, to: number): Promise<Buffer> {
      const kept = index.get(sha256);
      if (kept === undefined) throw new OkaError('not-found', 'the object is kept no more');
      if (closed) throw new OkaError('unavailable', 'the spool is closed');
      return reading.read(kept, from, to);
    },
    entries: (): IterableIterator<SpoolEntry> => index.takes.values(),
    /** What the region has not got yet, in the order of acceptance. */
    waiting: (): Iterable<SpoolEntry> => index.waiting.values(),
    /**
     * Notes a step of an object's way; durable when resolved. It counts also where the disk takes no mark: a full one can
     * only be given room again by what the region has. An object that is kept no more needs no mark.
     */
    async mark(sha256: string, mark: Mark): Promise<void> {
      const kept = index.get(sha256);
      if (kept === undefined) return;
      const meta = { take: kept.take, mark: Mark.parse(mark) };
      try {
        index.noted(await log.add({ kind: KINDS.mark, sha256, meta }));
      } finally {
        index.mark(kept, meta.mark);
      }
      for (const listener of markListeners) listener(kept, meta.mark);
    },
    /** Gives up what the region refused, or what cannot be read; false where it is kept no more, or not such a thing. */
    drop: (sha256: string): Promise<boolean> =>
      inTurn(async () => {
        const kept = index.get(sha256);
        if (kept === undefined || (kept.state !== 'refused' && kept.state !== 'damaged')) return false;
        await giving.giveUp([kept]);
        return true;
      }),
    /** Calls back whenever an object has been taken. */
    onTaken: (listener: (entry: SpoolEntry) => void): void => void takenListeners.push(listener),
    onMark: (listener: (entry: SpoolEntry, mark: Mark) => void): void => void markListeners.push(listener),
    clean,
    /** A working copy of an object, made once. @throws OkaError `no-room`, `not-found` */
    async beginDerived(sha256: string): Promise<IncomingDerived> {
      const kept = index.get(sha256);
      if (kept === undefined) throw new OkaError('not-found', 'the object is kept no more');
      if (await isFull()) throw new OkaError('no-room');
      return derived.begin(kept);
    },
    derived: (sha256: string): Derived | undefined => derived.of(index.get(sha256)),
    get counts(): SpoolCounts {
      return countsOf(index, used());
    },
    async close(): Promise<void> {
      for (const abort of [...open]) await abort();
      await Promise.allSettled(underWay.values());
      await turn;
      closed = true;
      await log.close();
    },
  };
}
