import { log } from '../../platform/log.ts';
import { report } from '../../platform/metrics.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ResultDelivered } from '../../schemas/messages.ts';
import type { Delivery } from '../../schemas/result.ts';
import { versionOf } from './version.ts';

/**
 * What a system said of a version: column `delivered`, and only that; no human has seen anything yet. Of several answers
 * to one version an acceptance (AA) stands, else the first refusal, whatever order they come in. A refusal (AE, AR) is
 * the catalogue's `ehr-refused`: in the log, and in `oka trace` for the clinic.
 * @throws OkaError `not-found` for a version that was never sent, `forbidden` for another system's result
 */
export async function noteDelivered({ data }: ResultDelivered, { chart, clock }: World): Promise<void> {
  const { record, resultId, version, code, text, at, ehr } = data;
  const keys = { record, resultId, version, ehr };
  const answer = { at, code, ...(text === undefined ? {} : { text }) };
  let criticalOf: string | undefined;
  await chart.changeDelivery(record, resultId, (stored) => {
    const delivery = versionOf(stored, data);
    // All record systems write to one queue: none may say of another's result that it arrived.
    if (stored?.ehr !== ehr) throw new OkaError('forbidden', `${ehr} speaks of a result of another record system`);
    criticalOf = stored.severity === 'critical' ? stored.clinic : undefined;
    if (delivery === undefined || !better(answer, delivery.delivered)) return undefined;
    return { ...delivery, delivered: answer };
  });
  if (code === 'AA') return log.info('result delivered', keys);
  log.error('result refused by the record system', { ...keys, code: 'ehr-refused', answer: code });
  if (criticalOf !== undefined) report({ CriticalUndelivered: 1 }, criticalOf, clock());
}

type Answer = NonNullable<Delivery['delivered']>;

function better(answer: Answer, stored: Answer | undefined): boolean {
  if (stored === undefined) return true;
  if ((answer.code === 'AA') !== (stored.code === 'AA')) return answer.code === 'AA';
  return answer.at < stored.at;
}
