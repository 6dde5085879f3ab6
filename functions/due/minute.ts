import { clinicHealth } from '../../domain/codes/health.ts';
import { isDecidable } from '../../domain/reconcile/words.ts';
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
        ReconcileOldestSeconds: await oldestReconcileSeconds(clinic, world),
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

/** Inputs of a list that are looked through for the first that a human there can decide. */
const LIST_PART = 200;
const LIST_PARTS = 5;

/**
 * How long the oldest matter of the list of `functions/reconcile` has waited that somebody of the clinic can decide; 0: none
 * does. A refused input or a missing code waits for an engineer, and has alarms of its own.
 */
export async function oldestReconcileSeconds(clinic: string, world: World): Promise<number> {
  const { chart, clock } = world;
  let above: string | undefined;
  for (let part = 0; part < LIST_PARTS; part++) {
    const rows = await chart.waitingAfter(clinic, above, LIST_PART);
    const first = rows.find(({ state }) => state.end?.state !== 'quarantined' && isDecidable(state.reasons ?? []));
    const since = first?.place.split('#')[0];
    if (since !== undefined) {
      const seconds = Math.max(0, Math.round((clock().getTime() - Date.parse(since)) / 1000));
      return Math.max(seconds, await oldestPairSeconds(clinic, world));
    }
    above = rows.at(-1)?.place;
    if (rows.length < LIST_PART) break;
  }
  return oldestPairSeconds(clinic, world);
}
