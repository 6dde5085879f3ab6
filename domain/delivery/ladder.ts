import type { Delivery, Recipient } from '../../schemas/delivery.ts';
import type { CriticalLevel, StoredDutyChange } from '../../schemas/duty.ts';
import { deputiesOf, isAbsent, personById } from '../duty/absence.ts';
import { type OnDuty, onDuty } from '../duty/on-duty.ts';
import type { Region } from '../region.ts';
import type { Channel, WayContext, WaySettings } from './way/context.ts';

/** A third of the deadline each: those who know the patient, the next person, the duty doctor; then the alarm. */
const PARTS = 3;
const LEVELS: readonly CriticalLevel[] = ['red', 'orange', 'yellow'];

/** Deadlines of a region by level. */
export function waySettings({ critical }: Pick<Region, 'critical'>): WaySettings {
  const times = LEVELS.map((level) => {
    const { deadlineSeconds, nextAfterSeconds } = critical.levels[level] ?? {
      deadlineSeconds: critical.deadlineSeconds,
    };
    return [
      level,
      { deadlineSeconds, nextAfterSeconds: nextAfterSeconds ?? Math.ceil(deadlineSeconds / PARTS) },
    ] as const;
  });
  return {
    levels: Object.fromEntries(times) as WaySettings['levels'],
    retakeSeconds: critical.retakeSeconds,
    silentSeconds: critical.silentSeconds,
  };
}

/** What the ladder and the channels follow from: the region file, the changes of the day, and which clinics are offline. */
export type WayGround = {
  readonly region: Region;
  readonly changes: readonly StoredDutyChange[];
  readonly offline: ReadonlySet<string>;
  readonly now: string;
};

export const wayContext = (ground: WayGround): WayContext => ({
  now: ground.now,
  settings: waySettings(ground.region),
  channelsOf: (person) => channelsOf(person, ground),
  ladderOf: (delivery) => ladderOf(delivery, ground),
});

/**
 * Who is asked one after another. Of what only a radiologist judges, the radiologist on duty first; then all who know the
 * patient or read an earlier version; then those who stand in for them; then everybody on duty, one at a time, the clinic's
 * own before the region's, who works in the clinic before who does not. Whoever is absent is left out, and who stands in for
 * him takes his place.
 */
export function ladderOf(
  { recipients, clinic, level = 'red' }: Pick<Delivery, 'recipients' | 'clinic' | 'level'>,
  { region, changes, now }: WayGround,
): Recipient[][] {
  const standIns = (person: string): Recipient[] =>
    deputiesOf(person, region, changes, now).map(({ id }) => ({ person: id, as: 'deputy' }));
  const present = (recipient: Recipient): Recipient[] =>
    isAbsent(recipient.person, changes, now) ? standIns(recipient.person) : [recipient];
  const radiologists = recipients.filter(({ as }) => as === 'duty-radiologist');
  const near = recipients.filter(({ as }) => as !== 'duty-radiologist');
  const role = region.critical.levels[level]?.duty ?? 'duty';
  const roles = role === 'duty' ? [role] : [role, 'duty' as const];
  // Who does not work there can be told by telephone, and may neither open nor acknowledge it.
  const worksThere = ({ person }: OnDuty): number => (person.clinics.includes(clinic) ? 0 : 1);
  const duty = roles.flatMap((one) =>
    onDuty(region, changes, { clinic, role: one, at: now }).sort((a, b) => worksThere(a) - worksThere(b)),
  );
  const groups = [
    radiologists.flatMap(present),
    near.flatMap(present),
    near.flatMap(({ person }) => standIns(person)),
    ...duty.map(({ person }): Recipient[] => [{ person: person.id, as: 'duty' }]),
  ];
  const seen = new Set<string>();
  return groups
    .map((group) => group.filter(({ person }) => !seen.has(person) && seen.add(person)))
    .filter((group) => group.length > 0);
}

/**
 * The channels of a person in the order of the directory, the desk first. A desk stands in a clinic, and mail is read there: where all
 * clinics of a person are offline both are cut. Without a gateway nothing carries mail and SMS. Whom the directory does not
 * know has his desk.
 */
export function channelsOf(id: string, { region, offline }: WayGround): Channel[] {
  const person = personById(region, id);
  if (person === undefined) return [{ channel: 'desk' }];
  const away = person.clinics.every((clinic) => offline.has(clinic)) ? { cut: 'clinic-offline' } : {};
  const noGateway = region.gateway === undefined ? { cut: 'no-gateway' } : {};
  const kinds = [...new Set(person.channels.map(({ kind }) => kind))];
  return [
    { channel: 'desk', ...away },
    ...kinds.map((channel): Channel => {
      if (channel === 'phone') return { channel };
      return { channel, ...noGateway, ...(channel === 'mail' ? away : {}) };
    }),
  ];
}
