import { log } from '../../platform/log.ts';
import { report } from '../../platform/metrics.ts';
import { takeStep } from '../../platform/way.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ResultDelivered } from '../../schemas/messages.ts';
import { versionOf } from './version.ts';

/**
 * What a system said of a version: column `delivered`, and only that; no human has seen anything yet. Of several answers
 * to one version an acceptance (AA) stands, else the first refusal, whatever order they come in. A refusal (AE, AR) is
 * the catalogue's `ehr-refused`: in the log, and in `oka trace` for the clinic.
 * @throws OkaError `not-found` for a version that was never sent, `forbidden` for another system's result
 */
export async function noteDelivered({ data }: ResultDelivered, world: World): Promise<void> {
  const { record, resultId, version, code, text, at, ehr } = data;
  const keys = { record, resultId, version, ehr };
  const { before } = await takeStep(world, data, (stored) => {
    const delivery = versionOf(stored, data);
    // All record systems write to one queue: none may say of another's result that it arrived.
    if (stored?.ehr !== ehr) throw new OkaError('forbidden', `${ehr} speaks of a result of another record system`);
    if (delivery === undefined) return undefined;
    return code === 'AA' ? { type: 'delivered', version, at, text } : { type: 'refused', version, at, text, code };
  });
  if (code === 'AA') return log.info('result delivered', keys);
  log.error('result refused by the record system', { ...keys, code: 'ehr-refused', answer: code });
  if (before?.severity === 'critical') report({ CriticalUndelivered: 1 }, before.clinic, world.clock());
}
