import { accessionPartition } from './keys.ts';
import { mergeRow, type Written } from './merged-row.ts';
import type { Store } from './store.ts';

export type Accession = { readonly domain: string; readonly accession: string; readonly record: string };

/** Which records an accession number led to; more than one is for the reconciliation to see (contract 10). */
export async function recordsOfAccession(store: Store, domain: string, accession: string): Promise<string[]> {
  const rows = await store.query({ partition: accessionPartition(domain, accession) });
  return rows.map(({ sk }) => sk);
}

/**
 * Says that an accession number leads to a record. Where it also leads elsewhere, the studies there are no longer beyond
 * doubt; so the row counts and is announced as facts are, and all records it leads to are concerned by it.
 */
export function writeAccession(store: Store, { domain, accession, record }: Accession): Promise<Written> {
  const key = { pk: accessionPartition(domain, accession), sk: record };
  return mergeRow(store, key, async (stored) => (stored ? undefined : {}));
}
