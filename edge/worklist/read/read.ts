import { headerOf } from '../../../domain/hl7/answer/header.ts';
import { Draft } from '../../../domain/hl7/map/draft.ts';
import { WITH_PRIOR } from '../../../domain/hl7/map/orders/orders.ts';
import { registeredSender } from '../../../domain/hl7/map/sender-charset.ts';
import { partsAt } from '../../../domain/hl7/map/split.ts';
import type { Hl7Message } from '../../../domain/hl7/read/message.ts';
import { readEach } from '../../../domain/hl7/read/read.ts';
import { OkaError } from '../../../schemas/errors.ts';
import type { WorklistFact } from '../facts.ts';
import { factsOfAppointment } from './appointments.ts';
import { contextOf, type Reading } from './context.ts';
import { factsOfOrders, factsOfReports } from './orders.ts';
import { factsOfAdt } from './persons.ts';

/** MSH-9.1 of messages that say something of the worklist. */
const KINDS = new Set(['ORM', 'OMG', 'OMI', 'OML', 'SIU', 'ADT', 'ORU']);

/** Facts of an input, and what of it could not be read. */
export type Read = { readonly facts: readonly WorklistFact[]; readonly faults: readonly OkaError[] };
const NOTHING: Read = { facts: [], faults: [] };

/**
 * HL7 v2 bytes → facts of the worklist, with the project's own reader. Pure: the same bytes and the same acceptance give
 * the same facts. What cannot be read is the region's to judge; here it is only told.
 */
export function readMessage(bytes: Uint8Array, reading: Reading, acceptedAt: string): Read {
  const kind = headerOf(bytes)?.component(9, 1).toUpperCase();
  // A batch begins with another segment: then only reading it shows what is in it.
  if (kind !== undefined && kind !== '' && !KINDS.has(kind)) return NOTHING;
  const context = contextOf(reading, acceptedAt);
  const facts: WorklistFact[] = [];
  const faults: OkaError[] = [];
  const attempt = (work: () => readonly WorklistFact[]): void => {
    try {
      facts.push(...work());
    } catch (cause) {
      if (!(cause instanceof OkaError)) throw cause;
      faults.push(cause);
    }
  };
  let messages: readonly (Hl7Message | OkaError)[] = [];
  try {
    messages = readEach(bytes, {
      charsetOf: (application, facility) => registeredSender(context, application, facility)?.charset,
    });
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    return { facts, faults: [cause] };
  }
  for (const message of messages)
    if (message instanceof OkaError) faults.push(message);
    else attempt(() => factsIn(message, reading, context, acceptedAt));
  return { facts, faults };
}

function factsIn(
  message: Hl7Message,
  reading: Reading,
  context: ReturnType<typeof contextOf>,
  acceptedAt: string,
): WorklistFact[] {
  const kind = message.type.slice(0, 3);
  if (!KINDS.has(kind)) return [];
  const msh = message.first('MSH');
  const sender = context.senderOf(msh?.text(3) ?? '', msh?.text(4) ?? '');
  if (sender === undefined) throw new OkaError('unknown-sender', 'MSH-3');
  const draft = new Draft(message, context, sender);
  if (kind === 'ADT') {
    // Demographics have one owner (contract 3): what others write of a patient is only what they wrote.
    return sender.role === 'his' || sender.role === 'post' ? factsOfAdt(draft, acceptedAt) : [];
  }
  // A laboratory orders no images.
  if (sender.role === 'lis') return [];
  const parts = WITH_PRIOR.has(message.type) ? [draft] : partsAt('PID', draft);
  return parts.flatMap((part) => {
    if (kind === 'SIU') return factsOfAppointment(part, reading, acceptedAt);
    if (kind === 'ORU') return factsOfReports(part, reading, acceptedAt);
    return factsOfOrders(part, reading, acceptedAt);
  });
}
