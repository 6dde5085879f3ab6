import type { DirectoryPerson, DutyRole, DutyShift, StoredDutyChange } from '../../schemas/duty.ts';
import { WEEKDAYS } from '../../schemas/duty.ts';
import type { Region } from '../region.ts';
import { offsetAt } from '../zone.ts';
import { deputiesOf, holdsAt, inOrder, isAbsent, personById } from './absence.ts';

/** What of the region file says who is on duty. */
export type DutyRegion = Pick<Region, 'zone' | 'people' | 'duty'> & {
  readonly clinics: readonly { readonly id: string; readonly zone: string }[];
};

/** Somebody on duty. `of`: whose duty it is; `insteadOf`: whose hours he took, by a swap or as a deputy. */
export type OnDuty = {
  readonly person: DirectoryPerson;
  readonly of: 'clinic' | 'region';
  readonly insteadOf?: string;
};

export type DutyQuestion = { readonly clinic: string; readonly role: DutyRole; readonly at: string };

/**
 * Who is on duty for a clinic at an instant, in the order in which they are asked: those the day added, the clinic's weekly
 * pattern, then the region's. Nobody who is absent, nobody twice. Empty: nobody, and that is said, never filled up.
 */
export function onDuty(
  region: DutyRegion,
  changes: readonly StoredDutyChange[],
  { clinic, role, at }: DutyQuestion,
): OnDuty[] {
  const ordered = inOrder(changes).filter((change) => holdsAt(change, at));
  const zone = region.clinics.find(({ id }) => id === clinic)?.zone;
  const shifts = (of: string | undefined, clocks: string): string[] =>
    region.duty
      .filter((shift) => shift.clinic === of && shift.role === role && isIn(shift, at, clocks))
      .flatMap(({ people }) => people);
  const extra = ordered.flatMap((one) =>
    one.change.kind === 'extra' && one.change.role === role && one.clinic === clinic ? [one.change.person] : [],
  );
  const own = [...extra, ...(zone === undefined ? [] : shifts(clinic, zone))].map((id) => ({
    id,
    of: 'clinic' as const,
  }));
  const regional = shifts(undefined, region.zone).map((id) => ({ id, of: 'region' as const }));
  const found = [...own, ...regional].flatMap(({ id, of }) => {
    const holder = swapped(id, role, ordered);
    const standing = isAbsent(holder, changes, at)
      ? deputiesOf(holder, region, changes, at)
      : [personById(region, holder)].flatMap((person) => person ?? []);
    return standing.map((person) => ({ person, of, ...(person.id === id ? {} : { insteadOf: id }) }));
  });
  return found.filter(({ person }, place) => found.findIndex((one) => one.person.id === person.id) === place);
}

/** Who holds the hours of `id` after the swaps of the day; a swap that leads back is followed once. */
function swapped(id: string, role: DutyRole, changes: readonly StoredDutyChange[]): string {
  let holder = id;
  const followed = new Set<string>();
  for (;;) {
    const next = changes.find(
      ({ id: name, change }) =>
        change.kind === 'swap' && change.role === role && change.person === holder && !followed.has(name),
    );
    if (next?.change.kind !== 'swap') return holder;
    followed.add(next.id);
    holder = next.change.by;
  }
}

/**
 * Whether an instant lies in a shift by the clocks of its zone. Every instant has one reading there, so a week that is whole
 * on the clock has no hole on the night when clocks are moved; an hour shown twice belongs to its shift both times.
 */
export function isIn({ days, from, to }: Pick<DutyShift, 'days' | 'from' | 'to'>, at: string, zone: string): boolean {
  const instant = Date.parse(at);
  const local = new Date(instant + offsetAt(instant, zone) * 60_000);
  const time = local.toISOString().slice(11, 16);
  const today = (local.getUTCDay() + 6) % 7;
  const isOn = (day: number): boolean => days.includes(WEEKDAYS[day % 7] as (typeof WEEKDAYS)[number]);
  if (from < to) return isOn(today) && from <= time && time < to;
  return (isOn(today) && from <= time) || (isOn(today + 6) && time < to);
}
