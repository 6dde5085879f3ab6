import { assemble } from '../../domain/fhir/assemble.ts';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { facetOf, timeOf } from '../../domain/fhir/facets.ts';
import { mergeItems } from '../../domain/fhir/merge.ts';
import { groupsInForce } from '../../domain/fhir/slots.ts';
import type { NationalNumber } from '../../domain/identity/holder.ts';
import { type ChartItem, ChartResourceType } from '../../schemas/chart.ts';
import { inBatches } from './batches.ts';
import { type Bulk, type Kept, keep, keptText } from './bulk.ts';
import type { StoredItem, Wanted } from './chart.ts';
import { dayAttributes } from './day-lists.ts';
import { codeTime, facetPrefix, itemKey } from './keys.ts';
import { type MergedRow, mergeRow, type Written } from './merged-row.ts';
import { identityAttributes } from './numbers.ts';
import type { Row, Store } from './store.ts';

/** Groups are one canonical text in the row: numbers and `null` come back as they went in, and equal is equal bytes. */
type ItemRow = MergedRow & { readonly groups: Kept };

export async function readItem(
  store: Store,
  bulk: Bulk | undefined,
  record: string,
  type: ChartResourceType,
  id: string,
): Promise<StoredItem | undefined> {
  const row = await store.get(itemKey(record, type, id));
  return row && storedItem(bulk, row);
}

/** The newest `count` resources of a facet, read consistently through the local index; deleted ones are not in it. */
export async function newestItems(
  store: Store,
  bulk: Bulk | undefined,
  record: string,
  facet: string,
  count: number,
): Promise<StoredItem[]> {
  const rows = await store.query({
    partition: record,
    index: 'byCodeTime',
    beginsWith: facetPrefix(facet),
    newestFirst: true,
    limit: count,
  });
  return inBatches(rows, (row) => storedItem(bulk, row));
}

/** Up to so many resources of a record are read at once; of a longer chart each facet is read by itself. */
export const SMALL_CHART = 300;

/** `newestItems` for several facets, in their order: one query for the chart of most people instead of one for each facet. */
export async function newestOfEach(
  store: Store,
  bulk: Bulk | undefined,
  record: string,
  wanted: readonly Wanted[],
): Promise<StoredItem[][]> {
  const rows = await store.query({ partition: record, index: 'byCodeTime', newestFirst: true, limit: SMALL_CHART });
  if (rows.length === SMALL_CHART)
    return Promise.all(wanted.map(({ facet, count }) => newestItems(store, bulk, record, facet, count)));
  return Promise.all(
    wanted.map(({ facet, count }) => {
      const own = rows.filter((row) => String(row.codeTime).startsWith(facetPrefix(facet)));
      return inBatches(own.slice(0, count), (row) => storedItem(bulk, row));
    }),
  );
}

/** What stands on a list of its clinic's day (`day-lists.ts`). */
const onDay: ReadonlySet<string> = new Set(['Appointment', 'ServiceRequest']);

const RESOURCE_TYPES = new Set<string>(ChartResourceType.options);

/** All resources of one record, deleted ones too, in the order of their keys. */
export async function allItems(store: Store, bulk: Bulk | undefined, record: string): Promise<StoredItem[]> {
  const rows = await store.query({ partition: record });
  return inBatches(
    rows.filter(({ sk }) => RESOURCE_TYPES.has(sk.split('#')[0] ?? '')),
    (row) => storedItem(bulk, row),
  );
}

/** Merges the item into what is stored. `numberKey` names the national numbers of a Patient. */
export function writeItem(
  store: Store,
  bulk: Bulk | undefined,
  item: ChartItem,
  numberKey: (number: NationalNumber) => string,
): Promise<Written> {
  const key = itemKey(item.record, item.resourceType, item.id);
  return mergeRow(store, key, async (stored) => {
    const before = stored && (await chartItem(bulk, stored));
    const merged = before ? mergeItems(before, item) : mergeItems(item, item);
    const groups = canonicalJson(merged.groups);
    if (before && groups === canonicalJson(before.groups)) return undefined;
    const resource = assemble(merged);
    const patient = resource?.resourceType === 'Patient' ? resource : undefined;
    return {
      groups: await keep(bulk, `chart/${item.record}/${item.id}`, groups),
      ...(resource && { codeTime: codeTime(facetOf(resource), timeOf(resource), item.id) }),
      ...(item.resourceType === 'Patient' && identityAttributes(patient, stored, numberKey)),
      ...(onDay.has(item.resourceType) && (await dayAttributes(store, item.record, item.id, resource))),
    };
  });
}

async function chartItem(bulk: Bulk | undefined, row: Row): Promise<ChartItem> {
  const [resourceType, id = ''] = row.sk.split('#');
  const groups = JSON.parse(await keptText(bulk, (row as ItemRow).groups)) as ChartItem['groups'];
  return { record: row.pk, resourceType: ChartResourceType.parse(resourceType), id, groups };
}

async function storedItem(bulk: Bulk | undefined, row: Row): Promise<StoredItem> {
  const item = await chartItem(bulk, row);
  const { rev, announcedRev } = row as ItemRow;
  // Readers see what holds; slots and what was taken back are the writer's affair.
  return { ...item, groups: groupsInForce(item.groups), rev, announcedRev, resource: assemble(item) };
}
