import { untilUnchanged } from './again.ts';
import { inBatches } from './batches.ts';
import { startMark } from './due.ts';
import { personOf, WHOLE_PERSON } from './edges.ts';
import { bump } from './head.ts';
import { duePartition, dueShard, minuteOf, turnKey } from './keys.ts';
import type { IdentityStore } from './neighbourhood.ts';
import type { Row, Store } from './store.ts';

/** When time alone changes what is said of a record's person; `at` undefined: not for years. */
export type Turn = { readonly record: string; readonly at: string | undefined; readonly revision: number };

/** Such a moment that has come. */
export type DueTurn = { readonly record: string; readonly at: string };

type TurnRow = Row & {
  readonly at?: string;
  /** The latest such moment that the region's clock has passed: rules judge the chart as of no earlier time. */
  readonly passed?: string;
  readonly revision: number;
  readonly rev: number;
};

/** Notes the next moment, in place of any other: that of the newest advice counts. Found by `byDue` like a delivery. */
export function planTurn(store: Store, now: Date, { record, at, revision }: Turn): Promise<void> {
  return untilUnchanged(async () => {
    const row = (await store.get(turnKey(record))) as TurnRow | undefined;
    const same = row?.at === at && (at === undefined || row?.duePk !== undefined);
    if (same || (row !== undefined && row.revision > revision)) return { value: undefined };
    if (at !== undefined) await startMark(store, now);
    const passed = row?.passed === undefined ? {} : { passed: row.passed };
    const next = { ...passed, revision, ...(at === undefined ? {} : { at, ...dueKeys(record, at, now) }) };
    return (await putRow(store, record, row, next)) ? { value: undefined } : undefined;
  });
}

/** The latest moment of this kind that has passed. */
export async function passedTurn(store: Store, record: string): Promise<string | undefined> {
  return ((await store.get(turnKey(record))) as TurnRow | undefined)?.passed;
}

/**
 * The moment has come: it is noted, then all records of the person are judged again, then it leaves the index. Killed in
 * between, it is found due once more and does the same again. What was planned anew meanwhile stays.
 */
export async function passTurn(
  world: IdentityStore & { readonly sendAdvice: (record: string, revision: number) => Promise<void> },
  { record, at }: DueTurn,
): Promise<void> {
  const { store, sendAdvice } = world;
  const change = (isDone: boolean): Promise<void> =>
    untilUnchanged(async () => {
      const row = (await store.get(turnKey(record))) as TurnRow | undefined;
      if (row === undefined) return { value: undefined };
      const { pk: _, sk: __, rev: ___, duePk, dueSk, at: planned, ...rest } = row;
      const passed = row.passed !== undefined && row.passed > at ? row.passed : at;
      const stays = planned !== undefined && (!isDone || planned > at) ? { at: planned, duePk, dueSk } : {};
      return (await putRow(store, record, row, { ...rest, passed, ...stays })) ? { value: undefined } : undefined;
    });
  await change(false);
  const person = await personOf(world, record, WHOLE_PERSON);
  await inBatches(person, async (one) => sendAdvice(one, await bump(store, one)));
  await change(true);
}

function dueKeys(record: string, at: string, now: Date) {
  const present = now.toISOString();
  const minute = minuteOf(at > present ? at : present);
  return { duePk: duePartition(minute, dueShard(record, 'Turn')), dueSk: `${at}#${record}#Turn` };
}

const putRow = (
  store: Store,
  record: string,
  before: TurnRow | undefined,
  attributes: Readonly<Record<string, unknown>>,
): Promise<boolean> =>
  store.put(
    { ...turnKey(record), ...attributes, rev: (before?.rev ?? 0) + 1 },
    before ? { condition: 'rev = :rev', values: { ':rev': before.rev } } : { condition: 'attribute_not_exists(pk)' },
  );
