import { z } from 'zod';
import { cha2ds2va, cha2ds2vasc } from '../library/cha2ds2vasc.ts';
import { ADULT_YEARS, Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

/** CHA2DS2-VASc, and CHA2DS2-VA, which is the same without the point of sex. */
export const cha2ds2vascScore = scoreOf(
  z.strictObject({
    age: z.number(),
    female: Flag,
    chf: Flag,
    hypertension: Flag,
    diabetes: Flag,
    strokeTiaTe: Flag,
    vascular: Flag,
  }),
  { age: 76, female: true, chf: false, hypertension: true, diabetes: false, strokeTiaTe: false, vascular: false },
  ({ age, female, ...stated }) => {
    if (age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const criteria = { ...stated, ageGe75: age >= 75, age65To74: age >= 65 && age < 75 };
    const { least: va } = cha2ds2va(criteria);
    return { figures: { total: cha2ds2vasc({ ...criteria, female }).least, va } };
  },
  { names: { cha2ds2va: 'va', totalVA: 'va' } },
);
