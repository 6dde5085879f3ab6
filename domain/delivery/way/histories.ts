import type { Ask, Delivery, Recipient } from '../../../schemas/delivery.ts';
import { isWanted, present } from './ask.ts';
import { sendingEvent, type WayEvent } from './events.ts';
import { PEOPLE, peopleOf, TIMES } from './history-people.ts';
import { watchOf } from './history-watch.ts';
import { nextLookOf } from './next-look.ts';
import { escalationOf } from './states.ts';
import type { stepDelivery } from './step.ts';

/** The machine under test, or one that was broken on purpose. */
export type Machine = typeof stepDelivery;
type Counted = 'versions' | 'asks' | 'lost' | 'failed' | 'silent' | 'reads' | 'acknowledged' | 'taken';
export type History = {
  /** What went wrong, in words. */
  readonly faults: readonly string[];
  /** How the escalation stands at the last step. */
  readonly end: string;
  readonly counts: Readonly<Record<Counted, number>>;
};

const MINUTE = 60;
/** What happens by itself ends here; then only the region's minute runs, until nothing can be on its way any more. */
const LIVELY = 1500;
const END = LIVELY + TIMES.deadline + TIMES.retake + TIMES.silent + 10 * MINUTE;
const START_MS = Date.parse('2026-03-02T08:00:00.000Z');

/**
 * One random history of one result, in seconds: versions, quiet confirmations, corrections and withdrawals; people who read,
 * acknowledge, take alarms or do nothing; absences, an offline clinic, channels that fail, say nothing or speak twice; senders
 * that die before their asks are out; a clock that is set; everything late, twice and out of order. Only the region's minute
 * can be relied on.
 */
export function history(machine: Machine, random: () => number): History {
  const chance = (share: number): boolean => random() < share;
  const within = (seconds: number): number => Math.floor(random() * seconds);
  const pick = <T>(of: readonly T[]): T => of[within(of.length)] as T;
  const counts: Record<Counted, number> = {
    ...{ versions: 0, asks: 0, lost: 0, failed: 0, silent: 0, reads: 0, acknowledged: 0, taken: 0 },
  };
  const people = peopleOf({ chance, within, lively: LIVELY });
  const watch = watchOf(PEOPLE, TIMES.silent);
  const known = PEOPLE.slice(0, within(3)).map((person): Recipient => ({ person, as: 'attending' }));
  const isCaring = chance(0.6);
  const carriedShare = chance(0.8) ? 0.8 : 0.1;

  let now = 0;
  let offset = 0;
  let stored: Delivery | undefined;
  const clock = (): string => new Date(START_MS + (now + offset) * 1000).toISOString();
  const moment = () => ({ real: now, region: now + offset });
  const agenda = makeAgenda();
  const later = (seconds: number, run: () => void): void => agenda.add(now + seconds, run);

  const apply = (event: WayEvent, canBeLost: boolean): void => {
    const before = stored;
    watch.told(event);
    const step = machine(stored, event, people.context(now, clock()));
    if (step === undefined) return;
    stored = step.delivery;
    watch.stepped(before, stored);
    if (canBeLost && chance(0.25)) counts.lost += step.asks.length;
    else for (const ask of step.asks) handOut(ask);
    watch.looked(stored);
  };

  /** A redelivered message is the same event again. */
  const tell = (event: WayEvent): void => {
    later(within(20), () => apply(event, true));
    if (chance(0.2)) later(within(400), () => apply(event, true));
  };

  const handOut = (ask: Ask): void => {
    watch.handedOut(ask, clock());
    counts.asks += 1;
    later(within(20), () => carry(ask));
    if (chance(0.1)) later(within(60), () => carry(ask));
  };

  /** As the gateway does: one id is carried once. Of some nobody ever hears what became of them. */
  const carried = new Set<string>();
  const carry = (ask: Ask): void => {
    if (stored === undefined || !isWanted(stored, ask)) return;
    const { to, channel, version } = ask;
    const key = `${to} ${channel} ${version}`;
    const isFirst = !carried.has(key);
    carried.add(key);
    if (isFirst && chance(0.1)) {
      counts.silent += 1;
      return;
    }
    const notice = { to, channel, version, at: clock() };
    if (chance(carriedShare)) tell({ type: 'notice-sent', ...notice });
    else {
      counts.failed += 1;
      tell({ type: 'notice-failed', ...notice, why: 'refused' });
    }
    later(within(300), () => react(to));
  };

  const react = (by: string): void => {
    if (stored === undefined || !isCaring || !people.isThere(by, now)) return;
    const done = { by, version: stored.version, at: clock() };
    const does = (what: 'reads' | 'acknowledged', share: number): boolean => {
      const isDone = chance(share);
      if (isDone) counts[what] += 1;
      return isDone;
    };
    if (does('reads', 0.5)) tell({ type: 'read', ...done });
    if (does('acknowledged', 0.3)) tell({ type: 'acknowledged', ...done });
    if (chance(0.2)) tell({ type: 'acted', ...done });
  };

  let version = 0;
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
        ...{ record: '00000000-0000-8000-8000-000000000001', resultId: 'a'.repeat(64), version },
        severity: isCritical ? 'critical' : 'info',
        state: kind === 'withdrawn' ? 'withdrawn' : 'current',
        notify: !isQuiet,
      },
      ...{ clinic: 'north', ehr: 'mis-north', level: isCritical ? 'red' : undefined },
      ...{ recipients: known, unknownStaff: [] },
    });
    const asked = stored === undefined ? 0 : present(stored).length;
    if (!isQuiet) watch.published(version, isCritical, moment());
    apply(event, true);
    if (isQuiet && stored !== undefined && present(stored).length > asked)
      watch.faults.push('a confirmation asked somebody');
    if (chance(0.3)) later(within(30), () => apply(event, true));
    const answer = { version, at: clock() };
    if (chance(0.6)) tell({ type: 'delivered', ...answer });
    if (chance(0.6)) tell({ type: 'refused', ...answer, code: 'AE' });
  };

  const minute = (): void => {
    watch.minute(moment());
    const look = stored && nextLookOf(stored);
    if (look !== undefined && look <= clock()) {
      apply({ type: 'due' }, false);
      if (chance(0.1)) later(within(90), () => apply({ type: 'due' }, false));
    }
    if (now < END) later(MINUTE, minute);
  };

  const take = (): void => {
    if (stored?.alarm === undefined) return;
    counts.taken += 1;
    tell({ type: 'alarm-taken', by: 'duty-a', version, at: clock() });
  };
  const setClock = (): void => {
    offset += chance(0.5) ? within(1800) : -within(120);
  };
  const times = (most: number, run: () => void): void => {
    for (let left = most; left > 0; left -= 1) later(within(LIVELY), run);
  };

  later(within(MINUTE), minute);
  later(within(120), publish);
  times(within(4), publish);
  times(within(3), () => react(pick(PEOPLE)));
  times(chance(0.3) ? 1 : 0, () => tell({ type: 'clinic-offline' }));
  times(chance(0.3) ? 1 : 0, setClock);
  times(chance(0.4) ? 3 : 0, take);
  agenda.run((at) => {
    now = at;
  });
  if (stored === undefined) return { faults: ['nothing was sent'], end: 'none', counts };
  watch.ended(stored);
  return { faults: watch.faults, end: escalationOf(stored), counts };
}

type Happening = { readonly at: number; readonly order: number; readonly run: () => void };

/** What is to happen, by its time; of one time, in the order in which it was planned. */
function makeAgenda() {
  const waiting: Happening[] = [];
  let planned = 0;
  const isBefore = (a: Happening, b: Happening): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  return {
    add(at: number, run: () => void): void {
      planned += 1;
      waiting.push({ at, order: planned, run });
    },
    run(moveTo: (at: number) => void): void {
      while (waiting.length > 0) {
        const next = waiting.reduce((first, one) => (isBefore(one, first) ? one : first));
        waiting.splice(waiting.indexOf(next), 1);
        moveTo(next.at);
        next.run();
      }
    },
  };
}
