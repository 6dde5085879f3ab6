import { escalationOf } from '../../domain/delivery/way/states.ts';
import { log } from '../../platform/log.ts';
import { report } from '../../platform/metrics.ts';
import { takeStep, wayContextOf } from '../../platform/way.ts';
import type { World } from '../../platform/world.ts';
import type { DeliveryDue } from '../../schemas/messages.ts';

/**
 * A delivery is looked at (docs/delivery.md): what nobody carried goes out again, the next people are asked, and where the
 * deadline of a critical result has come the delivery is overdue since then. As long as its alarm sounds each minute says so
 * with the figure that sounds the duty alarm; the error in the log carries keys only. Said twice it is done once.
 */
export async function noteDue({ data, traceparent }: DeliveryDue, world: World): Promise<void> {
  const { record, resultId, version, dueAt } = data;
  const now = world.clock().toISOString();
  // The moment has come by the clock of whoever sent this; ours may be a little behind.
  const context = await wayContextOf(world, latest(now, dueAt));
  const { before, after } = await takeStep(
    world,
    data,
    (stored) => (stored?.version === version ? { type: 'due' } : undefined),
    { traceparent, context },
  );
  if (before === undefined || after === undefined || after.askAt === before.askAt) return;
  if (before.overdueSince === undefined && after.overdueSince !== undefined)
    log.error('critical result is overdue', { record, resultId, version, dueAt: after.overdueSince });
  if (escalationOf(after) === 'alarm') report({ CriticalOverdue: 1 }, after.clinic, world.clock());
}

const latest = (...instants: readonly [string, string]): string => [...instants].sort()[1] ?? instants[0];
