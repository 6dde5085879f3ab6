import type { Recipient } from '../../../schemas/delivery.ts';
import type { Channel, WayContext, WaySettings } from './context.ts';

export const PEOPLE = ['attending', 'referring', 'colleague', 'duty-a', 'duty-b'] as const;
const KINDS: readonly Channel['channel'][] = ['sms', 'mail', 'phone'];

/** Short times, so that a history of an hour has everything in it. */
export const TIMES = { deadline: 600, retake: 300, silent: 120 } as const;
const OF_LEVEL = { deadlineSeconds: TIMES.deadline, nextAfterSeconds: TIMES.deadline / 3 };
const SETTINGS: WaySettings = {
  levels: { red: OF_LEVEL, orange: OF_LEVEL, yellow: OF_LEVEL },
  retakeSeconds: TIMES.retake,
  silentSeconds: TIMES.silent,
};

export type People = {
  readonly isThere: (person: string, at: number) => boolean;
  readonly context: (at: number, clock: string) => WayContext;
};

type Draw = {
  readonly chance: (share: number) => boolean;
  readonly within: (seconds: number) => number;
  /** How long a history is lively, in seconds. */
  readonly lively: number;
};

/** The people of one history: who has which channel, who is absent when, and when their clinic is offline. */
export function peopleOf({ chance, within, lively }: Draw): People {
  const span = (share: number): ((at: number) => boolean) => {
    const from = chance(share) ? within(lively) : Number.POSITIVE_INFINITY;
    const until = from + 200 + within(3000);
    return (at) => from <= at && at < until;
  };
  const channels = new Map<string, readonly Channel['channel'][]>(
    PEOPLE.map((person) => [person, KINDS.filter(() => chance(0.6))]),
  );
  const absences = new Map<string, (at: number) => boolean>(PEOPLE.map((person) => [person, span(0.3)]));
  const isOffline = span(0.3);
  const isThere = (person: string, at: number): boolean => absences.get(person)?.(at) !== true;
  const ladder = (recipients: readonly Recipient[], at: number): Recipient[][] => {
    const groups = [recipients.map(({ person }) => person), ['colleague'], ['duty-a'], ['duty-b']];
    const seen = new Set<string>();
    return groups
      .map((group) => group.filter((person) => isThere(person, at) && !seen.has(person) && seen.add(person)))
      .map((group) => group.map((person): Recipient => ({ person, as: 'duty' })))
      .filter((group) => group.length > 0);
  };
  return {
    isThere,
    context: (at, clock) => ({
      now: clock,
      settings: SETTINGS,
      // One of those on duty sits elsewhere.
      channelsOf: (person) => [
        { channel: 'desk', ...(person !== 'duty-b' && isOffline(at) ? { cut: 'clinic-offline' } : {}) },
        ...(channels.get(person) ?? []).map((channel) => ({ channel })),
      ],
      ladderOf: ({ recipients }) => ladder(recipients, at),
    }),
  };
}
