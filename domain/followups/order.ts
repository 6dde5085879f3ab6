import type { ReadyOrder } from '../desk/orders.ts';
import { askedExtension } from './asked.ts';
import type { Standing } from './derive.ts';

/**
 * The order of a follow-up as it is signed, in the form that the desk signs every order in (domain/desk/signed-order.ts): for
 * its day, with the sentence that asks for it as its reason.
 */
export function followUpOrder(followUp: Standing, dueOn = followUp.dueOn): ReadyOrder {
  const { id, record, what, reason, sentence, reference } = followUp;
  const why = sentence && sentence !== reason.ru ? `${reason.ru}: ${sentence}` : reason.ru;
  const resource: fhir4.ServiceRequest = {
    resourceType: 'ServiceRequest',
    status: 'draft',
    intent: 'order',
    subject: { reference: `Patient/${record}` },
    code: { text: what.ru },
    occurrenceDateTime: dueOn,
    reasonCode: [{ text: why }],
    supportingInfo: [{ reference }],
    extension: [askedExtension(followUp.asked)],
  };
  return { id, ids: [id], label: what, does: 'order', resource };
}
