import { mergeCall, StoredCall } from '../../domain/duty/calls.ts';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { inBatches } from './batches.ts';
import { callKey, callsPartition, openCallsPartition } from './keys.ts';
import { mergeRow } from './merged-row.ts';
import type { Row, Store } from './store.ts';

const OPEN_AT_ONCE = 200;
const READ_AT_ONCE = 32;

/** Whom the duty desk of a clinic is to call about which result. */
export type Calls = {
  /** Adds a call or what is new of one: a person and a version are called about once. */
  note(call: StoredCall): Promise<StoredCall>;
  get(clinic: string, id: string): Promise<StoredCall | undefined>;
  /** Those to be made, the oldest first. */
  open(clinic: string): Promise<StoredCall[]>;
  /** Those asked for on a day (UTC), whatever became of them. */
  ofDay(clinic: string, day: string): Promise<StoredCall[]>;
};

export const makeCalls = (store: Store): Calls => ({
  async note(call) {
    let noted = call;
    await mergeRow(store, callKey(call.ask.clinic, call.id), async (row) => {
      const stored = row && callOf(row);
      noted = mergeCall(stored, call);
      const text = canonicalJson(noted);
      if (stored !== undefined && canonicalJson(stored) === text) return undefined;
      const place = `${noted.ask.askedAt}#${noted.id}`;
      return {
        call: text,
        ...{ dayPk: callsPartition(noted.ask.clinic, noted.ask.askedAt.slice(0, 10)), daySk: place },
        ...(noted.ended ? {} : { waitPk: openCallsPartition(noted.ask.clinic), waitSk: place }),
      };
    });
    return noted;
  },

  async get(clinic, id) {
    const row = await store.get(callKey(clinic, id));
    return row && callOf(row);
  },

  async open(clinic) {
    const calls = await read(store, { partition: openCallsPartition(clinic), index: 'byWaiting', limit: OPEN_AT_ONCE });
    return calls.filter(({ ended }) => ended === undefined);
  },

  ofDay: (clinic, day) => read(store, { partition: callsPartition(clinic, day), index: 'byDay' }),
});

async function read(store: Store, range: Parameters<Store['query']>[0]): Promise<StoredCall[]> {
  const named = await store.query(range);
  const rows = await inBatches(named, ({ pk, sk }) => store.get({ pk, sk }), READ_AT_ONCE);
  return rows.flatMap((row) => (row === undefined ? [] : [callOf(row)]));
}

const callOf = (row: Row): StoredCall => StoredCall.parse(JSON.parse(String(row.call)));
