import { lstat, mkdir, open as openHandle, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What is told of a file without opening it. */
export type FileFacts = {
  readonly size: number;
  readonly mtimeMs: number;
  /** The file itself, whatever its name: it stays the same over a renaming. 0 where the system does not say. */
  readonly inode: bigint;
};

export type Entry = { readonly name: string; readonly kind: 'file' | 'folder' | 'other' };

/** A file of the watched folder, open for reading. */
export type OpenFile = {
  /** Up to `length` bytes; fewer only at the end of the file. */
  readonly read: (position: number, length: number) => Promise<Buffer>;
  readonly facts: () => Promise<FileFacts>;
  readonly close: () => Promise<void>;
};

/**
 * What is done in a watched folder. It belongs to others: a share, a scanner's output, a CD; so nothing here is durable,
 * and everything may fail. A double of it plays missing rights and read-only media.
 */
export type FolderDisk = {
  readonly list: (folder: string) => Promise<Entry[]>;
  readonly facts: (path: string) => Promise<FileFacts>;
  readonly open: (path: string) => Promise<OpenFile>;
  /** Makes the folder where the new name lies. */
  readonly move: (from: string, to: string) => Promise<void>;
  readonly write: (path: string, text: string) => Promise<void>;
  /** A file, or a folder with all that is in it. */
  readonly remove: (path: string) => Promise<void>;
};

/** The real one. Links are not followed: they may lead anywhere. */
export const nodeDisk: FolderDisk = {
  async list(folder) {
    const found = await readdir(folder, { withFileTypes: true });
    return found.map((entry) => ({
      name: entry.name,
      kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other',
    }));
  },
  async facts(path) {
    const { size, mtimeNs, ino } = await lstat(path, { bigint: true });
    return { size: Number(size), mtimeMs: Number(mtimeNs / 1_000_000n), inode: ino };
  },
  async open(path) {
    const file = await openHandle(path, 'r');
    return {
      async read(position, length) {
        const bytes = Buffer.allocUnsafe(length);
        let at = 0;
        while (at < length) {
          const { bytesRead } = await file.read(bytes, at, length - at, position + at);
          if (bytesRead === 0) break;
          at += bytesRead;
        }
        return bytes.subarray(0, at);
      },
      async facts() {
        const { size, mtimeNs, ino } = await file.stat({ bigint: true });
        return { size: Number(size), mtimeMs: Number(mtimeNs / 1_000_000n), inode: ino };
      },
      close: () => file.close(),
    };
  },
  async move(from, to) {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  },
  async write(path, text) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  },
  remove: (path) => rm(path, { recursive: true, force: true }),
};

export const sameFacts = (one: FileFacts, other: FileFacts): boolean =>
  one.size === other.size && one.mtimeMs === other.mtimeMs && one.inode === other.inode;
