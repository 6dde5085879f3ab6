import { z } from 'zod';
import { crb65, crb65Risk } from '../library/crb65.ts';
import { ADULT_YEARS, Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

const CriteriaInputs = z.strictObject({
  criteria: z.strictObject({ confusion: Flag, rrGe30: Flag, lowBP: Flag, ageGe65: Flag }),
});
const MeasuredInputs = z.strictObject({
  confusion: Flag,
  respiratoryRate: z.number(),
  systolicBP: z.number(),
  diastolicBP: z.number(),
  age: z.number(),
});

/** Bands as publications and test sets word them, by name, by advice and by the mortality of the band. */
const BAND_WORDS = {
  'low risk group': 'low',
  'low risk': 'low',
  'home treatment': 'low',
  'consider home treatment': 'low',
  '1,2 %': 'low',
  'moderate risk group': 'intermediate',
  'moderate risk': 'intermediate',
  'intermediate risk': 'intermediate',
  'consider hospital care': 'intermediate',
  '8,2 %': 'intermediate',
  '8,15 %': 'intermediate',
  'severe risk group': 'severe',
  'high risk group': 'severe',
  'high risk': 'severe',
  'urgent hospital admission': 'severe',
  '31 %': 'severe',
  '31,3 %': 'severe',
};

/** CRB-65 from its criteria or from what was measured. */
export const crb65Score = scoreOf(
  z.union([MeasuredInputs, CriteriaInputs]),
  { confusion: false, respiratoryRate: 31, systolicBP: 118, diastolicBP: 72, age: 70 },
  (given) => {
    if ('age' in given && given.age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const criteria =
      'criteria' in given
        ? given.criteria
        : {
            confusion: given.confusion,
            rrGe30: given.respiratoryRate >= 30,
            lowBP: given.systolicBP < 90 || given.diastolicBP <= 60,
            ageGe65: given.age >= 65,
          };
    const { least: total } = crb65(criteria);
    return { figures: { total, risk: crb65Risk(total) } };
  },
  { words: BAND_WORDS, names: { recommendation: 'risk', mortality: 'risk' } },
);
