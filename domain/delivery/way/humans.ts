import type { Delivery, ReadBack } from '../../../schemas/delivery.ts';
import { askPerson } from './ask.ts';
import type { Step, WayContext } from './context.ts';
import { toldVersion } from './states.ts';

type Done = { readonly version: number; readonly by: string; readonly at: string };

/** The earlier of two; of one instant the same one everywhere. */
const isEarlier = (a: { at: string; by: string }, b: { at: string; by: string } | undefined): boolean =>
  b === undefined || a.at < b.at || (a.at === b.at && a.by < b.by);

/**
 * Opened: of each person the newest version, and when he first opened that one. Who opened an older version than people were
 * told of is a recipient from now on, and is told.
 */
export function noteRead(step: Step, { by, at, version }: Done, context: WayContext): Step {
  const { delivery } = step;
  const known = delivery.reads.find((one) => one.by === by);
  const isNews = known === undefined || version > known.version || (version === known.version && at < known.at);
  const reads = isNews
    ? [...delivery.reads.filter((one) => one.by !== by), { by, at, version }].sort((a, b) => (a.by < b.by ? -1 : 1))
    : delivery.reads;
  const isBehind = version < toldVersion(delivery) && !reads.some((one) => one.by === by && one.version > version);
  if (!isBehind) return { ...step, delivery: { ...delivery, reads } };
  const isKnown = delivery.recipients.some(({ person, as }) => person === by && as === 'reader');
  const recipients = isKnown ? delivery.recipients : [...delivery.recipients, { person: by, as: 'reader' as const }];
  const next = { ...step, delivery: { ...delivery, reads, recipients } };
  return delivery.level === undefined ? next : askPerson(next, by, delivery.rung, context);
}

/**
 * A signed-in human took note. Of the version that people were told of, or a newer one, the earliest stands, and the
 * obligation is met: no deadline, no alarm, nobody more is asked. Of an older one it says that he has read that.
 */
export function noteAcknowledged(
  step: Step,
  done: Done & { readBack?: ReadBack | undefined },
  context: WayContext,
): Step {
  const { version, by, at, readBack } = done;
  const read = noteRead(step, { version, by, at }, context);
  const { delivery } = read;
  if (version < toldVersion(delivery) || !isEarlier({ at, by }, delivery.acknowledged)) return read;
  const { dueAt: _, ...rest } = delivery;
  return { ...read, delivery: { ...rest, acknowledged: { at, by, ...(readBack ? { readBack } : {}) } } };
}

/** Something was done about it, as a human says. */
export function noteActed(step: Step, { version, by, at, what }: Done & { what?: string | undefined }): Step {
  const { delivery } = step;
  if (version < toldVersion(delivery) || !isEarlier({ at, by }, delivery.actedOn)) return step;
  return { ...step, delivery: { ...delivery, actedOn: { at, by, ...(what ? { what } : {}) } } };
}

/** Clocks of two machines differ; a word of the alarm before this one does not take it. */
const SKEW_MS = 60_000;

/** The first who takes an alarm has it. It ends nothing: the result is still to be acknowledged. */
export function noteTaken(delivery: Delivery, { by, at }: Done): Delivery {
  const { alarm } = delivery;
  if (alarm === undefined || Date.parse(at) < Date.parse(alarm.since) - SKEW_MS) return delivery;
  const taken = alarm.takenAt === undefined ? undefined : { at: alarm.takenAt, by: alarm.takenBy ?? '' };
  return isEarlier({ at, by }, taken) ? { ...delivery, alarm: { ...alarm, takenAt: at, takenBy: by } } : delivery;
}
