import { isWanted } from '../../domain/delivery/way/ask.ts';
import { personById } from '../../domain/duty/absence.ts';
import { callId } from '../../domain/duty/calls.ts';
import { noticeText } from '../../domain/duty/notice-text.ts';
import { canonicalHash } from '../../domain/fhir/canonical.ts';
import { variableOf } from '../../platform/environment.ts';
import { log } from '../../platform/log.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import type { Ask, Delivery, NoticeOutcome } from '../../schemas/delivery.ts';
import type { DirectoryPerson } from '../../schemas/duty.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type Send, sendByGateway } from './gateway.ts';

/** What became of it, as the delivery keeps it; `why` is a stable code. */
type Outcome = { readonly outcome: NoticeOutcome; readonly why?: string };

/**
 * Carries one ask to its person: mail and SMS over the gateway of the network, telephone by the duty desk's list. What became
 * of it is told to the delivery, so that after a failure the next way is tried at once. An ask that the delivery no longer
 * holds (acknowledged, overtaken, carried already) ends here: whoever is asked, is asked once.
 * @throws OkaError `not-found` where the delivery is not stored yet: the queue brings the ask again
 */
export async function carryNotice(
  ask: Ask,
  world: World,
  traceparent?: string,
  send: Send = sendByGateway,
): Promise<void> {
  const { record, resultId, version, to, channel } = ask;
  const keys = { record, resultId, version, to, channel };
  const delivery = await world.chart.delivery(record, resultId);
  if (delivery === undefined) throw new OkaError('not-found', 'delivery of a notice');
  if (!isWanted(delivery, ask)) return log.info('notice no longer wanted', keys);
  const result = await carried(ask, delivery, world, send);
  const at = world.clock().toISOString();
  await world.queues.send(
    variableOf(world.env, 'OKA_QUEUE_ACKNOWLEDGEMENTS'),
    makeEvent('oka.notice.answered', 'notify', { ...keys, ...result, at }, { traceparent, time: world.clock() }),
  );
  if (result.outcome === 'sent') log.info('notice carried', keys);
  else log.warn('notice not carried', { ...keys, code: result.why });
}

async function carried(ask: Ask, delivery: Delivery, world: World, send: Send): Promise<Outcome> {
  const person = personById(world.region, ask.to);
  if (person === undefined) return { outcome: 'failed', why: 'person-unknown' };
  if (ask.channel === 'phone') return listed(ask, person, world);
  const { gateway } = world.region;
  const address = person.channels.find(({ kind }) => kind === ask.channel)?.address;
  if (address === undefined) return { outcome: 'failed', why: 'no-address' };
  if (gateway === undefined) return { outcome: 'failed', why: 'no-gateway' };
  const text = noticeText(ask, { language: person.language, dueAt: delivery.dueAt, region: world.region });
  return send(gateway, { to: address, channel: ask.channel, text, id: noticeId(ask) });
}

/** Said again it is the same notice: the gateway carries it once. */
const noticeId = ({ record, resultId, version, to, channel }: Ask): string =>
  canonicalHash({ record, resultId, version, to, channel });

async function listed(ask: Ask, { channels }: DirectoryPerson, { chart }: World): Promise<Outcome> {
  if (!channels.some(({ kind }) => kind === 'phone' || kind === 'sms')) return { outcome: 'failed', why: 'no-address' };
  await chart.calls.note({ id: callId(ask), ask, tried: [] });
  return { outcome: 'sent' };
}
