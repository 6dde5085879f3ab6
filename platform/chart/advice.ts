import { OkaError } from '../../schemas/errors.ts';
import { Result } from '../../schemas/result.ts';
import { untilUnchanged } from './again.ts';
import { type Bulk, type Kept, keep, keptText } from './bulk.ts';
import type { AdviceState } from './chart.ts';
import { adviceKey, publishedKey } from './keys.ts';
import type { Row, Store } from './store.ts';

type AdviceRow = Row & { readonly revision: number; readonly rev: number; readonly results: Kept };

/** The stored advice of a record with what of it has been sent; undefined before the first advice. */
export async function readAdvice(
  store: Store,
  bulk: Bulk | undefined,
  record: string,
): Promise<AdviceState | undefined> {
  const row = (await store.get(adviceKey(record))) as AdviceRow | undefined;
  if (row === undefined) return undefined;
  const published = await store.get(publishedKey(record));
  return {
    record,
    revision: row.revision,
    results: await resultsOf(bulk, row),
    ...(typeof published?.revision === 'number' ? { publishedRevision: published.revision } : {}),
    published: Object.fromEntries(
      Object.entries(published ?? {})
        .filter(([name]) => name.startsWith(VERSION))
        .map(([name, version]) => [name.slice(VERSION.length), Number(version)]),
    ),
  };
}

/**
 * Stores the results of a chart state, as one. False: another run has stored advice of this or a newer revision; it ends
 * the inputs. Throws `conflict` (transient: run again on fresh state) when advice of an older revision was stored since
 * `basedOn`, or when the results do not follow on from the stored ones: a stored result is missing, a version falls back,
 * or one version would say two things. A consumer that has applied a version ignores every other content under it.
 */
export async function storeAdvice(
  store: Store,
  bulk: Bulk | undefined,
  record: string,
  revision: number,
  results: readonly Result[],
  basedOn?: { readonly revision: number | undefined },
): Promise<boolean> {
  const kept = await keep(bulk, `advice/${record}`, JSON.stringify(results));
  return untilUnchanged(async () => {
    const stored = (await store.get(adviceKey(record))) as AdviceRow | undefined;
    const other = basedOn !== undefined && basedOn.revision !== stored?.revision;
    if (stored && (stored.revision > revision || (other && stored.revision === revision))) return { value: false };
    if (other) throw new OkaError('conflict', 'advice');
    if (stored && !followOn(await resultsOf(bulk, stored), results)) throw new OkaError('conflict', 'advice');
    const row = { ...adviceKey(record), revision, rev: (stored?.rev ?? 0) + 1, results: kept };
    const won = await store.put(
      row,
      stored ? { condition: 'rev = :rev', values: { ':rev': stored.rev } } : { condition: 'attribute_not_exists(pk)' },
    );
    return won ? { value: true } : undefined;
  });
}

function followOn(stored: readonly Result[], next: readonly Result[]): boolean {
  const nextById = new Map(next.map((result) => [result.resultId, result]));
  return stored.every(({ resultId, version, contentHash }) => {
    const after = nextById.get(resultId);
    return (
      after !== undefined &&
      (after.version > version || (after.version === version && after.contentHash === contentHash))
    );
  });
}

/** An attribute of its own for each result: a version is raised by one conditional update, never lowered. */
const VERSION = 'v:';

/** Two updates, the revision last: a crash in between leaves inputs to the next run, never the other way round. */
export async function markPublished(
  store: Store,
  record: string,
  resultId: string,
  version: number,
  revision: number,
): Promise<void> {
  await store.update(publishedKey(record), {
    update: 'SET #result = :version',
    condition: 'attribute_not_exists(#result) OR #result < :version',
    names: { '#result': `${VERSION}${resultId}` },
    values: { ':version': version },
  });
  await store.update(publishedKey(record), {
    update: 'SET #revision = :revision',
    condition: 'attribute_not_exists(#revision) OR #revision < :revision',
    names: { '#revision': 'revision' },
    values: { ':revision': revision },
  });
}

/** As if the version had never been sent; a newer one that has been sent since stays. */
export async function markUnsent(store: Store, record: string, resultId: string, version: number): Promise<void> {
  await store.update(publishedKey(record), {
    update: 'REMOVE #result',
    condition: '#result = :version',
    names: { '#result': `${VERSION}${resultId}` },
    values: { ':version': version },
  });
}

async function resultsOf(bulk: Bulk | undefined, row: AdviceRow): Promise<Result[]> {
  return Result.array().parse(JSON.parse(await keptText(bulk, row.results)));
}
