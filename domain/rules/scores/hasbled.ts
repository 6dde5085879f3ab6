import { z } from 'zod';
import { type HasBledCriteria, hasBled, hasBledRisk, isLiverAbnormal } from '../library/hasbled.ts';
import { ADULT_YEARS, Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

const FlagInputs = z.strictObject({
  flags: z.strictObject({
    hypertension: Flag,
    renal: Flag,
    liver: Flag,
    stroke: Flag,
    bleeding: Flag,
    labileINR: Flag,
    elderly: Flag,
    drugs: Flag,
    alcohol: Flag,
  }),
});
const common = {
  age: z.number(),
  renal: Flag,
  liver: Flag,
  stroke: Flag,
  bleeding: Flag,
  labileINR: Flag,
  drugs: Flag,
};
const StatedInputs = z.strictObject({ ...common, hypertension: Flag, drinksPerWeek: z.number() });
const MeasuredInputs = z.strictObject({
  ...common,
  systolicBP: z.number(),
  creatinineUmolL: z.number(),
  drinksPerWeek: z.number(),
  bilirubinMgDl: z.number(),
  ast: z.number(),
  alt: z.number(),
  alp: z.number(),
  hypertensionHistory: Flag,
  alcohol: Flag,
});
type Given = z.output<typeof StatedInputs> | z.output<typeof MeasuredInputs>;

const criteriaOf = (given: Given): HasBledCriteria => {
  const { age, drinksPerWeek, renal, liver, stroke, bleeding, labileINR, drugs } = given;
  const rest = { stroke, bleeding, labileINR, drugs, elderly: age > 65 };
  if ('hypertension' in given)
    return { ...rest, hypertension: given.hypertension, renal, liver, alcohol: drinksPerWeek >= 8 };
  return {
    ...rest,
    hypertension: given.hypertensionHistory || given.systolicBP > 160,
    renal: renal || given.creatinineUmolL >= 200,
    // Where bilirubin and enzymes are given, they say whether the function is abnormal.
    liver: isLiverAbnormal(given),
    alcohol: given.alcohol || drinksPerWeek >= 8,
  };
};

/** HAS-BLED from its flags, from what is stated or from what was measured. */
export const hasbledScore = scoreOf(
  z.union([FlagInputs, MeasuredInputs, StatedInputs]),
  {
    ...{ age: 72, hypertension: false, renal: false, liver: false, stroke: true, bleeding: false },
    ...{ labileINR: false, drugs: true, drinksPerWeek: 0 },
  },
  (given) => {
    if ('age' in given && given.age < ADULT_YEARS) return { outside: 'from 18 years of age' };
    const flags = 'flags' in given ? given.flags : criteriaOf(given);
    const { least: total } = hasBled(flags);
    return { figures: { total, flags: { ...flags } as Record<string, boolean>, risk: hasBledRisk(total) } };
  },
  {
    words: {
      'low risk': 'low',
      'intermediate risk': 'moderate',
      'moderate risk': 'moderate',
      'high risk': 'high',
    },
  },
);
