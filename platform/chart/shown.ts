import { z } from 'zod';
import { Sha256 } from '../../schemas/input.ts';
import { Bilingual, FindingState } from '../../schemas/result.ts';
import { ResultState, Severity } from '../../schemas/severity.ts';
import { shownKey } from './keys.ts';
import type { Store } from './store.ts';

/** A version of a result in the words in which a physician had it before him: a newer one is told as what changed since. */
export const ShownVersion = z.strictObject({
  resultId: Sha256,
  version: z.number().int().positive(),
  contentHash: Sha256,
  state: ResultState,
  severity: Severity,
  finding: FindingState.optional(),
  sentence: Bilingual,
  lines: z.array(Bilingual),
});
export type ShownVersion = z.infer<typeof ShownVersion>;

/** Noted once: a version says one thing (contract 2), so it does not matter whose note it is. */
export async function noteShown(store: Store, record: string, shown: ShownVersion): Promise<void> {
  const row = { ...shownKey(record, shown.resultId, shown.version), shown: JSON.stringify(shown) };
  await store.put(row, { condition: 'attribute_not_exists(pk)' });
}

/** The newest first. */
export async function shownVersions(store: Store, record: string, resultId: string): Promise<ShownVersion[]> {
  const rows = await store.query({ partition: record, beginsWith: `Shown#${resultId}#`, newestFirst: true });
  return rows.map(({ shown }) => ShownVersion.parse(JSON.parse(String(shown))));
}
