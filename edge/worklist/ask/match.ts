import type { Dataset, DatasetValue } from '../../dicom/services.ts';
import type { WorklistItem } from '../item.ts';
import { clockOf } from '../list/standing.ts';
import { VR } from './attributes.ts';
import { nameMatches } from './match-name.ts';
import { dateMatches, startMatches } from './match-time.ts';
import { wildcard } from './wildcard.ts';

/** VRs in which `*` and `?` are letters like others, or numbers that have none (PS3.4 §C.2.2.2.4). */
const WITHOUT_WILDCARDS: ReadonlySet<string> = new Set(['UI', 'DS', 'IS', 'US', 'DA', 'TM', 'AS', 'SQ']);

type Now = { readonly at: Date; readonly zone: string };

/**
 * Whether an item is what a query asks for (PS3.4 §C.2.2.2, §K.2.2): every key that has a value must match. A key that we do
 * not hold is no reason to hide a patient from those who wait for him: it is returned empty.
 * @param told the item as it is told to this asker; names are compared in all spellings, not only in that one
 */
export function matches(query: Dataset, item: WorklistItem, told: Dataset, now: Now): boolean {
  return Object.entries(query).every(([keyword, wanted]) => {
    if (keyword === 'SpecificCharacterSet' || isUniversal(wanted)) return true;
    if (keyword === 'PatientName')
      return nameMatches(first(wanted), [item.patient.family, item.patient.given, item.patient.middle]);
    if (keyword === 'ScheduledProcedureStepSequence') return stepMatches(wanted, item, told[keyword], now);
    return valueMatches(keyword, wanted, told[keyword]);
  });
}

const isUniversal = (wanted: DatasetValue | undefined): boolean =>
  wanted === undefined ||
  wanted === '' ||
  wanted === '*' ||
  (Array.isArray(wanted) && wanted.every((one) => one === '' || isUniversalItem(one)));
const isUniversalItem = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && Object.values(one as Dataset).every(isUniversal);

const first = (value: DatasetValue | undefined): string => String((Array.isArray(value) ? value[0] : value) ?? '');
const all = (value: DatasetValue): string[] => (Array.isArray(value) ? value : [value]).map(String);
const itemsOf = (value: DatasetValue | undefined): readonly Dataset[] =>
  Array.isArray(value) ? (value.filter((one) => typeof one === 'object') as Dataset[]) : [];

/** A sequence matches when one of its items matches the one item that is asked for (PS3.4 §C.2.2.2.6). */
function valueMatches(keyword: string, wanted: DatasetValue | undefined, held: DatasetValue | undefined): boolean {
  if (isUniversal(wanted) || wanted === undefined || held === undefined) return true;
  const vr = VR[keyword];
  if (vr === 'SQ') {
    const [asked] = itemsOf(wanted);
    if (asked === undefined) return true;
    return itemsOf(held).some((one) =>
      Object.entries(asked).every(
        ([name, value]) => isUniversal(value) || (one[name] !== undefined && valueMatches(name, value, one[name])),
      ),
    );
  }
  const values = all(held);
  if (vr === 'DA') return values.some((value) => dateMatches(first(wanted), value));
  if (vr === 'PN') return values.some((value) => nameMatches(first(wanted), value.split('^')));
  // A list of UIDs means any of them (§C.2.2.2.2).
  if (vr !== undefined && WITHOUT_WILDCARDS.has(vr)) return all(wanted).some((one) => values.includes(one.trim()));
  return all(wanted).some((one) => {
    const test = wildcard(one.trim());
    return values.some(test);
  });
}

/** An item for any modality, or any station, is found by each of them; its start has rules of its own. */
function stepMatches(
  wanted: DatasetValue | undefined,
  item: WorklistItem,
  told: DatasetValue | undefined,
  { at, zone }: Now,
): boolean {
  const [asked] = itemsOf(wanted);
  const [step] = itemsOf(told);
  if (asked === undefined || step === undefined) return true;
  const { ScheduledProcedureStepStartDate: date, ScheduledProcedureStepStartTime: time, ...others } = asked;
  const start = clockOf(item.start ?? at, zone);
  const isTimed = item.start !== undefined && item.timed;
  if (
    !startMatches(
      { date: first(date), time: first(time) },
      { date: start.date, time: isTimed ? start.time : undefined },
    )
  )
    return false;
  return Object.entries(others).every(([keyword, value]) => {
    if (keyword === 'Modality' && item.modality === undefined) return true;
    if (keyword === 'ScheduledStationAETitle' && item.stationAe === undefined) return true;
    return valueMatches(keyword, value, step[keyword]);
  });
}
