import { log } from '../../platform/log.ts';
import { report } from '../../platform/metrics.ts';
import type { World } from '../../platform/world.ts';
import type { DeliveryDue } from '../../schemas/messages.ts';

/**
 * The deadline of a critical result has come. Unless a human acknowledged this version or a newer one took its place, the
 * delivery is overdue since then; the deadline is used up, so nobody is told of it twice. The error in the log carries
 * keys only; the figure beside it sounds the duty alarm.
 */
export async function noteDue({ data }: DeliveryDue, { chart, clock }: World): Promise<void> {
  const { record, resultId, version, dueAt } = data;
  let marked = false;
  let clinic = '';
  await chart.changeDelivery(record, resultId, (stored) => {
    marked = stored?.version === version && stored.dueAt === dueAt && stored.acknowledged === undefined;
    if (!marked || stored === undefined) return undefined;
    clinic = stored.clinic;
    const { dueAt: since, ...rest } = stored;
    return { ...rest, overdueSince: rest.overdueSince ?? since };
  });
  if (!marked) return;
  log.error('critical result is overdue', { record, resultId, version, dueAt });
  report({ CriticalOverdue: 1 }, clinic, clock());
}
