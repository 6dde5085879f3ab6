import { nextLookOf } from '../../domain/delivery/way/next-look.ts';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { Delivery, type DeliveryInput } from '../../schemas/delivery.ts';
import { untilUnchanged } from './again.ts';
import { inBatches } from './batches.ts';
import { startMark } from './due.ts';
import { alarmsPartition, deliveryKey, duePartition, dueShard, minuteOf, toldPartition } from './keys.ts';
import type { Row, Store } from './store.ts';
import { putOnLists, settleLists } from './work-rows.ts';

const READ_AT_ONCE = 32;

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
  change: (stored: Delivery | undefined) => DeliveryInput | undefined,
): Promise<Delivery | undefined> {
  const key = deliveryKey(record, resultId);
  return untilUnchanged(async () => {
    const row = (await store.get(key)) as DeliveryRow | undefined;
    const stored = row && deliveryOf(row);
    const wanted = change(stored);
    if (wanted === undefined) return { value: stored };
    const changed = Delivery.parse(wanted);
    if (stored && canonicalJson(changed) === canonicalJson(stored)) return { value: stored };
    const keys = { ...dueKeys(changed, now), ...alarmKeys(changed), ...toldKeys(changed, now) };
    if ('duePk' in keys) await startMark(store, now);
    const rev = (row?.rev ?? 0) + 1;
    await putOnLists(store, changed, rev, now);
    const won = await store.put(
      { ...key, delivery: canonicalJson(changed), rev, ...keys },
      row ? { condition: 'rev = :rev', values: { ':rev': row.rev } } : { condition: 'attribute_not_exists(pk)' },
    );
    if (!won) return undefined;
    await settleLists(store, { delivery: changed, before: stored }, rev, now);
    return { value: changed };
  });
}

/**
 * In `byDue` only while somebody is to act (`nextLookOf`). What is written after its time goes under the
 * present minute, so that it is found although its own minute has been read.
 */
function dueKeys(delivery: Delivery, now: Date) {
  const { record, resultId } = delivery;
  const lookAt = nextLookOf(delivery);
  if (lookAt === undefined) return undefined;
  const present = now.toISOString();
  const isAhead = lookAt > present;
  const minute = minuteOf(isAhead ? lookAt : present);
  return { duePk: duePartition(minute, dueShard(record, resultId)), dueSk: `${lookAt}#${record}#${resultId}` };
}

/** On its clinic's list of alarms from when the alarm sounds until somebody has acknowledged, taken or not. */
function alarmKeys({ clinic, record, resultId, alarm, acknowledged }: Delivery) {
  if (alarm === undefined || acknowledged !== undefined) return undefined;
  return { waitPk: alarmsPartition(clinic), waitSk: `${alarm.since}#${record}#${resultId}` };
}

const ALARMS_AT_ONCE = 200;

/** Deliveries of a clinic whose duty alarm was raised and that nobody has acknowledged, the oldest first. */
export async function alarmsOf(store: Store, clinic: string): Promise<Delivery[]> {
  const named = await store.query({ partition: alarmsPartition(clinic), index: 'byWaiting', limit: ALARMS_AT_ONCE });
  const rows = await inBatches(named, ({ pk, sk }) => store.get({ pk, sk }), READ_AT_ONCE);
  return rows.flatMap((row) => (row?.waitPk === undefined ? [] : [deliveryOf(row)]));
}

/** On its clinic's list of the day on which it was last sent, answered or acknowledged: there the edge finds what is new. */
function toldKeys({ clinic, record, resultId }: Delivery, now: Date) {
  const at = now.toISOString();
  return { dayPk: toldPartition(clinic, at.slice(0, 10)), daySk: `${at}#${record}#${resultId}` };
}

/** A delivery with when it last changed; `cursor` names its place on the list of its clinic. */
export type ToldDelivery = { readonly delivery: Delivery; readonly changedAt: string; readonly cursor: string };

const DAY_MS = 24 * 3600_000;

/**
 * Deliveries of a clinic that changed after the cursor (`<instant>` or `<instant>#<record>#<resultId>`), oldest first, at
 * most `limit`. The index follows a change with a delay: who asks on begins a little before where he ended.
 */
export async function deliveriesSince(
  store: Store,
  clinic: string,
  { since, now, limit }: { readonly since: string; readonly now: Date; readonly limit: number },
): Promise<ToldDelivery[]> {
  const found: ToldDelivery[] = [];
  const last = now.toISOString().slice(0, 10);
  for (let day = since.slice(0, 10); day <= last && found.length < limit; day = dayAfter(day)) {
    const partition = toldPartition(clinic, day);
    const named = await store.query({ partition, index: 'byDay', above: since, limit: limit - found.length });
    const rows = await inBatches(named, ({ pk, sk }) => store.get({ pk, sk }), READ_AT_ONCE);
    for (const [place, row] of rows.entries())
      if (row?.delivery !== undefined)
        found.push({
          delivery: deliveryOf(row),
          changedAt: String(row.daySk ?? named[place]?.daySk).slice(0, 24),
          cursor: String(named[place]?.daySk),
        });
  }
  return found;
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS).toISOString().slice(0, 10);

const deliveryOf = (row: Row): Delivery => Delivery.parse(JSON.parse(String(row.delivery)));
