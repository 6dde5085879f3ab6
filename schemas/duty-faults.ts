import { CRITICAL_LEVELS, type DirectoryPerson, DUTY_ROLES, type DutyRole, type DutyShift, WEEKDAYS } from './duty.ts';

type Place = { readonly id: string; readonly zone: string };

type Keeping = { readonly ehr?: string | undefined; readonly senders: readonly { readonly role: string }[] };

/**
 * A clinic with patients of its own, of whom somebody must be told: it has a record system, or a sender that registers
 * patients. A laboratory alone writes into the records of others.
 */
export const hasPatients = ({ ehr, senders }: Keeping): boolean =>
  ehr !== undefined || senders.some(({ role }) => role === 'his' || role === 'post');

/** What of a region file the check looks at. */
export type DutyFile = {
  readonly zone: string;
  readonly clinics: readonly (Place & Keeping)[];
  readonly people: readonly DirectoryPerson[];
  readonly duty: readonly DutyShift[];
  readonly critical: { readonly levels: Readonly<Partial<Record<string, { readonly duty: DutyRole }>>> };
};

const WEEK_MINUTES = 7 * 24 * 60;

/**
 * What is wrong with the people and the duty of a region, in sentences that say what to do; none: there is somebody in every
 * minute of the week for every clinic with patients of its own. A region that has no people and no duty yet is not faulty here: what is
 * critical there has nobody but the alarm, which a synthesis refuses (`unmanned`).
 */
export function dutyFaults(region: DutyFile): string[] {
  const { people, duty, clinics } = region;
  if (people.length === 0 && duty.length === 0) return [];
  const known = new Set(people.map(({ id }) => id));
  const named = new Set(clinics.map(({ id }) => id));
  const strangers = (ids: readonly string[], where: string): string[] =>
    ids
      .filter((id) => !known.has(id))
      .map((id) => `${where} names ${id}, whom "people" lacks: add him or correct the name`);
  const faults = people.flatMap(({ id, clinics: own, staff, deputies }, place) => [
    ...(people.findIndex((one) => one.id === id) === place ? [] : [`"people" has ${id} twice`]),
    ...[...own, ...staff.map(({ clinic }) => clinic)]
      .filter((clinic) => !named.has(clinic))
      .map((clinic) => `${id} works in ${clinic}, which is no clinic of this region`),
    ...strangers(deputies, `${id}'s list of deputies`),
  ]);
  faults.push(...sameNumber(people));
  for (const shift of duty) {
    const where = `the ${shift.role} of ${shift.clinic ?? 'the region'} from ${shift.from} to ${shift.to}`;
    faults.push(...strangers(shift.people, where));
    if (shift.clinic !== undefined && !named.has(shift.clinic)) faults.push(`${where}: there is no such clinic`);
  }
  return [...faults, ...gaps(region)];
}

/** Two people under one number of a record system would get each other's results. */
function sameNumber(people: readonly DirectoryPerson[]): string[] {
  const holders = new Map<string, string>();
  return people.flatMap(({ id, staff }) =>
    staff.flatMap(({ clinic, number }) => {
      const holder = holders.get(`${clinic} ${number}`);
      holders.set(`${clinic} ${number}`, id);
      return holder === undefined || holder === id
        ? []
        : [`${holder} and ${id} both have the number ${number} in ${clinic}`];
    }),
  );
}

/** Clinics whose critical results nobody but the duty alarm would meet: those with patients of their own while "duty" names nobody for them. */
export const unmanned = ({ clinics, duty }: DutyFile): string[] =>
  clinics
    .filter((one) => hasPatients(one) && !duty.some(({ clinic }) => clinic === undefined || clinic === one.id))
    .map(({ id }) => id);

function gaps({ zone, clinics, duty, critical }: DutyFile): string[] {
  const wanted = DUTY_ROLES.filter(
    (role) => role === 'duty' || CRITICAL_LEVELS.some((level) => critical.levels[level]?.duty === role),
  );
  return clinics.filter(hasPatients).flatMap((clinic) =>
    wanted.flatMap((role) => {
      const own = duty.filter((shift) => shift.clinic === clinic.id && shift.role === role);
      const regional = duty.filter((shift) => shift.clinic === undefined && shift.role === role);
      const gap = SEASONS.map((day) =>
        firstGap([
          ...own.flatMap((shift) => minutesOf(shift, 0)),
          ...regional.flatMap((shift) => minutesOf(shift, minutesAhead(clinic.zone, day) - minutesAhead(zone, day))),
        ]),
      ).find((found) => found !== undefined);
      return gap === undefined
        ? []
        : [
            `nobody is ${role} for ${clinic.id} on ${gap} (its own clocks): a critical result would have nobody. Add a shift, or one of the region without "clinic"`,
          ];
    }),
  );
}

/** Spans of minutes of the week, from Monday midnight, on clocks that are `shift` minutes ahead of the pattern's own. */
function minutesOf({ days, from, to }: DutyShift, shift: number): { from: number; until: number }[] {
  const begins = minuteOfDay(from);
  const length = ((minuteOfDay(to) - begins + 24 * 60 - 1) % (24 * 60)) + 1;
  return days.map((day) => {
    const start = WEEKDAYS.indexOf(day) * 24 * 60 + begins + shift;
    return { from: start, until: start + length };
  });
}

/** The first minute of the week that lies in no span, in words; the week is a ring. */
function firstGap(spans: readonly { from: number; until: number }[]): string | undefined {
  const ring = [-WEEK_MINUTES, 0, WEEK_MINUTES]
    .flatMap((turn) => spans.map(({ from, until }) => ({ from: from + turn, until: until + turn })))
    .sort((a, b) => a.from - b.from);
  let minute = 0;
  for (const { from, until } of ring) if (from <= minute) minute = Math.max(minute, until);
  if (minute >= WEEK_MINUTES) return undefined;
  const time = `${String(Math.floor((minute % 1440) / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return `${WEEKDAYS[Math.floor(minute / 1440)]} at ${time}`;
}

const minuteOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Summer and winter: the clocks of two zones stand differently to each other in each where only one of them is moved. */
const SEASONS = [Date.UTC(2026, 0, 14, 12), Date.UTC(2026, 6, 15, 12)];

/** Minutes that the clocks of a zone are ahead of UTC. */
function minutesAhead(zone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(instant);
  const [, sign, hours, minutes] =
    /GMT([+-])(\d\d):(\d\d)/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
