import { z } from 'zod';
import { LABEL_POLICY, metforminAnswer } from '../library/metformin_egfr.ts';
import { Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

/** What the kidney function allows of metformin; what the label leaves open is read as the rule's settings say. */
export const metforminEgfrScore = scoreOf(
  z.strictObject({
    egfr: z.number(),
    action: z.enum(['start', 'continue', 'contrast']),
    intraArterial: Flag.optional(),
    at45: z.enum(['careful', 'kdigo']).optional(),
    at60: z.enum(['careful', 'kdigo']).optional(),
    contrast: z.enum(['fda', 'acr']).optional(),
  }),
  { egfr: 35, action: 'continue' },
  ({ egfr, action, intraArterial, at45, at60, contrast }) => {
    const { at45: fortyFive, at60: sixty, contrast: policy } = LABEL_POLICY;
    const chosen = { at45: at45 ?? fortyFive, at60: at60 ?? sixty, contrast: contrast ?? policy };
    return { figures: { result: metforminAnswer(egfr, action, intraArterial, chosen) } };
  },
);
