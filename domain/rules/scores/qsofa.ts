import { z } from 'zod';
import { qsofa, qsofaPositive } from '../library/qsofa.ts';
import { ADULT_YEARS, Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

const CriteriaInputs = z.strictObject({
  criteria: z.strictObject({ alteredMentation: Flag, rrGe22: Flag, sbpLe100: Flag }),
});
const MeasuredInputs = z.strictObject({
  age: z.number().optional(),
  respiratoryRate: z.number(),
  systolicBP: z.number(),
  gcs: z.number().min(3).max(15),
});

/** qSOFA from its criteria or from what was measured. */
export const qsofaScore = scoreOf(
  z.union([MeasuredInputs, CriteriaInputs]),
  { respiratoryRate: 24, systolicBP: 98, gcs: 15 },
  (given) => {
    if ('age' in given && given.age !== undefined && given.age < ADULT_YEARS)
      return { outside: 'from 18 years of age' };
    const criteria =
      'criteria' in given
        ? given.criteria
        : {
            alteredMentation: given.gcs < 15,
            rrGe22: given.respiratoryRate >= 22,
            sbpLe100: given.systolicBP <= 100,
          };
    const { least: total } = qsofa(criteria);
    return { figures: { total, highRisk: qsofaPositive(total) } };
  },
);
