import { z } from 'zod';
import { perc } from '../library/perc.ts';
import { ADULT_YEARS, Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

const history = { legSwelling: Flag, haemoptysis: Flag, surgeryTrauma: Flag, priorVTE: Flag, hormone: Flag };
const CriteriaInputs = z.strictObject({
  criteria: z.strictObject({ ageGe50: Flag, hrGe100: Flag, spo2Lt95: Flag, ...history }),
});
const MeasuredInputs = z.strictObject({ age: z.number(), heartRate: z.number(), spo2: z.number(), ...history });

/** PERC from its criteria or from what was measured. */
export const percScore = scoreOf(
  z.union([MeasuredInputs, CriteriaInputs]),
  {
    ...{ age: 34, heartRate: 88, spo2: 97 },
    ...{ legSwelling: false, haemoptysis: false, surgeryTrauma: false, priorVTE: false, hormone: false },
  },
  (given) => {
    if ('age' in given && given.age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const { least: total } = perc(
      'criteria' in given
        ? given.criteria
        : { ...given, ageGe50: given.age >= 50, hrGe100: given.heartRate >= 100, spo2Lt95: given.spo2 < 95 },
    );
    return { figures: { total, ruledOut: total === 0 } };
  },
);
