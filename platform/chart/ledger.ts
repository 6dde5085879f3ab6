import { inputId } from '../../schemas/input.ts';
import type { Chart } from './chart.ts';
import type { InputRow } from './inputs.ts';
import { dayPartition } from './keys.ts';
import type { Store } from './store.ts';

type Ledger = Awaited<ReturnType<Chart['ledger']>>;

/**
 * Counts a clinic's inputs that came to the region on one day, or were last replayed on it (UTC; `2026-01-31`). Every input is in
 * exactly one column. Read through an index: an end of the last second may still count as in flight.
 */
export async function ledgerOf(
  store: Store,
  now: Date,
  clinic: string,
  day: string,
  overdueAfterMs: number,
): Promise<Ledger> {
  const rows = await store.query({ partition: dayPartition(clinic, day), index: 'byDay' });
  const ended = { quarantined: 0, stored: 0, published: 0 };
  const overdue: string[] = [];
  let inFlight = 0;
  for (const row of rows) {
    const { pk, endState, openSince } = row as InputRow;
    if (endState) ended[endState]++;
    else {
      inFlight++;
      if (now.getTime() - Date.parse(openSince) > overdueAfterMs) overdue.push(inputOf(pk));
    }
  }
  return { accepted: rows.length, ...ended, inFlight, overdue };
}

function inputOf(pk: string): string {
  const [, kind, clinic = '', sha256 = ''] = pk.split('#');
  return inputId({ kind: kind === 'image' ? 'image' : 'record', clinic, sha256 });
}
