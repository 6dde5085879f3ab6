import { settledKey } from './keys.ts';
import type { Store } from './store.ts';

/** That the inputs of a study have been put on the clinic's list, or taken from it, as `digest` says. */
export type SettledStudy = { readonly study: string; readonly digest: string; readonly revision: number };

/** Id of a study → what was last settled of its inputs. */
export async function settledOf(store: Store, record: string): Promise<ReadonlyMap<string, string>> {
  const rows = await store.query({ partition: record, beginsWith: settledKey(record, '').sk });
  return new Map(rows.map(({ sk, digest }) => [sk.slice(settledKey(record, '').sk.length), String(digest)]));
}

/**
 * Notes it once all inputs have been asked about. A run of an older revision may have written over what a newer one found:
 * then nothing counts as settled, and the next run asks again.
 */
export async function settleStudy(
  store: Store,
  record: string,
  { study, digest, revision }: SettledStudy,
): Promise<void> {
  const key = settledKey(record, study);
  const noted = await store.update(key, {
    update: 'SET digest = :digest, revision = :revision',
    condition: 'attribute_not_exists(revision) OR revision <= :revision',
    values: { ':digest': digest, ':revision': revision },
  });
  if (noted === undefined) await store.update(key, { update: 'SET digest = :none', values: { ':none': '' } });
}
