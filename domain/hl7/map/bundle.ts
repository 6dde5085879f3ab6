import type { ChartItem } from '../../../schemas/chart.ts';
import { assemble } from '../../fhir/assemble.ts';
import { mergeItems } from '../../fhir/merge.ts';
import type { MappedInput } from './map.ts';

/** The resources that an input alone makes, as a FHIR collection Bundle: what a chart would hold that knew nothing else. */
export function toBundle({ write }: Pick<MappedInput, 'write'>): fhir4.Bundle {
  const items = new Map<string, ChartItem>();
  for (const item of write.items) {
    const key = `${item.record}#${item.resourceType}#${item.id}`;
    const known = items.get(key);
    items.set(key, known ? mergeItems(known, item) : item);
  }
  const resources = [...items.values()].flatMap((item) => assemble(item) ?? []);
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  };
}
