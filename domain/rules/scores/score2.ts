import { z } from 'zod';
import { cardiovascularCategory, cardiovascularRisk } from '../library/tables/score2-risk.ts';
import { Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

/** Ten-year cardiovascular risk: SCORE2 from 40 to 69 years, SCORE2-OP from 70 to 89. */
export const score2Score = scoreOf(
  z.strictObject({
    age: z.number(),
    sex: z.enum(['m', 'f']),
    smoker: Flag,
    sbp: z.number(),
    totalCholesterol: z.number(),
    hdl: z.number(),
    region: z.enum(['low', 'moderate', 'high', 'very_high']).default('very_high'),
    coefficients: z.enum(['published', 'full']).default('published'),
  }),
  { age: 55, sex: 'm', smoker: true, sbp: 150, totalCholesterol: 6.1, hdl: 1.1, region: 'very_high' },
  ({ age, sex, ...given }) => {
    if (age < 40 || age >= 90) return { outside: 'for ages 40 to 89 years' };
    const risk = cardiovascularRisk({ ...given, ageYears: age, sex: sex === 'm' ? 'male' : 'female' });
    const category = cardiovascularCategory(risk, age);
    return { figures: { riskPercent: Math.round(risk * 100) / 100, category } };
  },
  {
    names: { risk: 'riskPercent' },
    words: {
      'low to moderate': 'low-moderate',
      'low-to-moderate': 'low-moderate',
      'very high': 'very-high',
      very_high: 'very-high',
    },
  },
);
