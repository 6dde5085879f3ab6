import { asOneRecord } from '../../domain/fhir/merged.ts';
import type { Chart, StoredItem } from './chart.ts';
import { factName, sharedOrdersOf } from './contested.ts';

/**
 * All items of these records of `person` (the records that he has in all); of merged ones each thing once, under the record that goes on. What was said of
 * another patient since is on nobody else's chart until somebody has settled it.
 */
export async function readItems(
  records: readonly string[],
  person: readonly string[],
  chart: Chart,
): Promise<Map<string, StoredItem[]>> {
  const survivors = new Map<string, string>();
  const read: StoredItem[] = [];
  const shared = await sharedOrdersOf(chart, person);
  const doubted = new Set(shared.flatMap((order) => order.doubted));
  for (const record of records) {
    read.push(...(await chart.everything(record)).filter((item) => !doubted.has(factName(item))));
    const survivor = await chart.survivor(record);
    if (survivor !== undefined && records.includes(survivor)) survivors.set(record, survivor);
  }
  const items = Map.groupBy(asOneRecord(read, survivors), ({ record }) => record);
  return new Map(records.map((record) => [record, items.get(record) ?? []]));
}
