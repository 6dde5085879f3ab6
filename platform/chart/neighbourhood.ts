import { edgeName, mergeEdges } from '../../domain/fhir/merge.ts';
import { type Holder, type NationalNumber, numberName } from '../../domain/identity/holder.ts';
import type { Neighbourhood } from '../../domain/identity/person.ts';
import type { IdentityEdge } from '../../schemas/chart.ts';
import { inBatches } from './batches.ts';
import { itemKey } from './keys.ts';
import { holdersOf, type StoredHolder, storedHolder } from './numbers.ts';
import type { Store } from './store.ts';

/** Numbers typed wrongly again and again might string whole clinics together: beyond this, numbers are left aside. */
const WIDEST_NEIGHBOURHOOD = 256;

/** The store with what the region's stop list says of a number. */
export type IdentityStore = { readonly store: Store; readonly isStopped: (number: NationalNumber) => boolean };

export type Around = Neighbourhood & {
  /** All records that edges in force and shared numbers reach. */
  readonly reached: readonly string[];
};

/**
 * Everything that bears on who is who around these records (`domain/identity/person.ts`), read consistently; undefined where
 * that is too much to read. Both copies of an edge are read, also of one whose copy here says `apart`: while a writer
 * stands between the two copies, both ends see the newer statement, if both have heard of the edge at all.
 */
export async function neighbourhoodOf(
  { store, isStopped }: IdentityStore,
  from: readonly string[],
): Promise<Around | undefined> {
  const known = { edges: new Map<string, IdentityEdge>(), holders: new Map<string, StoredHolder>() };
  const holders = new Map<string, readonly string[] | undefined>();
  const read = new Set<string>();
  for (;;) {
    const reached = reachedFrom(from, known, holders);
    if (reached.size > WIDEST_NEIGHBOURHOOD) return undefined;
    const touched = [...known.edges.values()].filter(({ records }) => records.some((one) => reached.has(one)));
    const unread = [...new Set([...reached, ...touched.flatMap(({ records }) => records)])].filter(
      (one) => !read.has(one),
    );
    const numbers = [...reached].flatMap((record) => {
      const { holder, keys } = known.holders.get(record) ?? { holder: undefined, keys: new Map<string, string>() };
      const heeded = (holder?.numbers ?? []).filter((number) => !isStopped(number));
      return heeded.flatMap((number) => keys.get(numberName(number)) ?? []);
    });
    const unasked = [...new Set(numbers)].filter((key) => !holders.has(key));
    if (unread.length === 0 && unasked.length === 0) return aroundOf(known, holders, [...reached], isStopped);
    for (const key of unasked) holders.set(key, undefined);
    await inBatches(unasked, async (key) => holders.set(key, await holdersOf(store, key)));
    await inBatches(unread, async (record) => {
      const [edges, patient] = await Promise.all([
        edgesOf(store, record),
        store.get(itemKey(record, 'Patient', record)),
      ]);
      for (const edge of edges) {
        const before = known.edges.get(edgeName(edge));
        known.edges.set(edgeName(edge), before ? mergeEdges(before, edge) : edge);
      }
      const holder = storedHolder(patient);
      if (holder) known.holders.set(record, holder);
      read.add(record);
    });
  }
}

type Known = {
  readonly edges: ReadonlyMap<string, IdentityEdge>;
  readonly holders: ReadonlyMap<string, StoredHolder>;
};

function reachedFrom(
  from: readonly string[],
  { edges, holders }: Known,
  holdersByKey: ReadonlyMap<string, readonly string[] | undefined>,
): Set<string> {
  const reached = new Set(from);
  for (const record of reached) {
    for (const { records, state } of edges.values())
      if (state === 'joined' && records.includes(record)) for (const one of records) reached.add(one);
    for (const key of holders.get(record)?.keys.values() ?? [])
      for (const one of holdersByKey.get(key) ?? []) reached.add(one);
  }
  return reached;
}

function aroundOf(
  { edges, holders }: Known,
  holdersByKey: ReadonlyMap<string, readonly string[] | undefined>,
  reached: readonly string[],
  isStopped: IdentityStore['isStopped'],
): Around {
  const keys = new Map([...holders.values()].flatMap((one) => [...one.keys]));
  const crowded = (number: NationalNumber): boolean => {
    const key = keys.get(numberName(number));
    return key === undefined || holdersByKey.get(key) === undefined;
  };
  return {
    edges: [...edges.values()],
    holders: new Map([...holders].map(([record, { holder }]): [string, Holder] => [record, holder])),
    ignores: (number) => isStopped(number) || crowded(number),
    reached,
  };
}

/** The statements on a record as its own copies say them. */
export async function edgesOf(store: Store, record: string): Promise<IdentityEdge[]> {
  const rows = await store.query({ partition: record, beginsWith: 'Edge#' });
  return rows.map((row) => JSON.parse(String(row.edge)) as IdentityEdge);
}
