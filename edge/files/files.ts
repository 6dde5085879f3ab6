import fs from 'node:fs';
import { mkdir, readdir, rename, stat, statfs, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the edge does with one file. A double of it plays a full disk, a faulty one and a power cut. */
export type EdgeFile = {
  /** Writes all of it at this place, or fails. */
  readonly write: (bytes: Uint8Array, position: number) => Promise<void>;
  /** Makes what was written durable (fdatasync). */
  readonly sync: () => Promise<void>;
  /** Up to `length` bytes; fewer only at the end of the file. */
  readonly read: (position: number, length: number) => Promise<Buffer>;
  readonly size: () => Promise<number>;
  readonly truncate: (length: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type EdgeFiles = {
  /** Fails where the file is there already. */
  readonly create: (path: string) => Promise<EdgeFile>;
  readonly open: (path: string) => Promise<EdgeFile>;
  /** With its parents, for the owner alone; each new name durable. */
  readonly makeFolder: (folder: string) => Promise<void>;
  readonly list: (folder: string) => Promise<string[]>;
  /** Bytes of a file that nobody has open. */
  readonly sizeOf: (path: string) => Promise<number>;
  readonly remove: (path: string) => Promise<void>;
  readonly move: (from: string, to: string) => Promise<void>;
  /** Makes the names in a folder durable (fsync of the folder). */
  readonly syncFolder: (folder: string) => Promise<void>;
  /** Share of the disk that is taken, 0 to 1, as df counts it. */
  readonly usedShare: (folder: string) => Promise<number>;
};

/** The real file system. */
export const nodeFiles: EdgeFiles = {
  create: (path) => openFile(path, 'wx+'),
  open: (path) => openFile(path, 'r+'),
  async makeFolder(folder) {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    for (let made = folder; ; made = dirname(made)) {
      await syncFolder(dirname(made));
      if (made === first || made === dirname(made)) return;
    }
  },
  list: (folder) => readdir(folder),
  sizeOf: async (path) => (await stat(path)).size,
  remove: (path) => unlink(path),
  move: (from, to) => rename(from, to),
  syncFolder,
  async usedShare(folder) {
    const { blocks, bfree, bavail } = await statfs(folder);
    const used = blocks - bfree;
    return used + bavail === 0 ? 0 : used / (used + bavail);
  },
};

/** Windows has no such call and needs none: NTFS journals its names. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const fd = await asked<number>((done) => fs.open(folder, 'r', done));
  try {
    await asked<void>((done) => fs.fsync(fd, done));
  } finally {
    await asked<void>((done) => fs.close(fd, done));
  }
}

type Done<T> = (fault: NodeJS.ErrnoException | null, value?: T) => void;

const asked = <T>(ask: (done: Done<T>) => void): Promise<T> =>
  new Promise((resolve, reject) => ask((fault, value) => (fault ? reject(fault) : resolve(value as T))));

/**
 * Descriptors and callbacks: a FileHandle costs more than the write of a small message. A closed descriptor's number is
 * given to the next file, so closing waits for the calls under way and nothing is called after it.
 */
async function openFile(path: string, flags: string): Promise<EdgeFile> {
  const fd = await asked<number>((done) => fs.open(path, flags, 0o600, done));
  let [calls, isClosed]: [number, boolean] = [0, false];
  let onIdle: () => void = () => undefined;
  async function call<T>(ask: (done: Done<T>) => void): Promise<T> {
    if (isClosed) throw Object.assign(new Error('the file is closed'), { code: 'EBADF' });
    calls += 1;
    try {
      return await asked<T>(ask);
    } finally {
      calls -= 1;
      if (calls === 0) onIdle();
    }
  }
  return {
    async write(bytes, position) {
      for (let at = 0; at < bytes.length; )
        at += await call<number>((done) => fs.write(fd, bytes, at, bytes.length - at, position + at, done));
    },
    sync: () => call((done) => fs.fdatasync(fd, done)),
    async read(position, length) {
      const bytes = Buffer.allocUnsafe(length);
      let at = 0;
      while (at < length) {
        const count = await call<number>((done) => fs.read(fd, bytes, at, length - at, position + at, done));
        if (count === 0) break;
        at += count;
      }
      return bytes.subarray(0, at);
    },
    size: async () => (await call<fs.Stats>((done) => fs.fstat(fd, done))).size,
    truncate: (length) => call((done) => fs.ftruncate(fd, length, done)),
    async close() {
      if (isClosed) return;
      isClosed = true;
      if (calls > 0)
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      await asked<void>((done) => fs.close(fd, done));
    },
  };
}
