import { z } from 'zod';

const Range = z.tuple([z.number(), z.number()]);

/** `quality` of a manifest: what the training films look like at the network's size; outside, an image is not assessed. */
export const Quality = z.looseObject({
  mean: Range,
  /** Standard deviation of the image. */
  contrast: Range,
  /** Mean of the middle half in each direction minus mean of the outer eighth on the four sides. */
  centreMinusBorder: Range,
  /**
   * The mean training film, `size × size` row by row, and the least Pearson correlation with it. An image that is more
   * like it upside down, by more than `uprightMargin`, came upside down.
   */
  template: z.looseObject({
    size: z.number().int(),
    minimumCorrelation: z.number(),
    uprightMargin: z.number().optional(),
    values: z.array(z.number()),
  }),
});
export type Quality = z.infer<typeof Quality>;
