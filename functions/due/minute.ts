import { clinicHealth } from '../../domain/codes/health.ts';
import { clinicById } from '../../domain/region.ts';
import { variableOf } from '../../platform/environment.ts';
import { report } from '../../platform/metrics.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import { watchDuty } from './duty.ts';
import { balanceLedgers } from './ledgers.ts';
import { inTurn } from './turns.ts';

/** What is due goes to the queue of those who know what to do about it; then the ledgers are balanced. */
export async function runMinute(world: World): Promise<void> {
  const { chart, queues, env, clock } = world;
  await inTurn(
    () =>
      chart.due(clock(), (key) =>
        queues.send(
          variableOf(env, 'OKA_QUEUE_ACKNOWLEDGEMENTS'),
          makeEvent('oka.delivery.due', 'due', key, { time: clock() }),
        ),
      ),
    async () => void (await watchDuty(world)),
    () => tellFigures(world),
  );
}

async function tellFigures(world: World): Promise<void> {
  for (const { clinic, overdue, missing } of await balanceLedgers(world))
    report(
      {
        LedgerOverdue: overdue,
        LedgerMissing: missing,
        ClinicsRed: await redClinics(clinic, world),
        IdentityOldestSeconds: await oldestPairSeconds(clinic, world),
      },
      clinic,
      world.clock(),
    );
}

/** 1: the critical rules do not see what the laboratories of this clinic send. */
export async function redClinics(id: string, { chart, region }: World): Promise<number> {
  const clinic = clinicById(region, id);
  return clinic !== undefined && clinicHealth(region, clinic, await chart.codes.of(id)).state === 'red' ? 1 : 0;
}

/** How long the oldest pair of records has waited for somebody to say whether they are one person; 0: none waits. */
export async function oldestPairSeconds(clinic: string, { chart, clock }: World): Promise<number> {
  const since = await chart.oldestOpenPair(clinic);
  return since === undefined ? 0 : Math.max(0, Math.round((clock().getTime() - Date.parse(since)) / 1000));
}
