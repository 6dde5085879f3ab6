import type { Delivery, Recipient } from '../../../schemas/delivery.ts';
import { askPerson, asksFor, present, wanted } from './ask.ts';
import { earliest, later, type Step, type WayContext } from './context.ts';
import { isOpen } from './states.ts';

/** An open alarm is told each minute anew until somebody takes it; what nobody carried goes out again as often. */
const EACH_SECONDS = 55;
/** So often within a deadline the region looks whether those who were asked can still be reached. */
const LOOKS = 15;

const timesOf = ({ level = 'red' }: Delivery, { settings }: WayContext) => settings.levels[level];

/** People of the ladder who have not been asked yet, group by group. */
function waiting(delivery: Delivery, context: WayContext): (readonly Recipient[])[] {
  const asked = new Set(present(delivery).map(({ to }) => to));
  return context
    .ladderOf(delivery)
    .map((group) => group.filter(({ person }) => !asked.has(person)))
    .filter((group) => group.length > 0);
}

/**
 * Whether somebody who was asked can know of it: he is not absent and a notice reached him, or only his desk shows him
 * anything and it can. `rung`: of those asked in that step.
 */
export function isReached(delivery: Delivery, context: WayContext, rung?: number): boolean {
  const there = new Set(context.ladderOf(delivery).flatMap((group) => group.map(({ person }) => person)));
  return present(delivery).some((notice) => {
    if (notice.outcome === 'failed' || !there.has(notice.to)) return false;
    if (rung !== undefined && notice.rung !== rung) return false;
    if (notice.channel !== 'desk') return true;
    const channels = context.channelsOf(notice.to);
    return channels.every(({ channel, cut }) => channel === 'desk' && cut === undefined);
  });
}

/**
 * The next people, and the next after them where nobody of these can be reached. Nobody left and nobody reached: the alarm,
 * without waiting for the deadline. Nobody left otherwise: those who were asked have until the deadline.
 */
export function escalate(step: Step, context: WayContext): Step {
  let now = step;
  for (const group of waiting(step.delivery, context)) {
    const { delivery } = now;
    const rung = present(delivery).length === 0 ? delivery.rung : delivery.rung + 1;
    now = group.reduce((one, { person }) => askPerson(one, person, rung, context), {
      ...now,
      delivery: { ...delivery, rung },
    });
    if (isReached(now.delivery, context, rung)) return now;
  }
  return isReached(now.delivery, context) ? now : { ...now, delivery: alarmed(now.delivery, context) };
}

/** The alarm sounds; one that was taken and led to nothing sounds again. */
function alarmed(delivery: Delivery, { now, settings }: WayContext): Delivery {
  const { alarm } = delivery;
  if (alarm === undefined) return { ...delivery, alarm: { since: now } };
  const isUsedUp = alarm.takenAt !== undefined && later(alarm.takenAt, settings.retakeSeconds) <= now;
  return isUsedUp ? { ...delivery, alarm: { since: now } } : delivery;
}

/** When the next people are asked: those of this step have had their time. */
function stepAt(delivery: Delivery, context: WayContext): string | undefined {
  if (waiting(delivery, context).length === 0) return undefined;
  const asked = present(delivery).flatMap(({ rung, askedAt }) => (rung === delivery.rung ? [askedAt] : []));
  return later(asked.sort().at(-1) ?? delivery.sentAt, timesOf(delivery, context).nextAfterSeconds);
}

/** Whoever was asked in this step can no longer be reached: the next people, at once. */
export const goOn = (step: Step, context: WayContext): Step =>
  isOpen(step.delivery) && !isReached(step.delivery, context, step.delivery.rung) ? escalate(step, context) : step;

/** The region's minute, for a delivery of which every notice that was silent for too long has been given up. */
export function minuteOfOpen(step: Step, context: WayContext): Step {
  const { now } = context;
  const { dueAt, overdueSince, ...rest } = step.delivery;
  let next: Step = step;
  if (dueAt !== undefined && dueAt <= now)
    next = { ...step, delivery: alarmed({ ...rest, overdueSince: overdueSince ?? dueAt }, context) };
  else if (step.delivery.alarm !== undefined) next = { ...step, delivery: alarmed(step.delivery, context) };
  const due = stepAt(next.delivery, context);
  return due !== undefined && due <= now ? escalate(next, context) : goOn(next, context);
}

/**
 * When the region looks next. `isMinute`: it has just looked, and all that is unanswered has gone out; else what this step
 * asks may be lost on its way to the queue, and the next minute is to find it.
 */
export function withLook(delivery: Delivery, context: WayContext, isMinute: boolean): Delivery {
  const { askAt: _, ...rest } = delivery;
  const askAt = lookAt(rest, context, isMinute);
  return askAt === undefined ? rest : { ...rest, askAt };
}

function lookAt(delivery: Delivery, context: WayContext, isMinute: boolean): string | undefined {
  const { now, settings } = context;
  const { alarm } = delivery;
  const soon = isMinute ? later(now, EACH_SECONDS) : now;
  const unanswered = wanted(delivery).length > 0 ? soon : undefined;
  if (!isOpen(delivery)) return unanswered;
  const { deadlineSeconds } = timesOf(delivery, context);
  const sounding = alarm !== undefined && alarm.takenAt === undefined ? soon : undefined;
  const again = alarm?.takenAt === undefined ? undefined : later(alarm.takenAt, settings.retakeSeconds);
  const watch = later(now, Math.max(EACH_SECONDS, Math.round(deadlineSeconds / LOOKS)));
  return earliest(unanswered, sounding, again, stepAt(delivery, context), watch);
}

/** What is still on its way goes out again: the same asks, not new ones. */
export const askAgain = ({ delivery, asks }: Step): Step => {
  const fresh = new Set(asks.map(({ to, channel }) => `${to} ${channel}`));
  const old = asksFor(delivery, wanted(delivery)).filter(({ to, channel }) => !fresh.has(`${to} ${channel}`));
  return { delivery, asks: [...asks, ...old] };
};
