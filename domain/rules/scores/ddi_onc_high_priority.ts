import { z } from 'zod';
import { pairsOfIngredients } from '../library/tables/onc-pairs.ts';
import { scoreOf } from './score.ts';

/** Whether two ingredients (INN) make one of the ONC high-priority pairs. */
export const ddiOncHighPriorityScore = scoreOf(
  z.strictObject({ a: z.string().min(1), b: z.string().min(1) }),
  { a: 'Febuxostat', b: 'Azathioprine' },
  ({ a, b }) => {
    const [pair] = pairsOfIngredients(a, b);
    return {
      figures: pair ? { interaction: true, severity: 'contraindicated/high', pair: pair.id } : { interaction: false },
    };
  },
);
