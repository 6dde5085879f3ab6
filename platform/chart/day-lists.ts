import { isImagingOrder } from '../../domain/clinic-day/order.ts';
import { readHead } from './head.ts';
import { appointmentsPartition, ordersPartition } from './keys.ts';
import type { Store } from './store.ts';

/**
 * Under which an appointment or an order of radiology stands on its clinic's list of a day: attributes of its own row, so
 * that the list moves with it. One without a time is on no list. The clinic is the one whose record it lies in.
 */
export async function dayAttributes(
  store: Store,
  record: string,
  id: string,
  resource: fhir4.FhirResource | undefined,
): Promise<Readonly<Record<string, string>>> {
  const at = startOf(resource) ?? orderDay(resource);
  const head = at === undefined ? undefined : await readHead(store, record);
  if (at === undefined || head === undefined) return {};
  const partition = resource?.resourceType === 'Appointment' ? appointmentsPartition : ordersPartition;
  return { dayPk: partition(head.clinic, at.slice(0, 10)), daySk: `${at}#${id}` };
}

/** When an appointment begins, as an instant in UTC. */
export const startOf = (resource: fhir4.FhirResource | undefined): string | undefined =>
  resource?.resourceType === 'Appointment' ? instantOf(resource.start) : undefined;

/** For when an order of radiology is planned, else when it was placed, as an instant in UTC; of any other order nothing. */
export const orderDay = (resource: fhir4.FhirResource | undefined): string | undefined =>
  isImagingOrder(resource) ? (instantOf(resource.occurrenceDateTime) ?? instantOf(resource.authoredOn)) : undefined;

function instantOf(time: string | undefined): string | undefined {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
