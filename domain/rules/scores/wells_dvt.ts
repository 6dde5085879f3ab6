import { z } from 'zod';
import { wellsDvt, wellsDvtThreeTier, wellsDvtTwoTier } from '../library/wells_dvt.ts';
import { ADULT_YEARS, Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

/** Wells score for deep vein thrombosis; `previousDVT` belongs to the version of 2003. */
export const wellsDvtScore = scoreOf(
  z.strictObject({
    age: z.number().optional(),
    activeCancer: Flag,
    paralysis: Flag,
    bedriddenOrSurgery: Flag,
    tenderness: Flag,
    entireLegSwollen: Flag,
    calfSwelling: Flag,
    pittingOedema: Flag,
    collateralVeins: Flag,
    previousDVT: Flag.default(false),
    alternativeDx: Flag,
  }),
  {
    ...{ activeCancer: false, paralysis: false, bedriddenOrSurgery: true, tenderness: true, entireLegSwollen: false },
    ...{ calfSwelling: true, pittingOedema: false, collateralVeins: false, previousDVT: false, alternativeDx: false },
  },
  ({ age, ...stated }) => {
    if (age !== undefined && age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const { least: total } = wellsDvt(stated);
    return { figures: { total, threeTier: wellsDvtThreeTier(total), twoTier: wellsDvtTwoTier(total) } };
  },
  {
    words: {
      'low risk': 'low',
      'moderate risk': 'moderate',
      'intermediate risk': 'moderate',
      'high risk': 'high',
      'dvt unlikely': 'unlikely',
      'dvt likely': 'likely',
    },
  },
);
