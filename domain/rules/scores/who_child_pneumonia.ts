import { z } from 'zod';
import { classifyChild, fastBreathingFrom } from '../library/who_child_pneumonia.ts';
import { agreed } from '../precision.ts';
import { Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

/** WHO classification of a child with cough or difficult breathing. */
export const whoChildPneumoniaScore = scoreOf(
  z.strictObject({
    ageMonths: z.number(),
    respiratoryRate: z.number().optional(),
    spo2: z.number().optional(),
    chestIndrawing: Flag.optional(),
    dangerSign: Flag.optional(),
    stridor: Flag.optional(),
  }),
  { ageMonths: 14, respiratoryRate: 44, spo2: 95, chestIndrawing: false, dangerSign: false },
  ({ ageMonths, respiratoryRate, spo2, chestIndrawing, dangerSign, stridor }) => {
    if (ageMonths < 2 || ageMonths >= 60) return { outside: 'for ages 2 to 59 months' };
    const fastBreathing =
      respiratoryRate === undefined
        ? undefined
        : agreed({ min: ageMonths, max: ageMonths }, (months) => respiratoryRate >= fastBreathingFrom(months));
    const spo2Below90 = spo2 === undefined ? undefined : spo2 < 90;
    const found = classifyChild({ dangerSign, stridor, spo2Below90, chestIndrawing, fastBreathing });
    return { figures: found ? { class: found.is, atLeast: found.atLeast } : { class: 'not-computable' } };
  },
);
