import { z } from 'zod';
import { contrastAnswer } from '../library/contrast_egfr.ts';
import { Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

/** Saline before intravenous iodinated contrast, by kidney function. */
export const contrastEgfrScore = scoreOf(
  z.strictObject({ egfr: z.number().min(0), aki: Flag.default(false), dialysis: Flag.default(false) }),
  { egfr: 29, aki: false, dialysis: false },
  (given) => ({ figures: { salineProphylaxis: contrastAnswer(given) } }),
);
