import { startMark } from './due.ts';
import { bump } from './head.ts';
import { duePartition, dueShard, formRetryKey, minuteOf } from './keys.ts';
import type { Row, Store } from './store.ts';

/** DICOM forms of a version of a result that could not be made: how often it was tried, and when it is to be tried again. */
export type FormRetry = {
  readonly record: string;
  readonly resultId: string;
  readonly version: number;
  readonly tries: number;
  /** Undefined once it has been given up: a human has it on his list. */
  readonly at?: string;
  /** The moment has come, and the record's advice has been asked for. */
  readonly isRipe?: true;
};

type RetryRow = Row & Omit<FormRetry, 'record' | 'resultId'> & { readonly duePk?: string };

/** Replaces what was noted of the result. With `at` it is found by `byDue`, as a delivery is. */
export async function noteFormRetry(
  store: Store,
  now: Date,
  { record, resultId, version, tries, at }: FormRetry,
): Promise<void> {
  await startMark(store, now);
  const present = now.toISOString();
  const due =
    at === undefined
      ? {}
      : {
          duePk: duePartition(minuteOf(at > present ? at : present), dueShard(record, resultId)),
          dueSk: `${at}#${record}#${resultId}`,
        };
  await store.put({ ...formRetryKey(record, resultId), version, tries, ...(at === undefined ? {} : { at }), ...due });
}

export async function formRetriesOf(store: Store, record: string): Promise<FormRetry[]> {
  const prefix = formRetryKey(record, '').sk;
  const rows = (await store.query({ partition: record, beginsWith: prefix })) as RetryRow[];
  return rows.map(({ pk, sk, version, tries, at, isRipe }) => ({
    ...{ record: pk, resultId: sk.slice(prefix.length), version, tries },
    ...(at === undefined ? {} : { at }),
    ...(isRipe ? { isRipe } : {}),
  }));
}

export const endFormRetry = (store: Store, record: string, resultId: string): Promise<void> =>
  store.remove(formRetryKey(record, resultId));

/** It is marked, then the record's advice is asked for, then it leaves the index: killed in between, it is found again. */
export async function ripenFormRetry(
  store: Store,
  sendAdvice: (record: string, revision: number) => Promise<void>,
  { record, resultId, at }: FormRetry,
): Promise<void> {
  const key = formRetryKey(record, resultId);
  const isSame = { condition: '#at = :at', names: { '#at': 'at' } };
  await store.update(key, { update: 'SET isRipe = :true', ...isSame, values: { ':at': at, ':true': true } });
  await sendAdvice(record, await bump(store, record));
  await store.update(key, { update: 'REMOVE duePk, dueSk', ...isSame, values: { ':at': at } });
}
