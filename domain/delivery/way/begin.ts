import type { Delivery, Recipient } from '../../../schemas/delivery.ts';
import { askPerson, present } from './ask.ts';
import { earliest, later, type Step, type WayContext } from './context.ts';
import { askAgain, escalate, goOn } from './escalate.ts';
import type { Sending } from './events.ts';
import { calledBefore, isOpen, toldVersion } from './states.ts';

/** Notices of versions that are history: enough to see what was done, not a row that grows for ever. */
const KEPT_NOTICES = 40;
const KEPT_READERS = 64;

/**
 * A version goes out. A critical one that notifies is a new obligation: unacknowledged, with its own deadline, but never
 * later than one that nobody has met yet, and what is overdue or in alarm stays so: news must not buy time. One that
 * notifies nobody (the whole image confirms the preview) goes on with what there is. Whatever takes a critical one back ends
 * the obligation and is told to all who read an earlier version. A version that is stored already only asks again.
 */
export function begin(stored: Delivery | undefined, sending: Sending, context: WayContext): Step {
  const { result } = sending;
  if (stored !== undefined && stored.version > result.version) return { delivery: stored, asks: [] };
  if (stored !== undefined && stored.version === result.version) return askAgain({ delivery: stored, asks: [] });
  const isCritical = result.severity === 'critical' && result.state === 'current';
  if (stored !== undefined && !result.notify && isCritical === wasCritical(stored)) {
    const { delivered: _, ...rest } = stored;
    const told = { from: toldVersion(stored) };
    // What nobody is told anew makes nobody a reader of something older.
    const readers = stored.recipients.filter(({ as }) => as === 'reader');
    return { delivery: { ...rest, ...told, ...itself(sending, readers, context) }, asks: [] };
  }
  const readers = readersOf(stored, result.version);
  const delivery = { ...blank(stored), ...itself(sending, readers, context), from: result.version };
  if (!result.notify) return { delivery, asks: [] };
  if (isCritical) return obliged(stored, delivery, sending, context);
  const level = stored?.level;
  if (level === undefined) return { delivery, asks: [] };
  return told({ delivery: { ...delivery, level }, asks: [] }, readers, context);
}

const wasCritical = ({ severity, state }: Delivery): boolean => severity === 'critical' && state !== 'withdrawn';

/** What a version says of itself; whoever opened an earlier one is a recipient of it. */
function itself(sending: Sending, readers: readonly Recipient[], { now }: WayContext) {
  const { record, resultId, version, severity, state } = sending.result;
  const recipients = joined(sending.recipients, readers);
  return {
    ...{ record, resultId, version, severity, state, clinic: sending.clinic, sentAt: now },
    ...(sending.ehr === undefined ? {} : { ehr: sending.ehr }),
    recipients,
    unknownStaff: [...sending.unknownStaff],
  };
}

function readersOf(stored: Delivery | undefined, version: number): Recipient[] {
  if (stored === undefined) return [];
  const { reads, acknowledged, actedOn } = stored;
  const people = [
    ...reads.filter((one) => one.version < version).map(({ by }) => by),
    ...[acknowledged, actedOn].flatMap((one) => one?.by ?? []),
    ...calledBefore(stored, version),
  ];
  return [...new Set(people)].slice(0, KEPT_READERS).map((person) => ({ person, as: 'reader' as const }));
}

/** Somebody who read an earlier version and knows the patient is both: as what he is asked first counts, and that he read it. */
const joined = (recipients: readonly Recipient[], readers: readonly Recipient[]): Recipient[] => [
  ...recipients.filter(({ as }) => as !== 'reader'),
  ...readers,
];

const blank = (stored: Delivery | undefined) => ({
  reads: stored?.reads ?? [],
  notices: (stored?.notices ?? []).slice(-KEPT_NOTICES),
  rung: 0,
});

function obliged(stored: Delivery | undefined, fresh: Delivery, { level = 'red' }: Sending, context: WayContext): Step {
  const before = stored !== undefined && isOpen(stored) ? stored : undefined;
  const deadline = later(context.now, context.settings.levels[level].deadlineSeconds);
  const { overdueSince, alarm } = before ?? {};
  const delivery: Delivery = {
    ...fresh,
    level,
    rung: before?.rung ?? 0,
    dueAt: earliest(before?.dueAt, deadline) ?? deadline,
    ...(overdueSince ? { overdueSince } : {}),
    ...(alarm ? { alarm } : {}),
  };
  const readers = delivery.recipients.filter(({ as }) => as === 'reader');
  // Whoever was asked about the version before is looking for it: he is told what it has become.
  const ladder = context.ladderOf(delivery);
  const known = new Set(before === undefined ? [] : present(before).map(({ to }) => to));
  const asked = ladder.flat().filter(({ person }) => known.has(person));
  const step = told({ delivery, asks: [] }, [...(ladder[0] ?? []), ...readers, ...asked], context);
  return present(step.delivery).length === 0 ? escalate(step, context) : goOn(step, context);
}

const told = (step: Step, people: readonly Recipient[], context: WayContext): Step =>
  people.reduce((one, { person }) => askPerson(one, person, one.delivery.rung, context), step);
