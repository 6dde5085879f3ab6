import { z } from 'zod';
import { wellsPe, wellsPeThreeTier, wellsPeTwoTier } from '../library/wells_pe.ts';
import { ADULT_YEARS, Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

/** Wells criteria for pulmonary embolism. */
export const wellsPeScore = scoreOf(
  z.strictObject({
    age: z.number().optional(),
    heartRate: z.number(),
    dvtSigns: Flag,
    peLikely: Flag,
    immobilisationOrSurgery: Flag,
    previousVTE: Flag,
    haemoptysis: Flag,
    malignancy: Flag,
  }),
  {
    ...{ heartRate: 112, dvtSigns: false, peLikely: true, immobilisationOrSurgery: true },
    ...{ previousVTE: false, haemoptysis: false, malignancy: false },
  },
  ({ age, heartRate, ...stated }) => {
    if (age !== undefined && age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const { least: total } = wellsPe({ ...stated, hrGt100: heartRate > 100 });
    return { figures: { total, threeTier: wellsPeThreeTier(total), twoTier: wellsPeTwoTier(total) } };
  },
  {
    words: {
      'low risk': 'low',
      'moderate risk': 'moderate',
      'intermediate risk': 'moderate',
      'high risk': 'high',
      'pe unlikely': 'unlikely',
      'pe likely': 'likely',
    },
  },
);
