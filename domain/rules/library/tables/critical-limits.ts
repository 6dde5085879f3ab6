import { atLeast, type Measured, moreThan, not } from '../../measured.ts';
import type { Bounds } from '../../precision.ts';
import { agreed } from '../../precision.ts';

export type CriticalFlag = 'critical-low' | 'critical-high' | 'not-critical';
/** Whom limits are for: the first 28 days, up to 16 years, from 16 years on. */
export type AgeBand = 'neonate' | 'child' | 'adult';

/** Telephoned at once: `low` and `high` are critical themselves, `below` and `above` are not. */
export type Limit = {
  readonly low?: number;
  readonly below?: number;
  readonly high?: number;
  readonly above?: number;
};

/**
 * Royal College of Pathologists G158 (2017); haemoglobin and INR from Barnsley Hospital NHS. Units: mmol/L; creatinine µmol/L;
 * CRP mg/L; CK U/L; haemoglobin g/L; amylase and ALT in multiples of the laboratory's upper limit. A policy, no law of nature.
 */
const ADULT = {
  sodium: { low: 120, high: 160 },
  potassium: { low: 2.5, high: 6.5 },
  urea: { high: 30 },
  creatinine: { high: 354 },
  glucose: { low: 2.5, high: 25 },
  adjustedCalcium: { low: 1.8, high: 3.5 },
  magnesium: { low: 0.4 },
  phosphate: { low: 0.3 },
  CRP: { high: 300 },
  CK: { high: 5000 },
  amylase: { high: 5 },
  ALT: { high: 15 },
  haemoglobin: { below: 70, above: 200 },
  INR: { above: 5 },
} as const satisfies Record<string, Limit>;
export type CriticalAnalyte = keyof typeof ADULT;
export const CRITICAL_ANALYTES = Object.keys(ADULT) as CriticalAnalyte[];

/** G158 under 16 years, from memory: to be read again before a region switches them on. */
const CHILD: Readonly<Record<CriticalAnalyte, Limit>> = {
  ...ADULT,
  sodium: { low: 130, high: 160 },
  urea: { high: 10 },
  creatinine: { high: 200 },
  glucose: { low: 2.5, high: 15 },
};

/** Homerton University Hospital: potassium of neonates above 7.0. Their haemoglobin and INR differ too much for one limit. */
const NEONATE: Readonly<Partial<Record<CriticalAnalyte, Limit>>> = {
  ...CHILD,
  potassium: { low: 2.5, above: 7 },
  haemoglobin: {},
  INR: {},
};

const BANDS: Readonly<Record<AgeBand, Readonly<Partial<Record<CriticalAnalyte, Limit>>>>> = {
  adult: ADULT,
  child: CHILD,
  neonate: NEONATE,
};

export const limitOf = (analyte: CriticalAnalyte, band: AgeBand): Limit => BANDS[band][analyte] ?? {};

/**
 * The band of an age in completed months. The first month is taken as the first 28 days. "Over 16" begins on the sixteenth
 * birthday: silence on a potassium of 7 at 16½ would be the worse reading.
 */
export const bandOf = (ageMonths: Bounds | undefined): AgeBand | undefined =>
  agreed(ageMonths, (months) => (months < 1 ? 'neonate' : months < 16 * 12 ? 'child' : 'adult'));

/** Undefined: "less than" or "more than" leaves it open. */
export function criticalFlag(
  measured: Pick<Measured, 'value' | 'comparator'>,
  { low, below, high, above }: Limit,
): CriticalFlag | undefined {
  const isHigh = anyOf(
    high === undefined ? false : atLeast(measured, high),
    above === undefined ? false : moreThan(measured, above),
  );
  const isLow = anyOf(
    low === undefined ? false : not(moreThan(measured, low)),
    below === undefined ? false : not(atLeast(measured, below)),
  );
  if (isHigh) return 'critical-high';
  if (isLow) return 'critical-low';
  return isHigh === undefined || isLow === undefined ? undefined : 'not-critical';
}

const anyOf = (a: boolean | undefined, b: boolean | undefined): boolean | undefined =>
  a || b ? true : a === undefined || b === undefined ? undefined : false;

/** Total calcium as it would be at an albumin of 40 g/L, mmol/L (Payne, BMJ 1973;4:643). */
export const adjustedCalcium = (totalMmolL: number, albuminGL: number): number => totalMmolL + 0.02 * (40 - albuminGL);

/** G158: acute kidney injury of stage 2 or 3, or of stage 1 with potassium above 6.0 mmol/L. */
export const isCriticalAki = (stage: number, potassium: number | undefined): boolean =>
  stage >= 2 || (stage === 1 && potassium !== undefined && potassium > 6);
