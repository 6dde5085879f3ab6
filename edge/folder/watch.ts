import { join } from 'node:path';
import { type FileFacts, type FolderDisk, sameFacts } from './disk.ts';
import { isLeftAlone, isOurs } from './names.ts';

/** A file in the watched folder. */
export type Found = {
  /** From the watched folder on, with `/` whatever the system. */
  readonly path: string;
  readonly facts: FileFacts;
  /** So long its size and time have not changed, as far as we have looked. */
  readonly quietMs: number;
  /** It was seen under a name that says unfinished and has been given this one: whole at once. */
  readonly renamedIn: boolean;
};

export type WatchOptions = {
  readonly folder: string;
  readonly disk: FolderDisk;
  /** Milliseconds that only grow: a clock that is set must not make a file look settled. */
  readonly now: () => number;
};

/** Deeper folders are not looked into. */
const DEEPEST = 24;

/**
 * Looks through the folder and remembers how long each file has been as it is. Time stamps are only compared with
 * themselves: the clock of a share is another one.
 */
export function makeWatch({ folder, disk, now }: WatchOptions) {
  let seen = new Map<string, { facts: FileFacts; since: number; renamedIn: boolean }>();
  let unfinished = new Set<bigint>();

  /** @throws the error of the disk where the folder itself cannot be listed */
  async function look(): Promise<Found[]> {
    const next: typeof seen = new Map();
    const stillUnfinished = new Set<bigint>();
    for await (const { path, leftAlone } of filesIn('', 0)) {
      const facts = await disk.facts(join(folder, path)).catch(() => undefined);
      if (facts === undefined) continue;
      if (leftAlone) {
        if (facts.inode !== 0n) stillUnfinished.add(facts.inode);
        continue;
      }
      const before = seen.get(path);
      const same = before?.facts.size === facts.size && before.facts.mtimeMs === facts.mtimeMs;
      const known = same && before.facts.inode === facts.inode;
      next.set(path, known ? before : { facts, since: now(), renamedIn: unfinished.has(facts.inode) });
    }
    seen = next;
    unfinished = stillUnfinished;
    const at = now();
    return [...seen].map(([path, { facts, since, renamedIn }]) => ({ path, facts, quietMs: at - since, renamedIn }));
  }

  async function* filesIn(within: string, depth: number): AsyncGenerator<{ path: string; leftAlone: boolean }> {
    const entries = await disk.list(join(folder, within)).catch((cause: unknown) => {
      if (depth === 0) throw cause;
      // It was moved away while we looked, or we may not look into it.
      return [];
    });
    for (const { name, kind } of entries) {
      const path = within === '' ? name : `${within}/${name}`;
      if (kind === 'file') yield { path, leftAlone: isLeftAlone(name) };
      const isEntered = kind === 'folder' && depth < DEEPEST && !isLeftAlone(name) && !(depth === 0 && isOurs(name));
      if (isEntered) yield* filesIn(path, depth + 1);
    }
  }

  /**
   * Whether these files, and all that lies in the folder `within`, are as the last look found them: what has come or was
   * changed since then nobody has read, and it may not be put away with the rest.
   */
  async function isAsSeen(paths: readonly string[], within?: string): Promise<boolean> {
    for (const path of paths) {
      const [now, then] = [await disk.facts(join(folder, path)).catch(() => undefined), seen.get(path)?.facts];
      if (now !== undefined && then !== undefined && !sameFacts(now, then)) return false;
    }
    if (within === undefined) return true;
    for await (const { path, leftAlone } of filesIn(within, within.split('/').length))
      if (!leftAlone && !seen.has(path)) return false;
    return true;
  }

  return { look, isAsSeen };
}
