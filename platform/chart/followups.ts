import { untilUnchanged } from './again.ts';
import { followUpsKey, followUpsPartition } from './keys.ts';
import type { Row, Store } from './store.ts';

/** That a record has follow-ups, and the day of the earliest that is open; `closed`: all are done or declined; none: no row. */
export type FollowUpsOfRecord = {
  readonly record: string;
  readonly clinic: string;
  readonly revision: number;
  readonly due: string | undefined;
};

/** All are done or declined: behind every day of the list. */
export const CLOSED = 'closed';

type ListRow = Row & { readonly revision: number; readonly rev: number };

/**
 * Keeps the clinic's list in step with the advice of a record: of two runs the one that read the newer revision stays. The row
 * only names the record and a day; what is shown is derived anew when it is read.
 */
export function listFollowUps(store: Store, { record, clinic, revision, due }: FollowUpsOfRecord): Promise<void> {
  return untilUnchanged(async () => {
    const stored = (await store.get(followUpsKey(record))) as ListRow | undefined;
    if (stored === undefined ? due === undefined : stored.revision > revision) return { value: undefined };
    const place = due === undefined ? {} : { waitPk: followUpsPartition(clinic), waitSk: `${due}#${record}` };
    if (stored?.waitSk === place.waitSk && stored?.revision === revision) return { value: undefined };
    const row = { ...followUpsKey(record), revision, rev: (stored?.rev ?? 0) + 1, ...place };
    const won = await store.put(
      row,
      stored ? { condition: 'rev = :rev', values: { ':rev': stored.rev } } : { condition: 'attribute_not_exists(pk)' },
    );
    return won ? { value: undefined } : undefined;
  });
}

/** Records of a clinic with follow-ups by the day of the earliest, after a place of the list. */
export async function followUpRecords(
  store: Store,
  clinic: string,
  above: string | undefined,
  limit: number,
): Promise<{ readonly record: string; readonly place: string }[]> {
  const from = above === undefined ? {} : { above };
  const rows = await store.query({ partition: followUpsPartition(clinic), index: 'byWaiting', ...from, limit });
  return rows.map(({ pk, waitSk }) => ({ record: pk, place: String(waitSk) }));
}
