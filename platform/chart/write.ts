import { joinItems } from '../../domain/fhir/merge.ts';
import type { NationalNumber } from '../../domain/identity/holder.ts';
import type { IdentityEdge } from '../../schemas/chart.ts';
import { OkaError } from '../../schemas/errors.ts';
import { recordsAroundAccessions, writeAccession } from './accessions.ts';
import { awaitAdvice } from './awaits.ts';
import { inBatches } from './batches.ts';
import type { Bulk } from './bulk.ts';
import type { ChartWrite } from './chart.ts';
import { isPatient, recordsConcerned } from './concerned.ts';
import { refuseTooWide, writeEdge } from './edges.ts';
import { bump, ownRecord, readHead } from './head.ts';
import { writeItem } from './items.ts';
import { announce } from './merged-row.ts';
import type { IdentityStore } from './neighbourhood.ts';
import { followNumbers } from './numbers.ts';
import { ordersIn, writeOrder } from './orders.ts';
import { writeStated } from './stated.ts';
import type { Store } from './store.ts';
import { writeStudyHolders } from './study-holders.ts';

export type WriteWorld = IdentityStore & {
  readonly numberKey: (number: NationalNumber) => string;
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
  const { store, bulk, clock, sendAdvice, numberKey } = world;
  const { items, edges = [], accessions = [], awaiting, silent = false } = write;
  await ownAll(store, write);
  // First: whoever is told of the facts beside it compares it.
  if (write.stated) await writeStated(store, write.stated);

  const ends = edges.flatMap(({ records }) => records);
  // A message may say two things of one resource.
  const written = await inBatches(joinItems(items), (item) => writeItem(store, bulk, item, numberKey));
  // What the message says beside a refused edge is told to everybody all the same; its input ends in quarantine.
  let refused: OkaError | undefined;
  for (const edge of edges) {
    const tooWide = await refusalOf(store, edge);
    if (tooWide === undefined) written.push(...(await writeEdge(store, edge)));
    refused ??= tooWide;
  }
  const links = await inBatches(accessions, (accession) => writeAccession(store, accession));
  const freshLinks = accessions.filter((_, n) => links[n]?.announced === false);
  const changed = written.some((row) => row.changed);
  const fresh = written.filter(({ announced }) => !announced);
  const hearing = (await inBatches(fresh.filter(isPatient), ({ key }) => followNumbers(store, key))).flat();
  if (silent) {
    if (refused) throw refused;
    return { changed };
  }

  const saidBy = write.stated?.input ?? awaiting?.input;
  const news = new Set(fresh.map(({ key }) => key.pk));
  const shared = await inBatches(ordersIn(joinItems(items)), async (item) => {
    const { records, changed } = await writeOrder(store, item, saidBy);
    return changed || news.has(item.record) ? records : [];
  });
  await writeStudyHolders(store, joinItems(items));
  const waits = refused ? undefined : awaiting;
  const freshOrders = fresh.map(({ key }) => key).filter(({ sk }) => sk.startsWith('ServiceRequest#'));
  const linked = await recordsAroundAccessions(store, bulk, freshLinks, freshOrders);
  const concerned = await recordsConcerned(world, { fresh, ends, hearing, linked, shared: shared.flat(), waits });
  const bumped = new Map(await inBatches(concerned, async (record) => [record, await bump(store, record)] as const));
  const waitsFor = waits && bumped.get(waits.record);
  if (waits && waitsFor !== undefined) await awaitAdvice(store, clock(), waits.input, waits.record, waitsFor);
  await inBatches([...bumped], ([record, revision]) => sendAdvice(record, revision));
  await inBatches([...fresh, ...links.filter(({ announced }) => !announced)], (row) => announce(store, row));
  if (refused) throw refused;
  return { changed };
}

async function refusalOf(store: Store, edge: IdentityEdge): Promise<OkaError | undefined> {
  try {
    await refuseTooWide(store, edge);
    return undefined;
  } catch (cause) {
    if (cause instanceof OkaError && cause.code === 'chart-too-wide') return cause;
    throw cause;
  }
}

/** Every record has its owner before anything is written under it. A record without one is a mistake of the caller. */
async function ownAll(
  store: Store,
  { items, edges = [], accessions = [], awaiting, owners }: ChartWrite,
): Promise<void> {
  const named = new Set([
    ...[...items, ...accessions, ...(awaiting ? [awaiting] : [])].map(({ record }) => record),
    ...edges.flatMap(({ records }) => records),
  ]);
  await inBatches([...named], async (record) => {
    const clinic = owners[record];
    const head = await readHead(store, record);
    if (head !== undefined) return;
    if (clinic === undefined) throw new TypeError('the owner of a new record must be named');
    await ownRecord(store, record, clinic);
  });
}
