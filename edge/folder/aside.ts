import { join } from 'node:path';
import type { FolderDisk } from './disk.ts';
import { OURS } from './names.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The folder is not ours to write in: a CD, or a share with the right to read alone. */
const NOT_OURS = new Set(['EROFS', 'EACCES', 'EPERM', 'EXDEV', 'ENOTSUP']);

/** `gone`: it is out of the way. `stays`: it cannot be moved, so it must be remembered. */
export type Moved = 'gone' | 'stays';

export type AsideOptions = {
  readonly folder: string;
  readonly disk: FolderDisk;
  readonly after: 'keep' | 'delete';
  readonly clock: () => Date;
};

/** Puts what has been looked at out of the way: `taken`, or beside a note into `refused` or `needs-attention`. */
export function makeAside({ folder, disk, after, clock }: AsideOptions) {
  /** A name that is free, so that nothing is written over. */
  async function placeFor(where: string, path: string): Promise<string> {
    for (let count = 1; ; count += 1) {
      const place = join(folder, where, count === 1 ? path : `${path} (${count})`);
      const isThere = await disk.facts(place).then(
        () => true,
        () => false,
      );
      if (!isThere) return place;
    }
  }

  const orStays = async (work: () => Promise<void>): Promise<Moved> => {
    try {
      await work();
      return 'gone';
    } catch (cause) {
      const { code = '' } = cause as NodeJS.ErrnoException;
      if (code === 'ENOENT') return 'gone';
      if (NOT_OURS.has(code)) return 'stays';
      throw cause;
    }
  };

  return {
    /** What is safe with us. Days on UTC: only the order of the folders' names matters. */
    taken: (path: string): Promise<Moved> =>
      orStays(async () => {
        if (after === 'delete') return disk.remove(join(folder, path));
        const day = clock().toISOString().slice(0, 10);
        await disk.move(join(folder, path), await placeFor(join(OURS.taken, day), path));
      }),
    /** What a human should look at; the note lies beside it. */
    withNote: (where: 'refused' | 'attention', path: string, note: string): Promise<Moved> =>
      orStays(async () => {
        const place = await placeFor(OURS[where], path);
        await disk.write(`${place}.txt`, note);
        await disk.move(join(folder, path), place).catch(async (cause: unknown) => {
          await disk.remove(`${place}.txt`).catch(() => undefined);
          throw cause;
        });
      }),
    /** What goes where its photo or its medium has gone. */
    along: (where: 'refused' | 'attention', path: string): Promise<Moved> =>
      orStays(async () => disk.move(join(folder, path), await placeFor(OURS[where], path))),
    /** A note on a file that stays where it is. */
    noteOnly: (path: string, note: string): Promise<Moved> =>
      orStays(() => disk.write(`${join(folder, OURS.attention, path)}.txt`, note)),
    /** Deletes what has been taken so many days ago: unencrypted images do not lie about. */
    async clean(keepDays: number): Promise<void> {
      const oldest = new Date(clock().getTime() - keepDays * DAY_MS).toISOString().slice(0, 10);
      const days = await disk.list(join(folder, OURS.taken)).catch(() => []);
      for (const { name, kind } of days) {
        const isOld = kind === 'folder' && /^\d{4}-\d\d-\d\d$/.test(name) && name < oldest;
        if (isOld) await disk.remove(join(folder, OURS.taken, name)).catch(() => undefined);
      }
    },
  };
}
export type Aside = ReturnType<typeof makeAside>;
