import { z } from 'zod';
import { isDuplicate, WINDOW_DAYS } from '../library/duplicate_imaging.ts';
import { scoreOf } from './score.ts';

/** Whether the same region was imaged shortly before. */
export const duplicateImagingScore = scoreOf(
  z.strictObject({
    daysSincePrior: z.number(),
    sameModalityBodySite: z.boolean(),
    windowDays: z.number().optional(),
  }),
  { daysSincePrior: 5, sameModalityBodySite: true, windowDays: 14 },
  ({ daysSincePrior, sameModalityBodySite, windowDays = WINDOW_DAYS }) => ({
    figures: { duplicate: isDuplicate(daysSincePrior, sameModalityBodySite, windowDays) },
  }),
);
