import type { ChartItem } from '../../schemas/chart.ts';
import { assemble } from './assemble.ts';
import { mergeItems } from './merge.ts';

/** An item as readers see it, with the resource assembled from it (undefined: deleted). */
type Entry = ChartItem & { readonly resource: fhir4.FhirResource | undefined };

/** Record → the record under which it goes on after a merge. */
export type Survivors = ReadonlyMap<string, string>;

/** The records that go on as one with this one, itself among them. */
export function familyOf(record: string, records: readonly string[], survivors: Survivors): string[] {
  const root = survivors.get(record) ?? record;
  return records.filter((one) => (survivors.get(one) ?? one) === root);
}

/**
 * Whether equal ids under two merged records are one thing: natural keys are the numbers of visits, orders and documents
 * (identifiers.ts), whoever they are sent for. A Patient is the record itself; studies and what models say of them are
 * settled by their own accession numbers (contract 10).
 */
export const goesOn = ({ resourceType, groups }: ChartItem): boolean =>
  resourceType !== 'Patient' && resourceType !== 'ImagingStudy' && groups.finding === undefined;

/**
 * Entries of all records of a person, each thing once. What began under a number that was merged since is told on under
 * the survivor's: the visit ends there, the result becomes final or is withdrawn there. Read apart, the visit would stay
 * open and the preliminary value stand for ever. Both sides are laid over one another as if they had come to one record.
 */
export function asOneRecord<T extends Entry>(entries: readonly T[], survivors: Survivors): T[] {
  if (survivors.size === 0) return [...entries];
  const rootOf = ({ record }: T): string => survivors.get(record) ?? record;
  const together = Map.groupBy(entries, (entry) =>
    goesOn(entry) ? `${rootOf(entry)}#${entry.resourceType}#${entry.id}` : `${entry.record}#${entry.id}`,
  );
  return [...together.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined || others.length === 0) return same;
    const record = rootOf(first);
    const merged = others.reduce<ChartItem>((item, other) => mergeItems(item, { ...other, record }), {
      ...first,
      record,
    });
    const kept = same.find((entry) => entry.record === record) ?? first;
    return [{ ...kept, record, groups: merged.groups, resource: assemble(merged) }];
  });
}
