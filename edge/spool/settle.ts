import type { Kept } from './entry.ts';
import type { SpoolIndex } from './index.ts';
import { fileBytes, type ObjectFiles } from './object-files.ts';
import type { StoredFile } from './records.ts';

/** Files that no record speaks of: objects that were never acknowledged. Kept aside where the log itself was damaged. */
export type Leftovers = { readonly what: 'leftovers'; readonly count: number; readonly keptAside: boolean };

/** The bytes of an object cannot be read here any more. */
export type ObjectDamaged = {
  readonly what: 'object-damaged';
  readonly code: 'object-damaged';
  readonly sha256: string;
  readonly why: string;
};
export const objectDamaged = (sha256: string, why: string): ObjectDamaged => ({
  what: 'object-damaged',
  code: 'object-damaged',
  sha256,
  why,
});

export type SettleOptions = {
  readonly index: SpoolIndex;
  readonly objects: ObjectFiles;
  readonly copies: ObjectFiles;
  /** The log had places that could not be read: a file without a record may be one that was acknowledged. */
  readonly isLogDamaged: boolean;
  readonly aside: string;
  readonly onEvent: (event: Leftovers | ObjectDamaged) => void;
};

/** At the start: holds files and log against each other. Gives the objects that are gone and may be forgotten. */
export async function settleFiles(options: SettleOptions): Promise<{ readonly gone: readonly Kept[] }> {
  const { index, objects, copies, isLogDamaged, aside, onEvent } = options;
  const found = await objects.list();
  const gone: Kept[] = [];
  for (const kept of index.takes.values()) {
    if (kept.file === undefined) continue;
    const why = faultOf(found.get(kept.file.name), kept.file);
    found.delete(kept.file.name);
    if (why === undefined) continue;
    // Its deletion came before the record of it: the region has it.
    if (kept.state === 'drained') gone.push(kept);
    else {
      index.setState(kept, 'damaged');
      onEvent(objectDamaged(kept.sha256, why));
    }
  }
  for (const name of found.keys())
    await (isLogDamaged ? objects.putAside(name, aside) : objects.remove(name)).catch(() => undefined);
  if (found.size > 0) onEvent({ what: 'leftovers', count: found.size, keptAside: isLogDamaged });

  const made = await copies.list();
  for (const kept of index.takes.values()) {
    if (kept.derived === undefined) continue;
    const isWhole = faultOf(made.get(kept.derived.file.name), kept.derived.file) === undefined;
    if (isWhole) made.delete(kept.derived.file.name);
    else kept.derived = undefined;
  }
  for (const name of made.keys()) await copies.remove(name).catch(() => undefined);
  return { gone };
}

function faultOf(size: number | undefined, file: StoredFile): string | undefined {
  if (size === undefined) return 'its file is missing';
  return size < fileBytes(file) ? 'its file is short' : undefined;
}
