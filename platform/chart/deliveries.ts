import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { Delivery } from '../../schemas/result.ts';
import { untilUnchanged } from './again.ts';
import { startMark } from './due.ts';
import { deliveryKey, duePartition, dueShard, minuteOf } from './keys.ts';
import type { Row, Store } from './store.ts';

type DeliveryRow = Row & { readonly delivery: string; readonly rev: number };

export async function readDelivery(store: Store, record: string, resultId: string): Promise<Delivery | undefined> {
  const row = await store.get(deliveryKey(record, resultId));
  return row && deliveryOf(row);
}

export async function deliveriesOf(store: Store, record: string): Promise<Delivery[]> {
  return (await store.query({ partition: record, beginsWith: 'Delivery#' })).map(deliveryOf);
}

/** Reads, changes, writes if nobody else did, else again; `change` may run several times. Undefined leaves it as it is. */
export function changeDelivery(
  store: Store,
  now: Date,
  record: string,
  resultId: string,
  change: (stored: Delivery | undefined) => Delivery | undefined,
): Promise<Delivery | undefined> {
  const key = deliveryKey(record, resultId);
  return untilUnchanged(async () => {
    const row = (await store.get(key)) as DeliveryRow | undefined;
    const stored = row && deliveryOf(row);
    const changed = change(stored);
    if (changed === undefined || (stored && canonicalJson(changed) === canonicalJson(stored))) return { value: stored };
    const due = dueKeys(Delivery.parse(changed), now);
    if (due) await startMark(store, now);
    const won = await store.put(
      { ...key, delivery: canonicalJson(changed), rev: (row?.rev ?? 0) + 1, ...due },
      row ? { condition: 'rev = :rev', values: { ':rev': row.rev } } : { condition: 'attribute_not_exists(pk)' },
    );
    return won ? { value: changed } : undefined;
  });
}

/**
 * In `byDue` only while somebody is to act: due and not acknowledged. What is written after its time goes under the
 * present minute, so that it is found although its own minute has been read.
 */
function dueKeys({ record, resultId, dueAt, acknowledged }: Delivery, now: Date) {
  if (dueAt === undefined || acknowledged !== undefined) return undefined;
  const present = now.toISOString();
  const minute = minuteOf(dueAt > present ? dueAt : present);
  return { duePk: duePartition(minute, dueShard(record, resultId)), dueSk: `${dueAt}#${record}#${resultId}` };
}

const deliveryOf = (row: Row): Delivery => Delivery.parse(JSON.parse(String(row.delivery)));
