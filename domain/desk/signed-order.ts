import { z } from 'zod';
import { type ChartItem, type ChartResourceType, RANK } from '../../schemas/chart.ts';
import { Instant } from '../../schemas/input.ts';
import { canonicalHash } from '../fhir/canonical.ts';
import { makeGroup } from '../fhir/groups.ts';
import { uuidOfHash } from '../fhir/uuid.ts';
import type { ReadyOrder } from './orders.ts';

/** Identifier of an order that was signed at the desk: the suggestion that it came from. */
export const SUGGESTION_SYSTEM = 'https://oka.health/fhir/suggestion';
/** Extension of such an order: who signed it, as JSON. */
export const SIGNED_EXTENSION = 'https://oka.health/fhir/signed';

export const Signature = z.strictObject({
  by: z.string().min(1),
  name: z.string().optional(),
  staff: z.string().optional(),
  iss: z.string().optional(),
  at: Instant,
});
export type Signature = z.infer<typeof Signature>;

type OrderName = { readonly type: ChartResourceType; readonly id: string };

/** The resource that a suggestion becomes: its id follows from the record and the suggestion, so signing twice is one order. */
export const orderName = (record: string, { id, does }: Pick<ReadyOrder, 'id' | 'does'>): OrderName => ({
  type: does === 'book' ? 'Appointment' : 'ServiceRequest',
  id: uuidOfHash(Buffer.from(canonicalHash(['signed order', record, id]), 'hex')),
});

/**
 * A signed order as a resource of the chart, with the signer as its requester. What another system wrote is never changed: to
 * stop a medicine or withdraw an order is a request of its own (`intent` proposal) that names what it is about.
 */
export function orderItem(record: string, ready: ReadyOrder, signature: Signature): ChartItem {
  const { type, id } = orderName(record, ready);
  const { by, name, iss, at } = signature;
  const { resourceType: _type, id: _id, ...suggested } = ready.resource;
  const signed = {
    identifier: [{ system: SUGGESTION_SYSTEM, value: ready.id }],
    extension: [
      ...('extension' in suggested ? (suggested.extension ?? []) : []),
      { url: SIGNED_EXTENSION, valueString: JSON.stringify(signature) },
    ],
  };
  const requester = {
    type: 'Practitioner',
    identifier: { ...(iss ? { system: iss } : {}), value: by },
    ...(name ? { display: name } : {}),
  };
  const subject = { reference: `Patient/${record}` };
  const value =
    ready.does === 'book'
      ? { ...suggested, ...signed, created: at }
      : ready.does === 'order'
        ? { ...suggested, ...signed, status: 'active', subject, authoredOn: at, requester }
        : {
            ...signed,
            ...{ status: 'active', intent: 'proposal', subject, authoredOn: at, requester },
            code: { coding: [{ system: `${SUGGESTION_SYSTEM}/does`, code: ready.does }], text: ready.label.ru },
            supportingInfo: [{ reference: `${ready.resource.resourceType}/${ready.resource.id}` }],
          };
  return {
    ...{ record, resourceType: type, id },
    groups: { base: makeGroup(value, { time: at, rank: RANK.final, receivedAt: at }) },
  };
}

/** Who signed an order; undefined for one that came from elsewhere. */
export function signatureOf(resource: fhir4.FhirResource | undefined): Signature | undefined {
  if (resource?.resourceType !== 'ServiceRequest' && resource?.resourceType !== 'Appointment') return undefined;
  const text = resource.extension?.find(({ url }) => url === SIGNED_EXTENSION)?.valueString;
  return text === undefined ? undefined : Signature.parse(JSON.parse(text));
}
