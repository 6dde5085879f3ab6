import { log } from '../../platform/log.ts';
import type { World } from '../../platform/world.ts';

const DAY_MS = 24 * 3600_000;

/** Figures of one clinic over two days: what is in flight for too long, and what the sum of contract 6 lacks. */
export type LedgerFigures = { readonly clinic: string; readonly overdue: number; readonly missing: number };

/** Balances the ledger of every clinic for today and yesterday (UTC); writes the figures as metrics and what is wrong as errors. */
export async function balanceLedgers({ chart, region, clock }: World): Promise<LedgerFigures[]> {
  const now = clock();
  const days = [now, new Date(now.getTime() - DAY_MS)].map((at) => at.toISOString().slice(0, 10));
  const figures: LedgerFigures[] = [];
  for (const { id: clinic } of region.clinics) {
    let overdue = 0;
    let missing = 0;
    for (const day of days) {
      const ledger = await chart.ledger(clinic, day);
      overdue += ledger.overdue.length;
      missing += ledger.accepted - ledger.quarantined - ledger.stored - ledger.published - ledger.inFlight;
      for (const input of ledger.overdue) log.warn('input in flight for too long', { input });
    }
    if (missing !== 0) log.error('the ledger does not balance', { clinic, missing });
    figures.push({ clinic, overdue, missing });
  }
  return figures;
}
