import { z } from 'zod';
import { QTC_FORMULAS, qtc } from '../library/tables/qtc-formulas.ts';
import { scoreOf } from './score.ts';

const NAMES = ['fridericia', 'bazett', 'framingham', 'hodges'] as const;

/** QT corrected for heart rate, in milliseconds, by one of four formulas. */
export const qtcScore = scoreOf(
  z.strictObject({ qtMs: z.number().positive(), heartRate: z.number().positive(), formula: z.enum(NAMES) }),
  { qtMs: 400, heartRate: 84, formula: 'fridericia' },
  ({ qtMs, heartRate, formula }) => ({
    figures: { qtc: Math.round(qtc(QTC_FORMULAS[formula], qtMs, heartRate) * 10) / 10 },
  }),
);
