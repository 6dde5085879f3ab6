import { z } from 'zod';
import { LUNG_RADS_MANAGEMENT, lungRads } from '../library/lung_rads_v2022.ts';
import { scoreOf } from './score.ts';

/** Lung-RADS category of a nodule found in screening, with what is to follow. */
export const lungRadsV2022Score = scoreOf(
  z.strictObject({
    type: z.enum(['solid', 'part-solid', 'ground-glass']),
    status: z.enum(['baseline', 'new', 'growing', 'stable', 'slowly-growing', 'new-or-growing-solid-component']),
    meanMm: z.number().positive(),
    solidMm: z.number().min(0).optional(),
  }),
  { type: 'part-solid', status: 'baseline', meanMm: 10, solidMm: 6 },
  ({ type, status, meanMm, solidMm }) => {
    const category = lungRads({ type, status, meanMm, solidMm });
    if (category === undefined) return { outside: 'no row of the table is for it, or the solid component is missing' };
    return { figures: { category, management: LUNG_RADS_MANAGEMENT[category] } };
  },
);
