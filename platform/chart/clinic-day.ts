import { startOf } from './appointments.ts';
import { inBatches } from './batches.ts';
import type { Bulk } from './bulk.ts';
import type { StoredItem } from './chart.ts';
import { readItem } from './items.ts';
import { appointmentsPartition } from './keys.ts';
import type { Store } from './store.ts';

/** Instants (ISO 8601, UTC): from the first on, before the second. */
export type Between = { readonly from: string; readonly to: string };

const DAY_MS = 24 * 3600_000;
/** A clinic has hundreds of appointments a day, and a physician waits. */
const AT_ONCE = 32;

/**
 * Appointments of a clinic that begin in this time, in whatever state, in order of their beginning. The index names them, a
 * moment late at the most; what they are is read from the table.
 */
export async function appointmentsOf(
  store: Store,
  bulk: Bulk | undefined,
  clinic: string,
  { from, to }: Between,
): Promise<StoredItem[]> {
  const days: string[] = [];
  const end = Date.parse(to);
  for (let day = Date.parse(`${from.slice(0, 10)}T00:00:00.000Z`); day < end; day += DAY_MS)
    days.push(new Date(day).toISOString().slice(0, 10));
  const pages = await inBatches(days, (day) =>
    store.query({ partition: appointmentsPartition(clinic, day), index: 'byDay' }),
  );
  const named = pages.flat().filter(({ daySk }) => String(daySk) >= from && String(daySk) < to);
  const items = await inBatches(
    named,
    ({ pk, sk }) => readItem(store, bulk, pk, 'Appointment', sk.split('#')[1] ?? ''),
    AT_ONCE,
  );
  return items
    .flatMap((item) => (item !== undefined && isWithin(startOf(item.resource), from, to) ? [item] : []))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** It may have been moved since the index was written. */
const isWithin = (start: string | undefined, from: string, to: string): boolean =>
  start !== undefined && start >= from && start < to;

const orderOf = ({ resource, record, id }: StoredItem): string => `${startOf(resource)} ${record} ${id}`;
