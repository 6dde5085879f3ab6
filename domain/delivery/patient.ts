import type { ChartEntry } from '../rules/facts.ts';

/** Record of the person → the record under which it goes on after a merge. */
export type Survivors = ReadonlyMap<string, string>;

/**
 * The patient to whom the studies of a record must fit: the one registered there, else the one it was merged into. A film
 * taken under a number that the clinic merged before anybody had registered it is the survivor's.
 */
export function patientOf(
  record: string,
  entries: readonly ChartEntry[],
  survivors: Survivors = new Map(),
): fhir4.Patient | undefined {
  const registered = (of: string | undefined) =>
    entries.find((entry) => entry.record === of && entry.resource?.resourceType === 'Patient')?.resource;
  return (registered(record) ?? registered(survivors.get(record))) as fhir4.Patient | undefined;
}
