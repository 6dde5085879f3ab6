import { z } from 'zod';
import { retinopathyPlan } from '../library/diabetic_retinopathy_followup.ts';
import { scoreOf } from './score.ts';

const Grade = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

/** When a person with diabetes is to be seen by an ophthalmologist, by what the fundus shows. */
export const diabeticRetinopathyFollowupScore = scoreOf(
  z
    .strictObject({
      grade: Grade.optional(),
      /** The name of the grade, for the reader of the case. */
      name: z.string().optional(),
      dme: z.enum(['none', 'non-centre-involving', 'centre-involving']).optional(),
    })
    .refine(({ grade, dme }) => grade !== undefined || dme !== undefined, 'grade or dme is missing'),
  { grade: 2 },
  ({ grade, dme }) => {
    const plan = retinopathyPlan({ grade, dme });
    if (!plan) return { outside: 'neither a grade nor the state of the macula' };
    return {
      figures: { referral: plan.referral.text, followUp: plan.followUp.text, referable: plan.referable },
    };
  },
);
