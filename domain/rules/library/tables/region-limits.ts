import type { CriticalEntry } from '../../../../schemas/critical-list.ts';
import type { CriticalLevel } from '../../../../schemas/duty.ts';
import type { Facts } from '../../facts.ts';
import { type AgeBand, type CriticalAnalyte, type Limit, limitOf } from './critical-limits.ts';
import type { Change } from './critical-words.ts';

/** Under this name the region's list of critical results travels among its settings, as JSON. */
export const LIST_SETTING = 'region-list';

/** Whether the region's list names a thing, and how soon it needs a person. No list: everything of the rule is critical. */
type Standing = { readonly isListed: boolean; readonly level?: CriticalLevel };

const read = new Map<string, readonly CriticalEntry[]>();

/** The list was checked when the region file was read; undefined where the region has none. */
function listOf({ settings }: Pick<Facts, 'settings'>): readonly CriticalEntry[] | undefined {
  const text = settings?.critical_labs?.[LIST_SETTING];
  if (text === undefined) return undefined;
  const entries = read.get(text) ?? (JSON.parse(text) as readonly CriticalEntry[]);
  read.set(text, entries);
  return entries;
}

/**
 * The limits that hold in the region: of its list, an entry of this age before one of every age. What is not on the list keeps
 * the limits of the rule, and is no longer critical.
 */
export function limitIn(
  facts: Pick<Facts, 'settings'>,
  analyte: CriticalAnalyte,
  band: AgeBand,
): Standing & { readonly limit: Limit } {
  const list = listOf(facts);
  if (list === undefined) return { limit: limitOf(analyte, band), isListed: true };
  const entries = list.flatMap((one) => ('analyte' in one && one.analyte === analyte ? [one] : []));
  const entry = entries.find((one) => one.band === band) ?? entries.find((one) => one.band === undefined);
  if (entry === undefined) return { limit: limitOf(analyte, band), isListed: false };
  const { low, below, high, above, level } = entry;
  const given = Object.entries({ low, below, high, above }).filter(([, limit]) => limit !== undefined);
  return { limit: Object.fromEntries(given), isListed: true, level };
}

/** ISTH for haemoglobin (g/L), the European guideline of 2014 for sodium (mmol/L). */
const CHANGES: Readonly<Record<Change, { readonly by: number; readonly withinHours: number }>> = {
  'haemoglobin-fall': { by: 20, withinHours: 48 },
  'sodium-rise': { by: 10, withinHours: 24 },
};

/** How much of a change in how many hours is grave; `isOwn`: the region says so, not the publications. */
export function changeIn(
  facts: Pick<Facts, 'settings'>,
  change: Change,
): Standing & { readonly by: number; readonly withinHours: number; readonly isOwn: boolean } {
  const list = listOf(facts);
  if (list === undefined) return { ...CHANGES[change], isListed: true, isOwn: false };
  const entry = list.find((one) => 'change' in one && one.change === change);
  if (entry === undefined || !('change' in entry)) return { ...CHANGES[change], isListed: false, isOwn: false };
  const { by, withinHours, level } = entry;
  return { by, withinHours, level, isListed: true, isOwn: true };
}
