import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { compareStamps, edgeName, mergeEdges, orderedEdge } from '../../domain/fhir/merge.ts';
import type { IdentityEdge } from '../../schemas/chart.ts';
import { OkaError } from '../../schemas/errors.ts';
import { inBatches } from './batches.ts';
import { edgeKey } from './keys.ts';
import { mergeRow, type Written } from './merged-row.ts';
import type { Store } from './store.ts';

/** A person of more records than this is nearly always a wrong link. */
const WIDEST_PERSON = 32;

/** All that a write reaches for, so that a person grown too wide by a race can still be parted. */
export const WHOLE_PERSON = 1024;

/**
 * Refuses, before it is stored, a statement that would make a person too wide: stored, it would stop every further fact
 * of 33 patients. Throws `chart-too-wide`.
 */
export async function refuseTooWide(store: Store, { records: [a, b], state }: IdentityEdge): Promise<void> {
  if (state !== 'joined') return;
  const together = new Set([...(await personOf(store, a)), ...(await personOf(store, b))]);
  if (together.size > WIDEST_PERSON) throw new OkaError('chart-too-wide');
}

/** Merges the statement into the copy on each of its two records. A crash between the two is mended by the repeat. */
export async function writeEdge(store: Store, edge: IdentityEdge): Promise<Written[]> {
  const [a, b] = edge.records;
  const copy = (record: string, other: string) =>
    mergeRow(store, edgeKey(record, edge.kind, other), async (stored) => {
      const before = stored && (JSON.parse(String(stored.edge)) as IdentityEdge);
      const merged = canonicalJson(before ? mergeEdges(before, edge) : orderedEdge(edge));
      return before && merged === canonicalJson(before) ? undefined : { edge: merged };
    });
  return [await copy(a, b), await copy(b, a)];
}

/**
 * The person of a record: all records reached over edges whose newest statement is `joined`, sorted. Both copies of an
 * edge are read, also of one whose copy here says `apart`: while a writer stands between the two copies, both ends see
 * the newer statement, if both have heard of the edge at all.
 * Throws `chart-too-wide` above `widest` records.
 */
export async function personOf(store: Store, record: string, widest = WIDEST_PERSON): Promise<string[]> {
  const known = new Map<string, IdentityEdge>();
  const read = new Set<string>();
  for (;;) {
    const person = connected(record, [...known.values()]);
    if (person.size > widest) throw new OkaError('chart-too-wide');
    const touched = [...known.values()].filter(({ records }) => records.some((one) => person.has(one)));
    const unread = [...new Set([...person, ...touched.flatMap(({ records }) => records)])].filter(
      (one) => !read.has(one),
    );
    if (unread.length === 0) return [...person].sort();
    for (const edge of (await inBatches(unread, (one) => edgesOf(store, one))).flat()) {
      const before = known.get(edgeName(edge));
      known.set(edgeName(edge), before ? mergeEdges(before, edge) : edge);
    }
    for (const one of unread) read.add(one);
  }
}

/**
 * The record under which a merged one goes on: the survivor of its newest merge, and of that one's; undefined for a record
 * that goes on by itself. Of records that were merged in a circle the first in order goes on for all.
 */
export async function survivorOf(store: Store, record: string): Promise<string | undefined> {
  const way = [record];
  for (let at = record; ; ) {
    const next = (await edgesOf(store, at))
      .filter(({ state, survivor }) => state === 'joined' && survivor !== undefined && survivor !== at)
      .sort((a, b) => compareStamps(b.stamp, a.stamp))[0]?.survivor;
    if (next === undefined) return at === record ? undefined : at;
    if (way.includes(next)) {
      const [first] = way.slice(way.indexOf(next)).sort();
      return first === record ? undefined : first;
    }
    way.push(next);
    at = next;
  }
}

async function edgesOf(store: Store, record: string): Promise<IdentityEdge[]> {
  const rows = await store.query({ partition: record, beginsWith: 'Edge#' });
  return rows.map((row) => JSON.parse(String(row.edge)) as IdentityEdge);
}

function connected(from: string, edges: readonly IdentityEdge[]): Set<string> {
  const reached = new Set([from]);
  for (const record of reached) {
    for (const { records, state } of edges) {
      if (state === 'joined' && records.includes(record)) for (const one of records) reached.add(one);
    }
  }
  return reached;
}
