import { isOpen } from './awaits.ts';
import type { ChartWrite } from './chart.ts';
import { personOf, reachOf, WHOLE_PERSON } from './edges.ts';
import type { Written } from './merged-row.ts';
import type { IdentityStore } from './neighbourhood.ts';
import { recordsWithCopies } from './study-holders.ts';

/** What is new in a write: each part may make the advice of some records come out otherwise. */
export type WriteNews = {
  /** Rows that nobody has been told of yet. */
  readonly fresh: readonly Written[];
  /** Both ends of every edge that the write names. */
  readonly ends: readonly string[];
  /** Holders of a national number that a patient has now, or had. */
  readonly hearing: readonly string[];
  /** Records that an accession number ties to what is new. */
  readonly linked: readonly string[];
  /** Records that hold an order of the write too. */
  readonly shared: readonly string[];
  /** The input that waits for advice; its record hears of the write while the input is open. */
  readonly waits: ChartWrite['awaiting'];
};

export const isPatient = ({ key }: Written): boolean => key.sk.startsWith('Patient#');

const isEdge = ({ key }: Written): boolean => key.sk.startsWith('Edge#');

const decidesOfStudies = (row: Written): boolean => isPatient(row) || row.key.sk.startsWith('ImagingStudy#');

/** The records whose advice is to be made again after a write. A repeat after a crash concerns the same ones. */
export async function recordsConcerned(
  world: IdentityStore,
  { fresh, ends, hearing, linked, shared, waits }: WriteNews,
): Promise<string[]> {
  const { store } = world;
  const freshItems = fresh.filter((row) => !isEdge(row));
  const hasFreshEdges = freshItems.length < fresh.length;
  const concerned = new Set([
    ...(await personsOf(
      world,
      freshItems.map(({ key }) => key.pk),
    )),
    ...(await personsOf(world, [...linked, ...shared], WHOLE_PERSON)),
    // After an edge or a number has changed, all that is reached from its ends or holders holds the persons before and
    // after: parted, each keeps its part; joined, all are one.
    ...(hasFreshEdges ? await reachOf(world, ends) : []),
    ...(hearing.length > 0 ? await reachOf(world, hearing) : []),
    ...(waits && (await isOpen(store, waits.input)) ? [waits.record] : []),
  ]);
  // Whose a study is follows from patients, orders and merges; of a study in two charts both must hear of them.
  if (linked.length > 0 || hasFreshEdges || hearing.length > 0 || freshItems.some(decidesOfStudies))
    for (const one of await personsOf(world, await recordsWithCopies(store, [...concerned]), WHOLE_PERSON))
      concerned.add(one);
  return [...concerned];
}

async function personsOf(world: IdentityStore, records: readonly string[], widest?: number): Promise<string[]> {
  const found = new Set<string>();
  for (const record of records) {
    if (!found.has(record)) for (const one of await personOf(world, record, widest)) found.add(one);
  }
  return [...found];
}
