import type { Head } from './chart.ts';
import { headKey } from './keys.ts';
import type { Store } from './store.ts';

export async function readHead(store: Store, record: string): Promise<Head | undefined> {
  const row = await store.get(headKey(record));
  return row && { record, clinic: String(row.clinic), revision: Number(row.revision) };
}

/** Writes the owner on the head, once: the first stays. */
export async function ownRecord(store: Store, record: string, clinic: string): Promise<void> {
  await store.update(headKey(record), {
    update: 'SET clinic = if_not_exists(clinic, :clinic), revision = if_not_exists(revision, :zero)',
    values: { ':clinic': clinic, ':zero': 0 },
  });
}

/** Adds 1 to the record's revision and answers the new one. */
export async function bump(store: Store, record: string): Promise<number> {
  const row = await store.update(headKey(record), { update: 'ADD revision :one', values: { ':one': 1 } });
  return Number(row?.revision);
}
