import { dirname, join } from 'node:path';
import type { EdgeFile, EdgeFiles } from '../files.ts';

/** `synced`: what the disk has for certain. `content`: what programs see until the power goes. */
type Stored = { content: Buffer; synced: Buffer };

/** Thrown at the step at which the power goes; nothing that follows reaches the disk. */
export class PowerCut extends Error {}

/**
 * A disk that keeps only what was synced: bytes by a sync of the file, names by a sync of the folder. `afterSteps` counts
 * every call that changes something; at that one the power goes. `chance` says how much of unsynced writes survives.
 */
export class MemoryDisk {
  #names = new Map<string, Stored>();
  #syncedNames = new Map<string, Stored>();
  steps = 0;
  cutAt = Number.POSITIVE_INFINITY;
  usedShare = 0;
  /** Programs that ran before a cut do nothing after it. */
  #era = 0;

  /** The disk as it is found when the power is back. */
  powerBack(chance: () => number): void {
    this.#era += 1;
    this.#names = new Map(this.#syncedNames);
    for (const stored of this.#names.values()) {
      // The file system may have written a part of what was not synced, and may have grown the file without its bytes.
      const kept = Math.round(stored.synced.length + chance() * (stored.content.length - stored.synced.length));
      const content = Buffer.alloc(Math.max(kept, stored.synced.length));
      if (chance() < 0.5) stored.content.copy(content, 0, 0, kept);
      stored.synced.copy(content);
      stored.content = content;
      stored.synced = Buffer.from(content);
    }
    this.steps = 0;
    this.cutAt = Number.POSITIVE_INFINITY;
  }

  /** All files, as programs see them. */
  paths(): string[] {
    return [...this.#names.keys()];
  }

  #step(era: number): void {
    if (era !== this.#era) throw new PowerCut();
    this.steps += 1;
    if (this.steps >= this.cutAt) throw new PowerCut();
  }

  #file(stored: Stored, era: number): EdgeFile {
    return {
      write: async (bytes, position) => {
        this.#step(era);
        const grown = Buffer.alloc(Math.max(stored.content.length, position + bytes.length));
        stored.content.copy(grown);
        grown.set(bytes, position);
        stored.content = grown;
      },
      sync: async () => {
        this.#step(era);
        stored.synced = Buffer.from(stored.content);
      },
      read: async (position, length) => Buffer.from(stored.content.subarray(position, position + length)),
      size: async () => stored.content.length,
      truncate: async (length) => {
        this.#step(era);
        stored.content = Buffer.from(stored.content.subarray(0, length));
      },
      close: async () => undefined,
    };
  }

  #stored(path: string): Stored {
    const stored = this.#names.get(path);
    if (stored === undefined) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    return stored;
  }

  /** The disk as a program sees it that starts now. */
  get files(): EdgeFiles {
    const era = this.#era;
    return {
      create: async (path) => {
        this.#step(era);
        if (this.#names.has(path)) throw Object.assign(new Error('EEXIST'), { code: 'EEXIST' });
        const stored = { content: Buffer.alloc(0), synced: Buffer.alloc(0) };
        this.#names.set(path, stored);
        return this.#file(stored, era);
      },
      open: async (path) => this.#file(this.#stored(path), era),
      sizeOf: async (path) => this.#stored(path).content.length,
      makeFolder: async () => undefined,
      list: async (folder) => {
        const below = join(folder, 'x').slice(0, -1);
        const inside = [...this.#names.keys()].filter((path) => path.startsWith(below));
        return [...new Set(inside.map((path) => path.slice(below.length).split(/[\\/]/)[0] as string))];
      },
      remove: async (path) => {
        this.#step(era);
        this.#stored(path);
        this.#names.delete(path);
      },
      move: async (from, to) => {
        this.#step(era);
        this.#names.set(to, this.#stored(from));
        this.#names.delete(from);
      },
      syncFolder: async (folder) => {
        this.#step(era);
        const here = ([path]: readonly [string, Stored]): boolean => dirname(path) === folder;
        this.#syncedNames = new Map([
          ...[...this.#syncedNames].filter((entry) => !here(entry)),
          ...[...this.#names].filter(here),
        ]);
      },
      usedShare: async () => this.usedShare,
    };
  }
}
