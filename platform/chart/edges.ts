import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { edgeName, mergeEdges, orderedEdge } from '../../domain/fhir/merge.ts';
import { personIn, statedPerson, WIDEST_PERSON } from '../../domain/identity/person.ts';
import { endOfWay, mergedInto } from '../../domain/identity/survivor.ts';
import type { IdentityEdge } from '../../schemas/chart.ts';
import { OkaError } from '../../schemas/errors.ts';
import { inBatches } from './batches.ts';
import { edgeKey } from './keys.ts';
import { mergeRow, type Written } from './merged-row.ts';
import { edgesOf, type IdentityStore, neighbourhoodOf } from './neighbourhood.ts';
import type { Store } from './store.ts';

/** All that a write reaches for, so that a person grown too wide by a race can still be parted. */
export const WHOLE_PERSON = 1024;

/**
 * Refuses, before it is stored, a statement that would make a person too wide: stored, it would stop every further fact
 * of 33 patients. What numbers link does not count: such links fall first. Throws `chart-too-wide`.
 */
export async function refuseTooWide(store: Store, { records: [a, b], state }: IdentityEdge): Promise<void> {
  if (state !== 'joined') return;
  const together = new Set([
    ...(await statedPersonOf(store, a, WIDEST_PERSON)),
    ...(await statedPersonOf(store, b, WIDEST_PERSON)),
  ]);
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
 * The person of a record, sorted: what the newest statements join, and what numbers link by themselves
 * (`domain/identity/person.ts`). Throws `chart-too-wide` above `widest` records.
 */
export async function personOf(world: IdentityStore, record: string, widest = WIDEST_PERSON): Promise<string[]> {
  const around = await neighbourhoodOf(world, [record]);
  if (around === undefined) return statedPersonOf(world.store, record, widest);
  const person = personIn(record, around);
  if (person.length > widest) throw new OkaError('chart-too-wide');
  return person;
}

/** All records whose person may be another when an edge or a number of these records changes: more than hear of a fact. */
export async function reachOf(world: IdentityStore, records: readonly string[]): Promise<readonly string[]> {
  const around = await neighbourhoodOf(world, records);
  if (around !== undefined) return around.reached;
  const persons = await inBatches(records, (record) => statedPersonOf(world.store, record, WHOLE_PERSON));
  return [...new Set(persons.flat())];
}

/** The person by statements alone, read no further than `widest` records. Throws `chart-too-wide` beyond. */
async function statedPersonOf(store: Store, record: string, widest: number): Promise<string[]> {
  const known = new Map<string, IdentityEdge>();
  const read = new Set<string>();
  for (;;) {
    const edges = [...known.values()];
    const person = statedPerson(record, { edges });
    if (person.length > widest) throw new OkaError('chart-too-wide');
    const touched = edges.filter(({ records }) => records.some((one) => person.includes(one)));
    const unread = [...new Set([...person, ...touched.flatMap(({ records }) => records)])].filter(
      (one) => !read.has(one),
    );
    if (unread.length === 0) return person;
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
    const next = mergedInto(at, await edgesOf(store, at));
    const end = endOfWay(way, next);
    if (end !== undefined || next === undefined) return end === record ? undefined : end;
    way.push(next);
    at = next;
  }
}
