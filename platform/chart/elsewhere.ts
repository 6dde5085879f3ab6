import { accessionKey, accessionsOf } from '../../domain/delivery/findings.ts';
import type { ChartEntry } from '../../domain/rules/facts.ts';
import type { Chart } from './chart.ts';

/**
 * Accession numbers of the studies among these entries that lead to a record outside the person (contract 10), as
 * `accessionKey` writes them.
 */
export async function accessionsElsewhere(
  chart: Pick<Chart, 'recordsOfAccession'>,
  person: readonly string[],
  entries: readonly ChartEntry[],
): Promise<ReadonlySet<string>> {
  const elsewhere = new Set<string>();
  for (const { domain, accession } of accessionsOf(entries)) {
    const leadsTo = await chart.recordsOfAccession(domain, accession);
    if (leadsTo.some((one) => !person.includes(one))) elsewhere.add(accessionKey({ domain, accession }));
  }
  return elsewhere;
}
