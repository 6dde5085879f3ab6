import type { DutyRole, StoredDutyChange } from '../../schemas/duty.ts';
import { type DutyRegion, onDuty } from './on-duty.ts';

const STEP_MS = 15 * 60_000;
/** So far ahead it is looked: a rota is made by the week. */
const FARTHEST_MS = 21 * 24 * 3600_000;

export type Span = { readonly clinic: string; readonly role: DutyRole; readonly from: string; readonly until: string };

/** The first instant of a span, to a quarter of an hour, at which nobody is on duty; undefined: there is always somebody. */
export function firstNobody(
  region: DutyRegion,
  changes: readonly StoredDutyChange[],
  { clinic, role, from, until }: Span,
): string | undefined {
  const begin = Date.parse(from);
  const end = Math.min(Date.parse(until), begin + FARTHEST_MS);
  // Shifts and changes begin on whole minutes, mostly on quarters of an hour: the looks lie on these, the first on `from`.
  for (let at = begin; at < end; at = Math.floor(at / STEP_MS) * STEP_MS + STEP_MS) {
    const instant = new Date(at).toISOString();
    if (onDuty(region, changes, { clinic, role, at: instant }).length === 0) return instant;
  }
  return undefined;
}
