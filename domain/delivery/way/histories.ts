import type { Ask, Delivery, Recipient } from '../../../schemas/delivery.ts';
import { isWanted, present } from './ask.ts';
import type { Channel, WayContext } from './context.ts';
import { sendingEvent, type WayEvent } from './events.ts';
import { nextLookOf } from './next-look.ts';
import { escalationOf, isObliged, isOpen, toldVersion } from './states.ts';
import type { stepDelivery } from './step.ts';

/** The machine under test, or one that was broken on purpose. */
export type Machine = typeof stepDelivery;
/** What a history showed to be wrong, in words. */
type Fault = string;
export type History = {
  readonly faults: readonly Fault[];
  /** How the escalation stands at the last step. */
  readonly end: string;
  readonly counts: Readonly<Record<Counted, number>>;
};
type Counted = 'versions' | 'asks' | 'lost' | 'failed' | 'silent' | 'reads' | 'acknowledged' | 'taken';

const PEOPLE = ['attending', 'referring', 'colleague', 'duty-a', 'duty-b'] as const;
type Person = (typeof PEOPLE)[number];
const KINDS: readonly Channel['channel'][] = ['sms', 'mail', 'phone'];

const MINUTE = 60;
/** What happens by itself ends here; then only the region's minute runs, until nothing can be on its way any more. */
const LIVELY_SECONDS = 1500;
const DEADLINE = 600;
const RETAKE = 300;
const SILENT = 120;
const END_SECONDS = LIVELY_SECONDS + DEADLINE + RETAKE + SILENT + 10 * MINUTE;
const START_MS = Date.parse('2026-03-02T08:00:00.000Z');

const keyOf = ({ to, channel, version }: { to: string; channel: string; version: number }): string =>
  `${to} ${channel} ${version}`;

type Span = { readonly from: number; readonly until: number };
type Happening = { readonly at: number; readonly order: number; readonly run: () => void };

/**
 * One random history of one result, in seconds: versions, quiet confirmations, corrections and withdrawals; people who read,
 * acknowledge, take alarms or do nothing; absences, offline clinics, channels that fail, say nothing or speak twice; senders
 * that die before their asks are out; a clock that is set; everything late, twice and out of order. Only the region's minute
 * can be relied on. Returns what went wrong, how it ended and what there was of each.
 */
export function history(machine: Machine, random: () => number): History {
  const faults: Fault[] = [];
  const counts: Record<Counted, number> = {
    ...{ versions: 0, asks: 0, lost: 0, failed: 0, silent: 0, reads: 0, acknowledged: 0, taken: 0 },
  };
  const chance = (share: number): boolean => random() < share;
  const within = (seconds: number): number => Math.floor(random() * seconds);
  const pick = <T>(of: readonly T[]): T => of[within(of.length)] as T;
  const span = (share: number): Span => {
    const from = chance(share) ? within(LIVELY_SECONDS) : Number.POSITIVE_INFINITY;
    return { from, until: from + 200 + within(3000) };
  };
  const isIn = ({ from, until }: Span, at: number): boolean => from <= at && at < until;

  const channels = new Map(PEOPLE.map((person) => [person, KINDS.filter(() => chance(0.6))]));
  const absences = new Map(PEOPLE.map((person) => [person, span(0.3)]));
  const offline = span(0.3);
  const first = PEOPLE.slice(0, within(3)).map((person): Recipient => ({ person, as: 'attending' }));
  const isCaring = chance(0.6);
  const isCarried = chance(0.8) ? 0.8 : 0.1;
  let offset = 0;

  let now = 0;
  let made = 0;
  const queue: Happening[] = [];
  const later = (seconds: number, run: () => void): void => {
    made += 1;
    queue.push({ at: now + seconds, order: made, run });
  };
  const clock = (): string => new Date(START_MS + (now + offset) * 1000).toISOString();

  const context = (): WayContext => {
    const there = PEOPLE.filter((person) => !isIn(absences.get(person) ?? span(0), now));
    const cut = isIn(offline, now) ? { cut: 'clinic-offline' } : {};
    return {
      now: clock(),
      settings: {
        levels: {
          red: { deadlineSeconds: DEADLINE, nextAfterSeconds: DEADLINE / 3 },
          orange: { deadlineSeconds: DEADLINE, nextAfterSeconds: DEADLINE / 3 },
          yellow: { deadlineSeconds: DEADLINE, nextAfterSeconds: DEADLINE / 3 },
        },
        retakeSeconds: RETAKE,
        silentSeconds: SILENT,
      },
      channelsOf: (person) => [
        { channel: 'desk', ...(person === 'duty-b' ? {} : cut) },
        ...(channels.get(person as Person) ?? []).map((channel) => ({ channel })),
      ],
      ladderOf: ({ recipients }) =>
        [recipients.map(({ person }) => person), ['colleague'], ['duty-a'], ['duty-b']]
          .map((group, place, all) =>
            group.filter((one) => !all.slice(0, place).some((before) => before.includes(one))),
          )
          .map((group) =>
            group.filter((one) => there.includes(one as Person)).map((person): Recipient => ({ person, as: 'duty' })),
          )
          .filter((group) => group.length > 0),
    };
  };

  let stored: Delivery | undefined;
  let version = 0;
  /** When a version that is critical went out, by real and by the region's time, until its first notice is out. */
  let waiting: { readonly at: number; readonly clock: number; readonly from: number } | undefined;
  /** What has been handed out, and what the machine has been told of it: kept apart from what it keeps itself. */
  const handed = new Map<string, Ask>();
  const answered = new Map<string, string>();

  const apply = (event: WayEvent, canBeLost: boolean): void => {
    const before = stored;
    if ('channel' in event && answered.get(keyOf(event)) !== 'notice-sent') answered.set(keyOf(event), event.type);
    const step = machine(stored, event, context());
    if (step === undefined) return;
    stored = step.delivery;
    checkStep(before, stored);
    if (canBeLost && chance(0.25)) {
      counts.lost += step.asks.length;
      return;
    }
    for (const ask of step.asks) handOut(ask);
    noteFirst();
  };

  /** A redelivered message is the same event again. */
  const tell = (event: WayEvent, canBeLost = true): void => {
    later(within(20), () => apply(event, canBeLost));
    if (chance(0.2)) later(within(400), () => apply(event, canBeLost));
  };

  const out = new Set<string>();
  const handOut = (ask: Ask): void => {
    const key = keyOf(ask);
    if (answered.has(key)) faults.push('asked again after an answer');
    if (!handed.has(key))
      for (const [other, { to, version: of, askedAt }] of handed) {
        const isSilent =
          answered.get(other) === undefined && Date.parse(clock()) - Date.parse(askedAt) >= SILENT * 1000;
        const isGivenUp = isSilent || answered.get(other) === 'notice-failed';
        if (to === ask.to && of === ask.version && !isGivenUp) faults.push('asked twice for one version');
      }
    handed.set(key, ask);
    out.add(`${ask.to} ${ask.version}`);
    counts.asks += 1;
    later(within(20), () => carry(ask));
    if (chance(0.1)) later(within(60), () => carry(ask));
  };

  const carried = new Set<string>();
  const carry = (ask: Ask): void => {
    if (stored === undefined || !isWanted(stored, ask)) return;
    const { to, channel, version: of } = ask;
    const key = keyOf(ask);
    const named = { to, channel, version: of, at: clock() };
    // The gateway carries one id once; of some nobody ever hears what became of them.
    if (!carried.has(key) && chance(0.1)) {
      counts.silent += 1;
      return void carried.add(key);
    }
    carried.add(key);
    const isSent = chance(isCarried);
    if (!isSent) counts.failed += 1;
    tell(isSent ? { type: 'notice-sent', ...named } : { type: 'notice-failed', ...named, why: 'refused' });
    later(within(300), () => react(to));
  };

  const react = (by: string): void => {
    if (stored === undefined || !isCaring || isIn(absences.get(by as Person) ?? span(0), now)) return;
    const { version: of } = stored;
    const done = { by, version: of, at: clock() };
    const does = (what: 'reads' | 'acknowledged', share: number): boolean => {
      const isDone = chance(share);
      if (isDone) counts[what] += 1;
      return isDone;
    };
    if (does('reads', 0.5)) tell({ type: 'read', ...done });
    if (does('acknowledged', 0.3)) tell({ type: 'acknowledged', ...done });
    if (chance(0.2)) tell({ type: 'acted', ...done });
  };

  const publish = (): void => {
    version += 1;
    counts.versions += 1;
    const kind =
      version === 1 ? 'critical' : pick(['critical', 'critical', 'quiet', 'withdrawn', 'corrected'] as const);
    const wasCritical = stored !== undefined && stored.severity === 'critical' && stored.state !== 'withdrawn';
    const isQuiet = kind === 'quiet' && wasCritical;
    const isCritical = kind === 'critical' || isQuiet;
    const event = sendingEvent({
      result: {
        record: '00000000-0000-8000-8000-000000000001',
        resultId: 'a'.repeat(64),
        version,
        severity: isCritical ? 'critical' : 'info',
        state: kind === 'withdrawn' ? 'withdrawn' : 'current',
        notify: !isQuiet,
      },
      ...{ clinic: 'north', ehr: 'mis-north', level: isCritical ? 'red' : undefined },
      ...{ recipients: first, unknownStaff: [] },
    });
    const before = stored;
    const asked = before === undefined ? 0 : present(before).length;
    apply(event, true);
    if (isQuiet && stored !== undefined && present(stored).length > asked) faults.push('a confirmation asked somebody');
    if (kind === 'critical') waiting = { at: now, clock: now + offset, from: version };
    if (kind !== 'critical' && !isQuiet) waiting = undefined;
    noteFirst();
    if (chance(0.3)) later(within(30), () => apply(event, true));
    for (const code of ['AA', 'AE'] as const)
      if (chance(0.6))
        tell(
          code === 'AA' ? { type: 'delivered', version, at: clock() } : { type: 'refused', version, at: clock(), code },
        );
  };

  /** A notice is out, a desk shows it, somebody has it already, or the alarm sounds: the first word has been given. */
  function noteFirst(): void {
    if (waiting === undefined || stored === undefined) return;
    const { from } = waiting;
    const isShown = present(stored).some(
      (one) =>
        one.version >= from && (one.channel === 'desk' ? one.outcome === 'sent' : out.has(`${one.to} ${one.version}`)),
    );
    if (isShown || !isOpen(stored) || stored.alarm !== undefined) waiting = undefined;
  }

  function checkStep(before: Delivery | undefined, after: Delivery): void {
    const keys = after.notices.map(keyOf);
    if (new Set(keys).size < keys.length) faults.push('one person twice by one channel for one version');
    const by = after.acknowledged?.by;
    if (by !== undefined && !PEOPLE.includes(by as Person)) faults.push('acknowledged by somebody who is no person');
    if (before === undefined || !isOpen(before) || !isOpen(after)) return;
    if (before.overdueSince !== undefined && after.overdueSince === undefined) faults.push('no longer overdue');
    if (before.alarm !== undefined && after.alarm === undefined) faults.push('an alarm fell silent by itself');
    const deadline = (one: Delivery): string => one.overdueSince ?? one.dueAt ?? '~';
    if (deadline(after) > deadline(before)) faults.push('news bought time');
  }

  const minute = (): void => {
    if (waiting !== undefined && Math.min(now - waiting.at, now + offset - waiting.clock) > MINUTE)
      faults.push('the first notice came later than a minute');
    const look = stored && nextLookOf(stored);
    if (look !== undefined && look <= clock()) {
      apply({ type: 'due' }, false);
      if (chance(0.1)) later(within(90), () => apply({ type: 'due' }, false));
    }
    noteFirst();
    if (now < END_SECONDS) later(MINUTE, minute);
  };

  later(within(MINUTE), minute);
  later(within(120), publish);
  for (const _ of Array.from({ length: within(4) })) later(within(LIVELY_SECONDS), publish);
  for (const _ of Array.from({ length: within(3) })) later(within(LIVELY_SECONDS), () => react(pick(PEOPLE)));
  if (chance(0.3)) later(within(LIVELY_SECONDS), () => tell({ type: 'clinic-offline' }));
  if (chance(0.3))
    later(within(LIVELY_SECONDS), () => {
      offset += chance(0.5) ? within(1800) : -within(120);
    });
  if (chance(0.4))
    for (const _ of Array.from({ length: 3 }))
      later(within(LIVELY_SECONDS + 500), () => {
        const taken = { by: 'duty-a', version, at: clock() };
        if (stored?.alarm === undefined) return;
        counts.taken += 1;
        tell({ type: 'alarm-taken', ...taken });
      });

  run(queue, (at) => {
    now = at;
  });
  if (stored === undefined) return { faults: ['nothing was sent'], end: 'none', counts };
  if (isObliged(stored) !== (stored.severity === 'critical' && stored.state !== 'withdrawn'))
    faults.push('a critical result without an obligation');
  if (isOpen(stored) && escalationOf(stored) !== 'alarm') faults.push('neither acknowledged by a person nor in alarm');
  faults.push(...untold(stored));
  return { faults, end: escalationOf(stored), counts };
}

/** Of a correction or withdrawal: who read an earlier version and was not told, and of an open one who never was. */
function untold(delivery: Delivery): Fault[] {
  if (delivery.level === undefined) return [];
  const told = new Set(present(delivery).map(({ to }) => to));
  return delivery.reads
    .filter(({ by, version }) => version < toldVersion(delivery) && !told.has(by))
    .map(() => 'a reader of an earlier version was not told');
}

function run(queue: Happening[], moveTo: (at: number) => void): void {
  for (;;) {
    let next = -1;
    for (const [place, one] of queue.entries()) {
      const best = queue[next];
      if (best === undefined || one.at < best.at || (one.at === best.at && one.order < best.order)) next = place;
    }
    const [happening] = next < 0 ? [] : queue.splice(next, 1);
    if (happening === undefined) return;
    moveTo(happening.at);
    happening.run();
  }
}
