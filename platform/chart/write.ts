import { mergeItems } from '../../domain/fhir/merge.ts';
import type { ChartItem } from '../../schemas/chart.ts';
import { writeAccession } from './accessions.ts';
import { forEachOf } from './again.ts';
import { awaitAdvice, isOpen } from './awaits.ts';
import type { Bulk } from './bulk.ts';
import type { ChartWrite } from './chart.ts';
import { personOf, writeEdge } from './edges.ts';
import { bump, ownRecord, readHead } from './head.ts';
import { writeItem } from './items.ts';
import { announce, type Written } from './merged-row.ts';
import type { Store } from './store.ts';

export type WriteWorld = {
  readonly store: Store;
  readonly bulk: Bulk | undefined;
  readonly clock: () => Date;
  readonly sendAdvice: (record: string, revision: number) => Promise<void>;
};

/**
 * Contracts 3 and 4. The order is what makes a crash between any two steps harmless, provided the message comes again:
 * rows first (a repeat finds them equal but not announced), then the revisions, then the wait of the input (its revision
 * is not above that of the trigger), then the triggers, and only then the rows are marked as announced.
 */
export async function writeChart(world: WriteWorld, write: ChartWrite): Promise<{ changed: boolean }> {
  const { store, bulk, clock, sendAdvice } = world;
  const { items, edges = [], accessions = [], awaiting, silent = false } = write;
  await ownAll(store, write);
  await forEachOf(accessions, (accession) => writeAccession(store, accession));

  const ends = [...new Set(edges.flatMap(({ records }) => records))];
  const before = await personsOf(store, ends);
  const written = (
    await forEachOf(
      [
        ...joined(items).map((item) => async () => [await writeItem(store, bulk, item)]),
        ...edges.map((edge) => () => writeEdge(store, edge)),
      ],
      (put) => put(),
    )
  ).flat();
  const changed = written.some((row) => row.changed);
  if (silent) return { changed };

  const fresh = written.filter((row) => !row.announced);
  const freshEdges = fresh.some(({ key }) => key.sk.startsWith('Edge#'));
  const concerned = new Set([
    ...(await personsOf(
      store,
      fresh.map(({ key }) => key.pk),
    )),
    ...(freshEdges ? [...before, ...(await personsOf(store, ends))] : []),
    ...(awaiting && (await isOpen(store, awaiting.input)) ? [awaiting.record] : []),
  ]);
  const bumped = new Map(
    await forEachOf([...concerned], async (record) => [record, await bump(store, record)] as const),
  );
  const waitsFor = awaiting && bumped.get(awaiting.record);
  if (awaiting && waitsFor !== undefined) {
    await awaitAdvice(store, clock(), awaiting.input, awaiting.record, waitsFor);
  }
  await forEachOf([...bumped], ([record, revision]) => sendAdvice(record, revision));
  await forEachOf(fresh, (row: Written) => announce(store, row));
  return { changed };
}

/** Every record has its owner before anything is written under it. A record without one is a mistake of the caller. */
async function ownAll(store: Store, { items, edges = [], owners }: ChartWrite): Promise<void> {
  const named = new Set([...items.map(({ record }) => record), ...edges.flatMap(({ records }) => records)]);
  await forEachOf([...named], async (record) => {
    const clinic = owners[record];
    const head = await readHead(store, record);
    if (head !== undefined) return;
    if (clinic === undefined) throw new TypeError('the owner of a new record must be named');
    await ownRecord(store, record, clinic);
  });
}

async function personsOf(store: Store, records: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const record of records) {
    if (!found.has(record)) for (const one of await personOf(store, record)) found.add(one);
  }
  return [...found];
}

/** A message may say two things of one resource; they are merged before they are written. */
function joined(items: readonly ChartItem[]): ChartItem[] {
  const byKey = new Map<string, ChartItem>();
  for (const item of items) {
    const key = `${item.record}#${item.resourceType}#${item.id}`;
    const other = byKey.get(key);
    byKey.set(key, other ? mergeItems(other, item) : item);
  }
  return [...byKey.values()];
}
