import { z } from 'zod';
import {
  bandOf,
  CRITICAL_ANALYTES,
  type CriticalAnalyte,
  criticalFlag,
  isCriticalAki,
  limitOf,
} from '../library/tables/critical-limits.ts';
import { scoreOf } from './score.ts';

/** Unit in which each analyte's limits are given. */
const UNIT: Readonly<Record<CriticalAnalyte, readonly string[]>> = {
  sodium: ['mmol/L'],
  potassium: ['mmol/L'],
  urea: ['mmol/L'],
  creatinine: ['umol/L', 'µmol/L'],
  glucose: ['mmol/L'],
  adjustedCalcium: ['mmol/L'],
  magnesium: ['mmol/L'],
  phosphate: ['mmol/L'],
  CRP: ['mg/L'],
  CK: ['U/L'],
  amylase: ['xULN'],
  ALT: ['xULN'],
  haemoglobin: ['g/L'],
  INR: ['1', '{INR}'],
};

const Inputs = z.strictObject({
  analyte: z.string(),
  value: z.number(),
  unit: z.string().default(''),
  /** Years; without it the limits of adults are taken. */
  age: z.number().min(0).optional(),
  /** The laboratory's upper limit, for amylase and ALT in U/L. */
  upperLimit: z.number().positive().optional(),
  /** mmol/L, beside a stage of acute kidney injury (analyte `AKI`). */
  potassium: z.number().positive().optional(),
});

/** Whether a laboratory value is to be telephoned at once. */
export const criticalLabsScore = scoreOf(
  Inputs,
  { analyte: 'potassium', value: 6.5, unit: 'mmol/L', age: 50 },
  ({ analyte, value, unit, age, upperLimit, potassium }) => {
    if (analyte.toUpperCase() === 'AKI')
      return { figures: { flag: isCriticalAki(value, potassium) ? 'critical-high' : 'not-critical' } };
    const name = CRITICAL_ANALYTES.find((one) => one.toLowerCase() === analyte.toLowerCase());
    if (name === undefined) return { outside: `no limit for ${analyte}: there are ${CRITICAL_ANALYTES.join(', ')}` };
    const inMultiples = upperLimit !== undefined && (name === 'amylase' || name === 'ALT');
    if (!inMultiples && !UNIT[name].includes(unit)) return { outside: `${name} in ${UNIT[name][0]}` };
    const months = age === undefined ? 16 * 12 : age * 12;
    const band = bandOf({ min: months, max: months }) ?? 'adult';
    const shown = inMultiples ? value / upperLimit : value;
    const flag = criticalFlag({ value: shown, comparator: undefined }, limitOf(name, band));
    return { figures: { flag: flag ?? 'not-critical' } };
  },
);
