import type { Delivery } from '../../../schemas/delivery.ts';

/** What systems said. A crash changes none of these: each is written before the next thing is done. */
export const WAY = {
  queued: 'Sent to the record system, which has not answered. A crash here sends it again.',
  delivered: 'The record system applied it (AA). Says nothing of humans.',
  refused:
    'The record system did not take it (AE, AR). The clinic and the trace show it; people are asked all the same.',
} as const;

/** What humans did, of the version that people were last told of. */
export const READING = {
  unread: 'Nobody has opened it.',
  read: 'Somebody has opened it; of what is critical that ends nothing.',
  acknowledged: 'A signed-in human has taken note, with read-back where the region asks for it. The obligation is met.',
  'acted-on': 'A human has done something about it after taking note.',
} as const;

/** Whom the region asks. */
export const ESCALATION = {
  none: 'Nobody need be asked: not critical, or taken back and read by nobody.',
  telling: 'Those who read an earlier version are being told of a correction or withdrawal; no deadline.',
  asking: 'Critical: people are asked, rung by rung, before the deadline.',
  alarm: 'The duty alarm sounds: the deadline has passed, or nobody on the ladder could be reached.',
  taken: 'Somebody on duty answers for the alarm; it sounds again unless the result is acknowledged in time.',
  met: 'A human has acknowledged: nobody is asked any more.',
} as const;

export type WayState = keyof typeof WAY;
export type ReadingState = keyof typeof READING;
export type EscalationState = keyof typeof ESCALATION;

/** The version that people were last told of: what is said of an older one is no answer to it. */
export const toldVersion = ({ from, version }: Pick<Delivery, 'from' | 'version'>): number => from ?? version;

/** Critical, stands, somebody was called for it, and no human has acknowledged. */
export const isOpen = (delivery: Delivery): boolean => isObliged(delivery) && delivery.acknowledged === undefined;

/** Critical, and somebody was called for it: a record that was merged into another calls nobody, the survivor does. */
export const isObliged = ({ severity, state, level, dueAt, overdueSince }: Delivery): boolean =>
  severity === 'critical' && state !== 'withdrawn' && (level ?? dueAt ?? overdueSince) !== undefined;

/** Whom the duty desk was to tell of a version before `version` by telephone, and nobody said that he was not reached: he may know it. */
export const calledBefore = ({ notices }: Pick<Delivery, 'notices'>, version: number): string[] =>
  notices.flatMap((one) =>
    one.channel === 'phone' && one.outcome === 'sent' && one.version < version ? [one.to] : [],
  );

export const wayOf = ({ delivered }: Delivery): WayState =>
  delivered === undefined ? 'queued' : delivered.code === 'AA' ? 'delivered' : 'refused';

export function readingOf(delivery: Delivery): ReadingState {
  const { acknowledged, actedOn, reads, severity } = delivery;
  if (actedOn !== undefined && (acknowledged !== undefined || severity !== 'critical')) return 'acted-on';
  if (acknowledged !== undefined) return 'acknowledged';
  return reads.some(({ version }) => version >= toldVersion(delivery)) ? 'read' : 'unread';
}

export function escalationOf(delivery: Delivery): EscalationState {
  const { alarm, notices } = delivery;
  if (isOpen(delivery)) {
    if (alarm === undefined) return 'asking';
    return alarm.takenAt === undefined ? 'alarm' : 'taken';
  }
  if (isObliged(delivery)) return 'met';
  return notices.some(({ version }) => version >= toldVersion(delivery)) ? 'telling' : 'none';
}
