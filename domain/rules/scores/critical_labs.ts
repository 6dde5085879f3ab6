import { z } from 'zod';
import { potassiumFlag } from '../critical_labs.ts';
import { scoreOf } from './score.ts';

/** Whether a laboratory value is critical. */
export const criticalLabsScore = scoreOf(
  z.strictObject({ analyte: z.string(), value: z.number(), unit: z.string(), age: z.number().optional() }),
  { analyte: 'potassium', value: 6.5, unit: 'mmol/L', age: 50 },
  ({ analyte, value, unit, age }) => {
    if (analyte !== 'potassium') return { outside: `the rule reads potassium only, not ${analyte}` };
    if (unit !== 'mmol/L') return { outside: 'potassium in mmol/L' };
    if (age !== undefined && age <= 16) return { outside: 'adults over 16 years' };
    const flag = potassiumFlag({ value, comparator: undefined });
    return { figures: { flag: flag ?? 'not-critical' } };
  },
);
