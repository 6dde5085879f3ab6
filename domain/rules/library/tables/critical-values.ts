import type { AnalyteName } from '../../codes.ts';
import { before, type Facts, factsOf } from '../../facts.ts';
import { type Measured, measuredSince } from '../../measured.ts';
import { personOf } from '../../person.ts';
import {
  type AgeBand,
  adjustedCalcium,
  CRITICAL_ANALYTES,
  type CriticalAnalyte,
  type CriticalFlag,
  criticalFlag,
} from './critical-limits.ts';
import type { Change } from './critical-words.ts';
import { changeIn, limitIn } from './region-limits.ts';

/** A critical value nobody answered for a week is no longer a matter of a telephone call. */
export const DAYS = 7;

/** A value in the unit of its limits, with what it stands on. */
export type Read = { readonly measured: Measured; readonly value: number; readonly unadjusted?: true };
export type ToTell = Read & {
  readonly analyte: CriticalAnalyte;
  readonly flag: Exclude<CriticalFlag, 'not-critical'>;
};

/** Under which name the chart has each analyte; calcium and the enzymes are worked out apart. */
const NAME: Readonly<Record<CriticalAnalyte, AnalyteName>> = {
  potassium: 'potassium',
  sodium: 'sodium',
  glucose: 'glucose',
  adjustedCalcium: 'calciumAdjusted',
  magnesium: 'magnesium',
  phosphate: 'phosphate',
  urea: 'urea',
  creatinine: 'creatinine',
  CRP: 'crp',
  CK: 'ck',
  amylase: 'amylase',
  ALT: 'alt',
  haemoglobin: 'haemoglobin',
  INR: 'inr',
};
export const MEASURED_NAMES: readonly AnalyteName[] = [...Object.values(NAME), 'calcium', 'albumin'];

/** 354 µmol/L that came as mg/dL is 354 again: what conversion adds in the last digits is no part of the value. */
const exact = (value: number): number => Number(value.toPrecision(9));

function readingsOf(analyte: CriticalAnalyte, facts: Facts): Read[] {
  const since = before(facts, { days: DAYS });
  const values = measuredSince(facts, NAME[analyte], since);
  if (analyte === 'adjustedCalcium') return withTotal(values, totalCalcium(facts, since));
  if (analyte === 'ALT' || analyte === 'amylase') return values.flatMap((measured) => multipleOf(measured, facts));
  const factor = analyte === 'creatinine' ? 88.4 : 1;
  return values.map((measured) => ({ measured, value: exact(measured.value * factor) }));
}

/** A total calcium counts beside those that the laboratory adjusted where it is newer: what is a week old does not hide today's. */
function withTotal(adjusted: readonly Measured[], total: readonly Read[]): Read[] {
  const timeOf = ({ when }: Measured): number => when?.latest ?? 0;
  const newest = adjusted.find(({ doubtful }) => !doubtful);
  return [
    ...total.filter(({ measured }) => newest === undefined || timeOf(measured) > timeOf(newest)),
    ...adjusted.map((measured) => ({ measured, value: exact(measured.value) })),
  ];
}

/** Total calcium, adjusted by an albumin of the same day where there is one. */
const totalCalcium = (facts: Facts, since: number): Read[] =>
  measuredSince(facts, 'calcium', since).map((measured) => {
    const at = measured.when?.earliest ?? 0;
    const albumin = measuredSince(facts, 'albumin', since).find(
      (one) => !one.doubtful && Math.abs((one.when?.earliest ?? 0) - at) <= 24 * 3_600_000,
    );
    return albumin
      ? { measured, value: exact(adjustedCalcium(measured.value, albumin.value)) }
      : { measured, value: exact(measured.value), unadjusted: true };
  });

/** How many times the laboratory's upper limit; nothing where it states none in the unit of the value. */
function multipleOf(measured: Measured, facts: Facts): Read[] {
  const observation = factsOf(facts, 'Observation').find(({ reference }) => reference === measured.cited.reference);
  const { valueQuantity, referenceRange } = observation?.resource ?? {};
  const upper = referenceRange?.find(({ high }) => high?.value !== undefined)?.high;
  if (!upper?.value || !valueQuantity?.value) return [];
  if (upper.code !== undefined && upper.code !== valueQuantity.code) return [];
  return [{ measured, value: exact(valueQuantity.value / upper.value) }];
}

/** The newest believable value of each analyte; where only values of doubtful time are left, the newest critical of them. */
export const valuesToTell = (facts: Facts, band: AgeBand): ToTell[] =>
  CRITICAL_ANALYTES.flatMap((analyte) => {
    if (isExpected(analyte, facts)) return [];
    const values = readingsOf(analyte, facts).map((read) => ({
      ...read,
      analyte,
      flag: criticalFlag(
        { value: read.value, comparator: read.measured.comparator },
        limitIn(facts, analyte, band).limit,
      ),
    }));
    const newest = values.find(({ measured }) => !measured.doubtful);
    const told = [newest, ...values.filter(({ measured }) => measured.doubtful)].find(
      (one): one is ToTell => one?.flag === 'critical-high' || one?.flag === 'critical-low',
    );
    return told ? [told] : [];
  });

/** On dialysis urea and creatinine are high every time; CRP is telephoned to outpatient physicians alone (G158). */
function isExpected(analyte: CriticalAnalyte, facts: Facts): boolean {
  const { onDialysis, setting } = personOf(facts);
  if (analyte === 'urea' || analyte === 'creatinine') return onDialysis;
  return analyte === 'CRP' && (setting === 'inpatient' || setting === 'emergency');
}

export type ChangeToTell = { readonly change: Change; readonly from: Measured; readonly to: Measured };

/** Changes between the newest believable value and one of the hours before it. */
export const changesToTell = (facts: Facts): ChangeToTell[] => [
  ...changeOf(facts, 'haemoglobin-fall', 'haemoglobin', (from, to, by) => from - to >= by),
  ...changeOf(facts, 'sodium-rise', 'sodium', (from, to, by) => from < 130 && to - from > by),
];

function changeOf(
  facts: Facts,
  change: Change,
  name: AnalyteName,
  isGrave: (from: number, to: number, by: number) => boolean,
): ChangeToTell[] {
  const { by, withinHours } = changeIn(facts, change);
  const values = measuredSince(facts, name, before(facts, { days: DAYS })).filter(
    ({ doubtful, comparator }) => !doubtful && comparator === undefined,
  );
  const [to, ...earlier] = values;
  if (!to) return [];
  const from = earlier.find(
    (one) =>
      (to.when?.latest ?? 0) - (one.when?.earliest ?? 0) <= withinHours * 3_600_000 &&
      isGrave(exact(one.value), exact(to.value), by),
  );
  return from ? [{ change, from, to }] : [];
}
