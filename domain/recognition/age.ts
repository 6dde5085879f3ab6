import type { HeaderPatient } from '../../schemas/measurement.ts';

/** An age in completed months, as exactly as it is known: from the least to the most it may be. */
export type AgeMonths = { readonly least: number; readonly most: number };
export type AgeFault = 'age-missing' | 'age-contradictory' | 'age-outside';

const completedMonths = (birth: readonly number[], at: readonly number[]): number =>
  ((at[0] ?? 0) - (birth[0] ?? 0)) * 12 + (at[1] ?? 0) - (birth[1] ?? 0) - ((at[2] ?? 0) < (birth[2] ?? 0) ? 1 : 0);

/** Age on a date from a birth date of any precision: `2021` was born between its first and its last day (contract 12). */
export function ageOn(birthDate: string, date: string): AgeMonths {
  const [year = 0, month, day] = birthDate.split('-').map(Number);
  const at = date.split('-').map(Number);
  return {
    least: completedMonths([year, month ?? 12, day ?? 31], at),
    most: completedMonths([year, month ?? 1, day ?? 1], at),
  };
}

const apart = (a: AgeMonths, b: AgeMonths): boolean => a.least - b.most > 1 || b.least - a.most > 1;

const DAY_MS = 24 * 3600_000;

/** Whether an image is dated after it was accepted, anywhere on earth: its clock ran ahead, and every age by it is too old. */
export const isAhead = (date: string | undefined, acceptedAt: string | undefined): boolean =>
  date !== undefined && acceptedAt !== undefined && Date.parse(date) > Date.parse(acceptedAt) + DAY_MS;

/**
 * The age fault of contract 8, or undefined when the age lies within `use` in its least favourable reading.
 * The chart's birth date goes first, then the header's, then the header's PatientAge; none is guessed from another,
 * and any two that are more than a month apart contradict.
 */
export function ageFault(
  date: string | undefined,
  chartBirthDate: string | undefined,
  headers: readonly HeaderPatient[],
  use: { readonly min: number; readonly max: number },
): AgeFault | undefined {
  const birthDates = [chartBirthDate, ...headers.map((header) => header.birthDate)].filter((one) => one !== undefined);
  const ages = [
    ...(date === undefined ? [] : birthDates.map((birthDate) => ageOn(birthDate, date))),
    ...headers.map((header) => header.ageMonths).filter((age) => age !== undefined),
  ];
  const [first] = ages;
  // The chart's age is the one that counts; without a date of the film nothing can be held against it.
  if (first === undefined || (date === undefined && chartBirthDate !== undefined)) return 'age-missing';
  if (first.most < 0 || ages.some((one) => ages.some((other) => apart(one, other)))) return 'age-contradictory';
  return first.least < use.min || first.most > use.max ? 'age-outside' : undefined;
}
