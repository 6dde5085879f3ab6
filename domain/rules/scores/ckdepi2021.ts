import { z } from 'zod';
import { stageOf } from '../library/ckdepi2021.ts';
import { ckdEpi2021 } from '../renal.ts';
import { ADULT_YEARS, Raw } from './inputs.ts';
import { scoreOf } from './score.ts';

/** eGFR by CKD-EPI 2021 with the KDIGO stage. */
export const ckdepi2021Score = scoreOf(
  z.strictObject({ creatinineMgDl: z.number().positive(), creatinineRaw: Raw, age: z.number(), female: z.boolean() }),
  { creatinineMgDl: 1.3, age: 70, female: true },
  ({ creatinineMgDl, age, female }) => {
    if (age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const egfr = ckdEpi2021(creatinineMgDl, age, female ? 'female' : 'male');
    return { figures: { egfr: Math.round(egfr * 100) / 100, egfrRounded: Math.round(egfr), stage: stageOf(egfr) } };
  },
);
