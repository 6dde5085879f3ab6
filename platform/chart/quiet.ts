import { untilUnchanged } from './again.ts';
import { inBatches } from './batches.ts';
import { startMark } from './due.ts';
import { personOf, WHOLE_PERSON } from './edges.ts';
import { bump } from './head.ts';
import { duePartition, dueShard, minuteOf, quietKey } from './keys.ts';
import type { IdentityStore } from './neighbourhood.ts';
import type { Row, Store } from './store.ts';

/** A study that is looked at again when the region's clock has passed `until`. */
export type QuietWait = { readonly record: string; readonly study: string; readonly until: string };

type QuietRow = Row & { readonly until: string; readonly passed?: string; readonly rev: number };

/**
 * Notes until when a study waits for more images; the latest such moment counts, and one that has passed is no news. Found
 * by `byDue` like a delivery. What is noted here is no fact of the chart: only that time has passed is (`passed`).
 */
export function waitForQuiet(store: Store, now: Date, { record, study, until }: QuietWait): Promise<void> {
  return untilUnchanged(async () => {
    const row = (await store.get(quietKey(record, study))) as QuietRow | undefined;
    if ((row !== undefined && row.until >= until) || (row?.passed ?? '') >= until) return { value: undefined };
    await startMark(store, now);
    const next = { until, ...(row?.passed === undefined ? {} : { passed: row.passed }) };
    const won = await putRow(store, { record, study, until }, row, { ...next, ...dueKeys(record, study, until, now) });
    return won ? { value: undefined } : undefined;
  });
}

/** Of the studies of a record that have waited: until when. */
export async function quietsOf(store: Store, record: string): Promise<ReadonlyMap<string, string>> {
  const rows = (await store.query({ partition: record, beginsWith: 'Quiet#' })) as QuietRow[];
  return new Map(rows.flatMap(({ sk, passed }) => (passed === undefined ? [] : [[sk.slice('Quiet#'.length), passed]])));
}

/**
 * The moment has come: it is noted, then all records of the person are read again, then the wait leaves the index. Killed in
 * between, it is found due once more and does the same again.
 */
export async function passQuiet(
  world: IdentityStore & { readonly sendAdvice: (record: string, revision: number) => Promise<void> },
  { record, study, until }: QuietWait,
): Promise<void> {
  const { store, sendAdvice } = world;
  const change = (of: (row: QuietRow) => Record<string, unknown>): Promise<void> =>
    untilUnchanged(async () => {
      const row = (await store.get(quietKey(record, study))) as QuietRow | undefined;
      if (row === undefined) return { value: undefined };
      return (await putRow(store, { record, study, until }, row, of(row))) ? { value: undefined } : undefined;
    });
  const later = (passed: string | undefined): string => (passed !== undefined && passed > until ? passed : until);
  await change((row) => ({ ...keysIn(row), until: row.until, passed: later(row.passed) }));
  const person = await personOf(world, record, WHOLE_PERSON);
  await inBatches(person, async (one) => sendAdvice(one, await bump(store, one)));
  await change((row) => ({
    ...(row.until > until ? keysIn(row) : {}),
    until: row.until,
    passed: later(row.passed),
  }));
}

const keysIn = ({ duePk, dueSk }: QuietRow): Record<string, unknown> => (duePk === undefined ? {} : { duePk, dueSk });

function dueKeys(record: string, study: string, until: string, now: Date) {
  const present = now.toISOString();
  const minute = minuteOf(until > present ? until : present);
  return { duePk: duePartition(minute, dueShard(record, study)), dueSk: `${until}#${record}#${study}` };
}

const putRow = (
  store: Store,
  { record, study }: QuietWait,
  before: QuietRow | undefined,
  attributes: Readonly<Record<string, unknown>>,
): Promise<boolean> =>
  store.put(
    { ...quietKey(record, study), ...attributes, rev: (before?.rev ?? 0) + 1 },
    before ? { condition: 'rev = :rev', values: { ':rev': before.rev } } : { condition: 'attribute_not_exists(pk)' },
  );
