import type { Fact } from '../../domain/appointments/facts.ts';
import { newestTime } from '../../domain/delivery/results.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { World } from '../../platform/world.ts';
import type { DeskFact } from '../../schemas/api/desk-parts.ts';
import { ChartResourceType } from '../../schemas/chart.ts';
import { factInWords } from '../../schemas/cited.ts';
import type { CitedFact, Result } from '../../schemas/result.ts';
import { isInternal } from './person.ts';
import type { Visible } from './reader.ts';

/** The cited facts that the reader may see, as they stand now; and for each citation whether it is among them. */
export async function citedFacts(
  { cited }: Pick<Result, 'cited'>,
  { clinicOf }: Visible,
  { chart }: World,
): Promise<{ readonly facts: readonly Fact[]; readonly seen: ReadonlySet<string> }> {
  const wanted = [...new Set(cited.map(({ reference }) => reference))].flatMap((reference) =>
    [...clinicOf].map(([record, clinic]) => ({ reference, record, clinic })),
  );
  const found = await inBatches(wanted, async ({ reference, record, clinic }): Promise<Fact[]> => {
    const [name, id = ''] = reference.split('/');
    const type = ChartResourceType.safeParse(name);
    if (!type.success) return [];
    const item = await chart.get(record, type.data, id);
    return item?.resource && !isInternal(item.resource)
      ? [{ resource: item.resource, record, clinic, id, saidAt: newestTime([item]) ?? '' }]
      : [];
  });
  const facts = found.flat();
  return { facts, seen: new Set(facts.map(({ resource, id }) => `${resource.resourceType}/${id}`)) };
}

/** A citation in words, with the way to its place in the chart where the reader may go there. */
export function deskFact(
  fact: CitedFact,
  result: Pick<Result, 'record' | 'content'>,
  seen: ReadonlySet<string>,
): DeskFact {
  const { label, time, reference } = fact;
  return {
    label,
    value: factInWords(fact, result),
    ...(time ? { time } : {}),
    ...(isOfPerson(reference) ? { timeless: true } : {}),
    ...(seen.has(reference) ? { link: linkTo(result.record, reference) } : {}),
  };
}

const isOfPerson = (reference: string): boolean => reference.startsWith('Patient/');

/** Who somebody is stands above his chart, not in its timeline. */
const linkTo = (record: string, reference: string): string =>
  isOfPerson(reference) ? `/patient/${record}` : `/patient/${record}?fact=${encodeURIComponent(reference)}`;
