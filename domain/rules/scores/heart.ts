import { z } from 'zod';
import { heartAgePoints, heartBand } from '../library/heart.ts';
import { ADULT_YEARS } from './inputs.ts';
import { scoreOf } from './score.ts';

const Grade = z.union([z.literal(0), z.literal(1), z.literal(2)]);

/** HEART from the five grades; the points of age may be given or follow from the age (wording of 2013 unless said). */
export const heartScore = scoreOf(
  z
    .strictObject({
      history: Grade,
      ecg: Grade,
      ageYears: z.number().optional(),
      agePoints: Grade.optional(),
      risk: Grade,
      troponin: Grade,
      troponinRaw: z.string().optional(),
      wording: z.enum(['backus-2013', 'six-2008']).default('backus-2013'),
    })
    .refine(({ ageYears, agePoints }) => (ageYears ?? agePoints) !== undefined, 'ageYears or agePoints'),
  { history: 1, ecg: 0, ageYears: 58, risk: 1, troponin: 0 },
  ({ history, ecg, ageYears, agePoints, risk, troponin, wording }) => {
    if (ageYears !== undefined && ageYears < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const total = history + ecg + (agePoints ?? heartAgePoints(ageYears ?? 0, wording)) + risk + troponin;
    return { figures: { total, band: heartBand(total), sixWeeks: total <= 3 ? 'low at 6 weeks' : 'high at 6 weeks' } };
  },
  {
    names: { note: 'sixWeeks', risk: 'band' },
    words: {
      'low risk (0-3)': 'low',
      'low risk': 'low',
      'moderate risk (4-6)': 'moderate',
      'moderate risk': 'moderate',
      'intermediate risk': 'moderate',
      'high risk (7-10)': 'high',
      'high risk': 'high',
      'low risk at 6 weeks': 'low at 6 weeks',
      'high risk at 6 weeks': 'high at 6 weeks',
    },
  },
);
