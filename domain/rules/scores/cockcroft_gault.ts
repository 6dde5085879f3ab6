import { z } from 'zod';
import { cockcroftGault } from '../library/cockcroft_gault.ts';
import { ADULT_YEARS, Flag, Raw } from './inputs.ts';
import { scoreOf } from './score.ts';

/** `1,mg/dl`: value and unit of a source, joined by a comma. */
const Written = z
  .string()
  .regex(/^\d+(\.\d+)?,\s*mg\/dl$/i)
  .transform((text) => Number(text.split(',')[0]));
const person = { age: z.number(), weightKg: z.number().positive(), female: Flag, creatinineRaw: Raw };

/** Creatinine clearance in mL/min. */
export const cockcroftGaultScore = scoreOf(
  z.union([
    z.strictObject({ ...person, creatinineMgDl: z.number().positive() }),
    z.strictObject({ ...person, creatinine: Written }),
  ]),
  { age: 72, weightKg: 70, creatinineMgDl: 1.4, female: true },
  (given) => {
    if (given.age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const creatinineMgDl = 'creatinine' in given ? given.creatinine : given.creatinineMgDl;
    const crcl = cockcroftGault({ ...given, creatinineMgDl });
    return { figures: { crcl: Math.round(crcl * 100) / 100 } };
  },
);
