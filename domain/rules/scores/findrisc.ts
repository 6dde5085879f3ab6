import { z } from 'zod';
import { findrisc, findriscBand } from '../library/tables/findrisc-points.ts';
import { ADULT_YEARS, Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

/** FINDRISC from the answers of its questionnaire. */
export const findriscScore = scoreOf(
  z.strictObject({
    age: z.number(),
    sex: z.enum(['m', 'f']),
    bmi: z.number().positive(),
    waist: z.number().positive(),
    active: Flag,
    vegetablesDaily: Flag,
    bpMedication: Flag,
    highGlucoseHistory: Flag,
    familyHistory: z.enum(['none', 'second', 'first']),
  }),
  {
    ...{ age: 52, sex: 'm', bmi: 29, waist: 100, active: false, vegetablesDaily: true },
    ...{ bpMedication: true, highGlucoseHistory: false, familyHistory: 'second' },
  },
  (given) => {
    if (given.age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const total = findrisc({ ...given, sex: given.sex === 'm' ? 'male' : 'female' });
    return { figures: { total, risk: findriscBand(total) } };
  },
  {
    names: { band: 'risk' },
    words: {
      'slightly elevated': 'slightly-elevated',
      'very high': 'very-high',
      'low risk': 'low',
      'high risk': 'high',
    },
  },
);
