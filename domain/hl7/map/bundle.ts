import { assemble } from '../../fhir/assemble.ts';
import { joinItems } from '../../fhir/merge.ts';
import type { MappedInput } from './map.ts';

/** The resources that an input alone makes, as a FHIR collection Bundle: what a chart would hold that knew nothing else. */
export function toBundle({ write }: Pick<MappedInput, 'write'>): fhir4.Bundle {
  const resources = joinItems(write.items).flatMap((item) => assemble(item) ?? []);
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  };
}
