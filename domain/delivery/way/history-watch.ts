import type { Ask, Delivery } from '../../../schemas/delivery.ts';
import { present } from './ask.ts';
import type { WayEvent } from './events.ts';
import { escalationOf, isObliged, isOpen, toldVersion } from './states.ts';

const MINUTE_SECONDS = 60;

type Named = { readonly to: string; readonly channel: string; readonly version: number };
const keyOf = ({ to, channel, version }: Named): string => `${to} ${channel} ${version}`;

/** A moment by the real clock and by the region's, which may be set; in seconds. */
export type Moment = { readonly real: number; readonly region: number };

export type Watch = {
  readonly faults: string[];
  /** A version that calls for people went out; false: one that calls nobody. */
  published(version: number, calls: boolean, at: Moment): void;
  told(event: WayEvent): void;
  stepped(before: Delivery | undefined, after: Delivery): void;
  handedOut(ask: Ask, clock: string): void;
  /** Looks whether the first word of what was published has been given. */
  looked(stored: Delivery | undefined): void;
  minute(at: Moment): void;
  ended(stored: Delivery): void;
};

/**
 * Holds a history to what the region promises. What was asked and answered is kept here, apart from what the machine keeps
 * itself: a machine that forgets is found.
 */
export function watchOf(people: readonly string[], silentSeconds: number): Watch {
  const faults: string[] = [];
  const handed = new Map<string, Ask>();
  const answered = new Map<string, string>();
  let waiting: (Moment & { readonly version: number }) | undefined;
  return {
    faults,

    published(version, calls, at) {
      waiting = calls ? { ...at, version } : undefined;
    },

    told(event) {
      if ('channel' in event && answered.get(keyOf(event)) !== 'notice-sent') answered.set(keyOf(event), event.type);
    },

    handedOut(ask, clock) {
      const key = keyOf(ask);
      if (answered.has(key)) faults.push('asked again after an answer');
      const others = handed.has(key)
        ? []
        : [...handed].filter(([, { to, version }]) => to === ask.to && version === ask.version);
      for (const [other, { askedAt }] of others) {
        const said = answered.get(other);
        const isSilent = said === undefined && Date.parse(clock) - Date.parse(askedAt) >= silentSeconds * 1000;
        if (!isSilent && said !== 'notice-failed') faults.push('asked twice for one version');
      }
      handed.set(key, ask);
    },

    stepped(before, after) {
      const keys = after.notices.map(keyOf);
      if (new Set(keys).size < keys.length) faults.push('one person twice by one channel for one version');
      const by = after.acknowledged?.by;
      if (by !== undefined && !people.includes(by)) faults.push('acknowledged by somebody who is no person');
      if (before === undefined || !isOpen(before) || !isOpen(after)) return;
      if (before.overdueSince !== undefined && after.overdueSince === undefined) faults.push('no longer overdue');
      if (before.alarm !== undefined && after.alarm === undefined) faults.push('an alarm fell silent by itself');
      const deadline = (one: Delivery): string => one.overdueSince ?? one.dueAt ?? '~';
      if (deadline(after) > deadline(before)) faults.push('news bought time');
    },

    // A desk is enough only for people who have nothing that comes to them.
    looked(stored) {
      if (waiting === undefined || stored === undefined) return;
      const { version } = waiting;
      const made = present(stored).filter((one) => one.version >= version);
      const isOut = made.some((one) => one.channel !== 'desk' && handed.has(keyOf(one)));
      const isShown = made.every(({ channel }) => channel === 'desk') && made.some(({ outcome }) => outcome === 'sent');
      if (isOut || isShown || !isOpen(stored) || stored.alarm !== undefined) waiting = undefined;
    },

    minute({ real, region }) {
      if (waiting !== undefined && Math.min(real - waiting.real, region - waiting.region) > MINUTE_SECONDS)
        faults.push('the first notice came later than a minute');
    },

    ended(stored) {
      if (isObliged(stored) !== (stored.severity === 'critical' && stored.state !== 'withdrawn'))
        faults.push('a critical result without an obligation');
      if (isOpen(stored) && escalationOf(stored) !== 'alarm')
        faults.push('neither acknowledged by a person nor in alarm');
      faults.push(...untold(stored));
    },
  };
}

/** Who read an earlier version of what was critical, and was not told of the one that stands. */
function untold(delivery: Delivery): string[] {
  if (delivery.level === undefined) return [];
  const told = new Set(present(delivery).map(({ to }) => to));
  return delivery.reads
    .filter(({ by, version }) => version < toldVersion(delivery) && !told.has(by))
    .map(() => 'a reader of an earlier version was not told');
}
