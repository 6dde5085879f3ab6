import { linkDecision } from '../../domain/identity/link.ts';
import { pairOf, personIn, proposalsOf } from '../../domain/identity/person.ts';
import { untilUnchanged } from './again.ts';
import type { IdentityPair } from './chart.ts';
import { proposalsKey, proposalsPartition } from './keys.ts';
import { type IdentityStore, neighbourhoodOf } from './neighbourhood.ts';
import type { Row, Store } from './store.ts';

type ProposalsRow = Row & {
  readonly revision: number;
  readonly rev: number;
  /** Other record → since when the pair waits. */
  readonly since: Readonly<Record<string, string>>;
};

/** The pairs of a record that wait for a human, as they stand now. */
export async function openPairs(world: IdentityStore, record: string): Promise<IdentityPair[]> {
  const around = await neighbourhoodOf(world, [record]);
  if (around === undefined) return [];
  const row = (await world.store.get(proposalsKey(record))) as ProposalsRow | undefined;
  return proposalsOf(record, around).map(({ records, shared }) => {
    const since = row?.since[records.find((one) => one !== record) ?? ''];
    return { records, shared, together: false, ...(since === undefined ? {} : { since }) };
  });
}

/** What bears on two records: numbers that both hold, whether they are one person now, and what a human said of them. */
export async function identityPair(world: IdentityStore, a: string, b: string): Promise<IdentityPair> {
  const records = pairOf(a, b);
  const around = await neighbourhoodOf(world, records);
  const [one, other] = records.map((record) => around?.holders.get(record));
  const decision = around?.edges.find(
    ({ kind, records: pair }) => kind === 'link' && records.every((of) => pair.includes(of)),
  );
  return {
    records,
    shared: one && other ? linkDecision(one, other).shared : [],
    together: around !== undefined && personIn(a, around).includes(b),
    ...(decision === undefined ? {} : { decision }),
  };
}

/**
 * Keeps the clinic's list in step with the pairs of a record that wait. Of two runs the one that read the newer revision
 * stays; the list only names records, what it shows is asked anew. A newer run that found nothing leaves no trace, so who
 * has put pairs on the list looks once more whether they still wait.
 */
export async function listOpenPairs(
  world: IdentityStore,
  now: Date,
  { record, clinic, revision }: { readonly record: string; readonly clinic: string; readonly revision: number },
): Promise<void> {
  const othersOf = async (): Promise<string[]> =>
    (await openPairs(world, record)).flatMap(({ records }) => records.filter((one) => one !== record)).sort();
  let others = await othersOf();
  for (let after = revision; ; after = revision + 1) {
    const isListed = await putPairs(world.store, now, { record, clinic, revision, others }, after);
    if (!isListed || others.length === 0) return;
    const still = await othersOf();
    if (still.join() === others.join()) return;
    others = still;
  }
}

type Listing = {
  readonly record: string;
  readonly clinic: string;
  readonly revision: number;
  readonly others: string[];
};

/** False where a run of revision `after` or a newer one has been here, or there is nothing to list. */
function putPairs(store: Store, now: Date, { record, clinic, revision, others }: Listing, after: number) {
  return untilUnchanged(async () => {
    const stored = (await store.get(proposalsKey(record))) as ProposalsRow | undefined;
    if (stored === undefined ? others.length === 0 : stored.revision >= after) return { value: false };
    const since = Object.fromEntries(others.map((other) => [other, stored?.since[other] ?? now.toISOString()]));
    const [oldest] = Object.values(since).sort();
    const row = {
      ...proposalsKey(record),
      revision,
      rev: (stored?.rev ?? 0) + 1,
      since,
      ...(oldest === undefined ? {} : { waitPk: proposalsPartition(clinic), waitSk: `${oldest}#${record}` }),
    };
    const won = await store.put(
      row,
      stored ? { condition: 'rev = :rev', values: { ':rev': stored.rev } } : { condition: 'attribute_not_exists(pk)' },
    );
    return won ? { value: true } : undefined;
  });
}

/** The records of a clinic with pairs that wait, the longest first; at most `limit`. */
export async function recordsOnList(store: Store, clinic: string, limit: number): Promise<string[]> {
  const rows = await store.query({ partition: proposalsPartition(clinic), index: 'byWaiting', limit });
  return rows.map(({ pk }) => pk);
}

/** Since when the oldest pair of a clinic waits. */
export async function oldestOnList(store: Store, clinic: string): Promise<string | undefined> {
  const [oldest] = await store.query({ partition: proposalsPartition(clinic), index: 'byWaiting', limit: 1 });
  return typeof oldest?.waitSk === 'string' ? oldest.waitSk.split('#')[0] : undefined;
}
