import { z } from 'zod';
import { type Curb65Risk, curb65, curb65Risk } from '../library/curb65.ts';
import { ADULT_YEARS, Flag, Raw } from './inputs.ts';
import { scoreOf } from './score.ts';

const CriteriaInputs = z.strictObject({
  criteria: z.strictObject({ confusion: Flag, rrGe30: Flag, lowBP: Flag, ageGe65: Flag, ureaGt7: Flag }),
});
const MeasuredInputs = z.strictObject({
  confusion: Flag,
  ureaMmolL: z.number(),
  bunRaw: Raw,
  respiratoryRate: z.number(),
  systolicBP: z.number(),
  diastolicBP: z.number(),
  age: z.number(),
});

/** CURB-65 bands as three published test sets word them. */
const BAND_WORDS: Readonly<Record<string, Curb65Risk>> = {
  'low risk group': 'low',
  'low risk': 'low',
  'consider home treatment': 'low',
  'moderate risk': 'intermediate',
  'moderate risk group': 'intermediate',
  'intermediate risk': 'intermediate',
  'high risk': 'severe',
  'highest risk group': 'severe',
  'very high risk': 'severe',
  'urgent hospital admission': 'severe',
};
/** CURB-65 from its criteria or from what was measured. */
export const curb65Score = scoreOf(
  z.union([MeasuredInputs, CriteriaInputs]),
  { confusion: false, ureaMmolL: 7.1, respiratoryRate: 31, systolicBP: 118, diastolicBP: 72, age: 70 },
  (given) => {
    if ('age' in given && given.age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const criteria =
      'criteria' in given
        ? given.criteria
        : {
            confusion: given.confusion,
            ureaGt7: given.ureaMmolL > 7,
            rrGe30: given.respiratoryRate >= 30,
            lowBP: given.systolicBP < 90 || given.diastolicBP <= 60,
            ageGe65: given.age >= 65,
          };
    const { least: total } = curb65(criteria);
    return { figures: { total, risk: curb65Risk(total) } };
  },
  { words: BAND_WORDS, names: { recommendation: 'risk' } },
);
