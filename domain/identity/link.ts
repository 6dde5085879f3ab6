import { datesContradict } from '../dicom/match.ts';
import { type Holder, type NationalNumber, numberName } from './holder.ts';
import { isNoGivenName, sameGivenName, sameName } from './names.ts';

export type Verdict = 'agrees' | 'differs' | 'unknown';
/** In the order in which people look. */
export const COMPARED = ['birth-date', 'sex', 'family-name', 'given-names', 'snils'] as const;
export type Compared = (typeof COMPARED)[number];

export type LinkDecision = {
  /** Numbers that both hold. */
  readonly shared: readonly NationalNumber[];
  readonly compared: Readonly<Record<Compared, Verdict>>;
  /** May the two be one person without a human's word, as far as these two go? Other holders of the number may forbid it. */
  readonly agrees: boolean;
};

/**
 * Compares two records that hold one national number (contract 10). They agree when birth date to the day, sex and family
 * name are equal, the given names are known and do not contradict, and they do not hold two different SNILS. Given names are
 * asked for beyond the contract: in the first month twins are treated on their mother's policy, and both may be girls.
 * Symmetric and pure.
 */
export function linkDecision(a: Holder, b: Holder): LinkDecision {
  const held = new Set(b.numbers.map(numberName));
  const shared = a.numbers.filter((number) => held.has(numberName(number)));
  const compared: Record<Compared, Verdict> = {
    'birth-date': birthDates(a.birthDate, b.birthDate),
    sex: a.sex === undefined || b.sex === undefined ? 'unknown' : said(a.sex === b.sex),
    'family-name': families(a, b),
    'given-names': givenNames(a, b),
    snils: snils(a, b),
  };
  const { snils: other, ...needed } = compared;
  const agrees =
    shared.length > 0 && other !== 'differs' && Object.values(needed).every((verdict) => verdict === 'agrees');
  return { shared, compared, agrees };
}

const said = (equal: boolean): Verdict => (equal ? 'agrees' : 'differs');

/** A date up to this one stands where nobody knew the real one. */
const LAST_FILLED_IN = '1900-01-01';

function birthDates(a: string | undefined, b: string | undefined): Verdict {
  if (a === undefined || b === undefined || a <= LAST_FILLED_IN || b <= LAST_FILLED_IN) return 'unknown';
  if (datesContradict(a, b)) return 'differs';
  return a.length === 10 && a === b ? 'agrees' : 'unknown';
}

/** Every name in force of one against every one of the other: two family names at once, as after a wedding, agree with none. */
function families(a: Holder, b: Holder): Verdict {
  const [ours, theirs] = [a, b].map(({ names }) => names.flatMap(({ family }) => family ?? [])) as [string[], string[]];
  if (ours.length === 0 || theirs.length === 0) return 'unknown';
  return said(ours.every((one) => theirs.every((other) => sameName(one, other))));
}

/**
 * Name and patronymic by their places; a place that one side lacks contradicts nothing, but the first must be known:
 * `Девочка` is nobody's name.
 */
function givenNames(a: Holder, b: Holder): Verdict {
  const [ours, theirs] = [a, b].map(({ names }) =>
    names.map(({ given }) => given).filter(([first]) => first !== undefined && !isNoGivenName(first)),
  );
  if (!ours?.length || !theirs?.length) return 'unknown';
  return said(ours.every((one) => theirs.every((other) => givenFit(one, other))));
}

const givenFit = (one: readonly string[], other: readonly string[]): boolean =>
  one.slice(0, other.length).every((name, place) => sameGivenName(name, other[place] ?? ''));

/** A person has one SNILS for life; a policy may be replaced. */
function snils(a: Holder, b: Holder): Verdict {
  const [ours, theirs] = [a, b].map(({ numbers }) => numbers.filter(({ system }) => system === 'snils'));
  if (!ours?.length || !theirs?.length) return 'unknown';
  return said(ours.some(({ value }) => theirs.some((other) => other.value === value)));
}
