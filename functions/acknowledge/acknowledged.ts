import { may } from '../../domain/access/may.ts';
import { toldVersion } from '../../domain/delivery/way/states.ts';
import { log } from '../../platform/log.ts';
import { holdReadBack } from '../../platform/read-back.ts';
import { verifyStatement } from '../../platform/tokens.ts';
import { takeStep } from '../../platform/way.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ResultAcknowledged } from '../../schemas/messages.ts';
import { versionOf } from './version.ts';

/**
 * What a signed-in human did: column `acknowledged`, with who and when by the signature, never by the envelope. It ends
 * the obligation of the version that people were told of; the first one stands. Of an older version it says only that he has
 * read that.
 * @throws OkaError `unauthenticated` for a statement that does not hold or is about something else, `forbidden` for a
 * person of another clinic or without a role that treats, `read-back-missing` or `read-back-mismatch`
 */
export async function noteAcknowledged({ data, traceparent }: ResultAcknowledged, world: World): Promise<void> {
  const { record, resultId, version, statement, at } = data;
  const { chart, region, clock } = world;
  const { principal, signedAt, about } = await verifyStatement(statement, region, new Date(at), clock());
  if (about.record !== record || about.resultId !== resultId || about.version !== version)
    throw new OkaError('unauthenticated', 'the statement is about another result');
  const sent = await chart.delivery(record, resultId);
  if (sent === undefined) throw new OkaError('not-found', 'delivery of this result');
  if (principal.kind !== 'person' || !may(principal, 'acknowledge', sent))
    throw new OkaError('forbidden', 'acknowledge');
  // An older version than people were told of meets nothing, and its value is no longer there to compare.
  if (version >= toldVersion(sent)) await holdReadBack(sent, about.readBack, world);
  const { readBack } = about;
  const said = { version, by: principal.id, at: signedAt.toISOString(), readBack };
  await takeStep(
    world,
    data,
    (stored) => {
      versionOf(stored, data);
      return { type: 'acknowledged', ...said };
    },
    { traceparent },
  );
  log.info('result acknowledged', { record, resultId, version });
}
