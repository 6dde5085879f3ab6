import type { ChartResourceType } from '../../schemas/chart.ts';
import { inBatches } from './batches.ts';
import type { Bulk } from './bulk.ts';
import type { StoredItem } from './chart.ts';
import { orderDay, startOf } from './day-lists.ts';
import { readItem } from './items.ts';
import { appointmentsPartition, ordersPartition } from './keys.ts';
import type { Store } from './store.ts';

/** Instants (ISO 8601, UTC): from the first on, before the second. */
export type Between = { readonly from: string; readonly to: string };

const DAY_MS = 24 * 3600_000;
/** A clinic has hundreds of appointments a day, and a physician waits. */
const AT_ONCE = 32;

type List = {
  readonly type: ChartResourceType;
  readonly partition: (clinic: string, day: string) => string;
  readonly timeOf: (resource: fhir4.FhirResource | undefined) => string | undefined;
};

const APPOINTMENTS: List = { type: 'Appointment', partition: appointmentsPartition, timeOf: startOf };
const ORDERS: List = { type: 'ServiceRequest', partition: ordersPartition, timeOf: orderDay };

/**
 * Appointments of a clinic that begin in this time, in whatever state, in order of their beginning. The index names them, a
 * moment late at the most; what they are is read from the table.
 */
export const appointmentsOf = (
  store: Store,
  bulk: Bulk | undefined,
  clinic: string,
  time: Between,
): Promise<StoredItem[]> => listed(APPOINTMENTS, store, bulk, clinic, time);

/** Orders of radiology of a clinic's records for this time, in whatever state; whoever in the region has placed them. */
export const imagingOrdersOf = (
  store: Store,
  bulk: Bulk | undefined,
  clinic: string,
  time: Between,
): Promise<StoredItem[]> => listed(ORDERS, store, bulk, clinic, time);

async function listed(
  { type, partition, timeOf }: List,
  store: Store,
  bulk: Bulk | undefined,
  clinic: string,
  { from, to }: Between,
): Promise<StoredItem[]> {
  const days: string[] = [];
  const end = Date.parse(to);
  for (let day = Date.parse(`${from.slice(0, 10)}T00:00:00.000Z`); day < end; day += DAY_MS)
    days.push(new Date(day).toISOString().slice(0, 10));
  const pages = await inBatches(days, (day) => store.query({ partition: partition(clinic, day), index: 'byDay' }));
  const named = pages.flat().filter(({ daySk }) => String(daySk) >= from && String(daySk) < to);
  const items = await inBatches(
    named,
    ({ pk, sk }) => readItem(store, bulk, pk, type, sk.split('#')[1] ?? ''),
    AT_ONCE,
  );
  const orderOf = ({ resource, record, id }: StoredItem): string => `${timeOf(resource)} ${record} ${id}`;
  return items
    .flatMap((item) => (item !== undefined && isWithin(timeOf(item.resource), from, to) ? [item] : []))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** It may have been moved since the index was written. */
const isWithin = (time: string | undefined, from: string, to: string): boolean =>
  time !== undefined && time >= from && time < to;
