import { z } from 'zod';
import { akiStage } from '../library/tables/aki.ts';
import { ADULT_YEARS, Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

const optional = z.number().nonnegative().nullish();

/** KDIGO stage of acute kidney injury; 0: none by what is given. */
export const kdigoAkiScore = scoreOf(
  z.strictObject({
    age: z.number().optional(),
    baselineMgDl: z.number().positive(),
    currentMgDl: z.number().positive(),
    riseWithin48hMgDl: z.number().nullish(),
    rrt: Flag.optional(),
    urineMlKgH: optional,
    urineHours: optional,
  }),
  { baselineMgDl: 1, currentMgDl: 1.6, riseWithin48hMgDl: 0.3 },
  ({ age, baselineMgDl, currentMgDl, riseWithin48hMgDl, rrt, urineMlKgH, urineHours }) => {
    if (age !== undefined && age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const urine = urineMlKgH == null || urineHours == null ? undefined : { mlPerKgHour: urineMlKgH, hours: urineHours };
    return {
      figures: {
        stage: akiStage({ baselineMgDl, currentMgDl, riseWithin48hMgDl: riseWithin48hMgDl ?? undefined, rrt, urine }),
      },
    };
  },
);
