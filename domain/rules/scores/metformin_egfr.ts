import { z } from 'zod';
import { metforminAnswer } from '../metformin_egfr.ts';
import { scoreOf } from './score.ts';

/** What the kidney function allows of metformin. */
export const metforminEgfrScore = scoreOf(
  z.strictObject({
    egfr: z.number(),
    action: z.enum(['start', 'continue', 'contrast']),
    intraArterial: z.boolean().optional(),
  }),
  { egfr: 35, action: 'continue' },
  ({ egfr, action, intraArterial }) => ({ figures: { result: metforminAnswer(egfr, action, intraArterial) } }),
);
