import { may } from '../../domain/access/may.ts';
import { log } from '../../platform/log.ts';
import { verifyStatement } from '../../platform/tokens.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ResultAcknowledged } from '../../schemas/messages.ts';
import { versionOf } from './version.ts';

/**
 * What a signed-in human did: column `acknowledged`, with who and when by the signature, never by the envelope. It ends
 * the deadline. The first acknowledgement of a version stands; one of an older version says nothing about the newer.
 * @throws OkaError `unauthenticated` for a statement that does not hold or is about something else, `forbidden` for a
 * person of another clinic
 */
export async function noteAcknowledged({ data }: ResultAcknowledged, world: World): Promise<void> {
  const { record, resultId, version, statement, at } = data;
  const { chart, region, clock } = world;
  const { principal, signedAt, about } = await verifyStatement(statement, region, new Date(at), clock());
  if (about.record !== record || about.resultId !== resultId || about.version !== version)
    throw new OkaError('unauthenticated', 'the statement is about another result');
  const sent = await chart.delivery(record, resultId);
  if (sent === undefined) throw new OkaError('not-found', 'delivery of this result');
  if (principal.kind !== 'person' || !may(principal, 'acknowledge', sent))
    throw new OkaError('forbidden', 'acknowledge');
  await chart.changeDelivery(record, resultId, (stored) => {
    const delivery = versionOf(stored, data);
    if (delivery === undefined) return undefined;
    if (delivery.acknowledged !== undefined && delivery.acknowledged.at <= signedAt.toISOString()) return undefined;
    const { dueAt: _, ...rest } = delivery;
    return { ...rest, acknowledged: { at: signedAt.toISOString(), by: principal.id } };
  });
  log.info('result acknowledged', { record, resultId, version });
}
