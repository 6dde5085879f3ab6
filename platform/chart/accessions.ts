import { accessionsOfOrder } from '../../domain/delivery/accessions.ts';
import { compareStamps } from '../../domain/fhir/merge.ts';
import type { Accession } from '../../schemas/chart.ts';
import { inBatches } from './batches.ts';
import type { Bulk } from './bulk.ts';
import type { StoredItem } from './chart.ts';
import { readItem } from './items.ts';
import { accessionPartition } from './keys.ts';
import { mergeRow, type Written } from './merged-row.ts';
import type { Key, Row, Store } from './store.ts';

/** Set-like: what was once said stays. Whether it still holds is read from the orders themselves, so it cannot grow stale. */
type AccessionRow = Row & {
  /** The number stands on an image or a report of the record. */
  readonly stays?: true;
  /** Ids of the orders that said it. */
  readonly orders?: readonly string[];
};

/**
 * Which records an accession number leads to; more than one is for the reconciliation to see (contract 10). An order that
 * was cancelled leads nowhere, and one that was moved leads only to the patient of whom it was said last.
 */
export async function recordsOfAccession(
  store: Store,
  bulk: Bulk | undefined,
  domain: string,
  accession: string,
): Promise<string[]> {
  const rows = (await store.query({ partition: accessionPartition(domain, accession) })) as AccessionRow[];
  const named = rows.flatMap(({ sk, orders = [] }) => orders.map((order) => ({ record: sk, order })));
  const holders = new Map<string, StoredItem>();
  await inBatches(named, async ({ record, order }) => {
    const item = await readItem(store, bulk, record, 'ServiceRequest', order);
    // Of an order that was only misread, and taken back, nothing is left.
    if (item === undefined || Object.keys(item.groups).length === 0) return;
    const other = holders.get(order);
    if (other === undefined || saidLater(item, other)) holders.set(order, item);
  });
  const claimed = new Set([...holders.values()].filter(stands).map(({ record }) => record));
  return rows.flatMap(({ sk, stays }) => (stays || claimed.has(sk) ? [sk] : []));
}

/** Equal stamps must not let the faster answer of the store decide. */
const saidLater = (item: StoredItem, other: StoredItem): boolean =>
  (compareStamps(newest(item), newest(other)) || (item.record < other.record ? -1 : 1)) > 0;

const newest = ({ groups }: StoredItem) =>
  Object.values(groups)
    .map(({ stamp }) => stamp)
    .reduce((a, b) => (compareStamps(a, b) > 0 ? a : b));

const stands = ({ resource }: StoredItem): boolean =>
  resource?.resourceType === 'ServiceRequest' && !['revoked', 'entered-in-error'].includes(resource.status);

/** Every record that the number leads or led to: all of them are concerned when one of its orders changes. */
async function recordsAround(store: Store, domain: string, accession: string): Promise<string[]> {
  return (await store.query({ partition: accessionPartition(domain, accession) })).map(({ sk }) => sk);
}

/**
 * Says that an accession number leads to a record. Where it also leads elsewhere, the studies there are no longer beyond
 * doubt; so the row counts and is announced as facts are, and all records it leads to are concerned by it.
 */
export function writeAccession(store: Store, { domain, accession, record, order }: Accession): Promise<Written> {
  const key = { pk: accessionPartition(domain, accession), sk: record };
  return mergeRow(store, key, async (stored: AccessionRow | undefined) => {
    const orders = stored?.orders ?? [];
    if (stored && (order === undefined ? stored.stays : orders.includes(order))) return undefined;
    return {
      ...(order === undefined || stored?.stays ? { stays: true } : {}),
      orders: order === undefined ? orders : [...orders, order].sort(),
    };
  });
}

/** Records concerned by numbers that were written, and by orders that changed: by each number they carry, in any message. */
export async function recordsAroundAccessions(
  store: Store,
  bulk: Bulk | undefined,
  written: readonly Accession[],
  orders: readonly Key[],
): Promise<string[]> {
  const items = await inBatches(orders, ({ pk, sk }) =>
    readItem(store, bulk, pk, 'ServiceRequest', sk.split('#')[1] ?? ''),
  );
  const carried = items.flatMap((item) =>
    item?.resource?.resourceType === 'ServiceRequest' ? accessionsOfOrder(item.resource) : [],
  );
  const numbers = new Map([...written, ...carried].map((one) => [`${one.domain}|${one.accession}`, one]));
  const records = await inBatches([...numbers.values()], ({ domain, accession }) =>
    recordsAround(store, domain, accession),
  );
  return [...new Set(records.flat())];
}
