import { accessionPartition } from './keys.ts';
import type { Store } from './store.ts';

/** Which records an accession number led to; more than one is for the reconciliation to see (contract 10). */
export async function recordsOfAccession(store: Store, domain: string, accession: string): Promise<string[]> {
  const rows = await store.query({ partition: accessionPartition(domain, accession) });
  return rows.map(({ sk }) => sk);
}

export async function writeAccession(
  store: Store,
  { domain, accession, record }: { readonly domain: string; readonly accession: string; readonly record: string },
): Promise<void> {
  await store.put({ pk: accessionPartition(domain, accession), sk: record });
}
