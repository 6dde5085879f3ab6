import { z } from 'zod';
import { BIRADS, type Birads } from '../library/birads.ts';
import { scoreOf } from './score.ts';

const CATEGORIES = Object.keys(BIRADS) as [Birads, ...Birads[]];

/** What follows a BI-RADS category. */
export const biradsScore = scoreOf(
  z.strictObject({ category: z.enum(CATEGORIES) }),
  { category: '4A' },
  ({ category }) => ({ figures: { ...BIRADS[category] } }),
);
