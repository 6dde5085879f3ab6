import { untilUnchanged } from './again.ts';
import type { Key, Row, Store } from './store.ts';

/** A row with merged state. `rev` counts its changes; `announcedRev` is the last one whose triggers have been sent. */
export type MergedRow = Row & { readonly rev: number; readonly announcedRev: number };

/** What became of a row: `announced` is false while nobody has triggered advice for `rev`. */
export type Written = {
  readonly key: Key;
  readonly rev: number;
  readonly changed: boolean;
  readonly announced: boolean;
};

/**
 * The one way to write merged state (contract 3): consistent read, merge, put if `rev` is unchanged, else again. `merge`
 * answers the new attributes, or undefined when they equal the stored ones: then nothing is put.
 */
export function mergeRow(
  store: Store,
  key: Key,
  merge: (stored: MergedRow | undefined) => Promise<Readonly<Record<string, unknown>> | undefined>,
): Promise<Written> {
  return untilUnchanged<Written>(async () => {
    const stored = (await store.get(key)) as MergedRow | undefined;
    const attributes = await merge(stored);
    if (attributes === undefined) {
      const rev = stored?.rev ?? 0;
      return { value: { key, rev, changed: false, announced: stored?.announcedRev === rev } };
    }
    const rev = (stored?.rev ?? 0) + 1;
    const row = { ...attributes, ...key, rev, announcedRev: stored?.announcedRev ?? 0 };
    const won = await store.put(
      row,
      stored ? { condition: 'rev = :rev', values: { ':rev': stored.rev } } : { condition: 'attribute_not_exists(pk)' },
    );
    return won ? { value: { key, rev, changed: true, announced: false } } : undefined;
  });
}

/** Says that the triggers for `rev` are out. A later change keeps its own, higher `rev` and is still to be announced. */
export async function announce(store: Store, { key, rev }: Written): Promise<void> {
  await store.update(key, {
    update: 'SET announcedRev = :rev',
    condition: 'announcedRev < :rev',
    values: { ':rev': rev },
  });
}
