import type { DayAppointment } from '../../schemas/api/clinic-day.ts';
import type { MeanwhileFact, ResultFact } from './facts.ts';

export type Changes = MeanwhileFact['changes'];

/** What a result that was told makes of the one that is held: nothing, or one line of what changed meanwhile. */
export function resultChange(held: ResultFact | undefined, told: ResultFact): Changes {
  const at = told.delivery?.changedAt ?? told.learnedAt;
  const { resultId, version, state } = told.result;
  const line = (what: Changes[string]['what']): Changes => ({ [resultId]: { what, at, result: told } });
  if (held === undefined || held.result.version < version) {
    if (state === 'withdrawn') return line('withdrawn');
    return line(held === undefined ? 'new' : 'changed');
  }
  const isAcknowledged = told.delivery?.acknowledged !== undefined && held.delivery?.acknowledged === undefined;
  return isAcknowledged ? line('acknowledged') : {};
}

/** Appointments that came, moved, or were called off. That a card reads otherwise is told by its results. */
export function appointmentChanges(
  held: readonly DayAppointment[],
  told: readonly DayAppointment[],
  at: string,
): Changes {
  const changes: Changes = {};
  for (const one of told) {
    const before = held.find(({ id }) => id === one.id);
    const isMoved = before !== undefined && (before.start !== one.start || before.status !== one.status);
    if (before === undefined) changes[`appointment#${one.id}`] = { what: 'appointment-new', at, appointment: one };
    else if (isMoved) changes[`appointment#${one.id}`] = { what: 'appointment-changed', at, appointment: one };
  }
  return changes;
}

/**
 * Lines of one outage together. What was new while the region was away stays new, however often it changed since; else
 * the later line stands.
 */
export function together(held: Changes, more: Changes): Changes {
  const all = { ...held };
  for (const [key, line] of Object.entries(more)) {
    const before = all[key];
    const isStillNew = before?.what === 'new' && (line.what === 'changed' || line.what === 'acknowledged');
    all[key] = isStillNew ? { ...line, what: 'new' } : line;
  }
  return all;
}
