import { readHead } from './head.ts';
import { appointmentsPartition } from './keys.ts';
import type { Store } from './store.ts';

/**
 * Under which an appointment stands on its clinic's list of a day: attributes of its own row, so that the list moves with
 * it. One without a start is on no list. The clinic is the one whose record it lies in.
 */
export async function appointmentAttributes(
  store: Store,
  record: string,
  id: string,
  resource: fhir4.FhirResource | undefined,
): Promise<Readonly<Record<string, string>>> {
  const at = startOf(resource);
  const head = at === undefined ? undefined : await readHead(store, record);
  if (at === undefined || head === undefined) return {};
  return { dayPk: appointmentsPartition(head.clinic, at.slice(0, 10)), daySk: `${at}#${id}` };
}

/** When an appointment begins, as an instant in UTC. */
export function startOf(resource: fhir4.FhirResource | undefined): string | undefined {
  const start = resource?.resourceType === 'Appointment' ? Date.parse(resource.start ?? '') : Number.NaN;
  return Number.isNaN(start) ? undefined : new Date(start).toISOString();
}
