import { z } from 'zod';
import { Sha256 } from './input.ts';

/**
 * Why a picture itself forbids a model's verdict; stable, they reach physicians through `Finding.reason`, their words
 * stand in domain/recognition/words.ts.
 */
export const IMAGE_FAULTS = [
  'quality-blank',
  'quality-exposure',
  'quality-contrast',
  'quality-inverted',
  'quality-rotated',
  'quality-cropped',
  'quality-text',
  'pixels-body-part',
  'pixels-view',
  'out-of-distribution',
] as const;
export const ImageFault = z.enum(IMAGE_FAULTS);
export type ImageFault = z.infer<typeof ImageFault>;

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
   * like it upside down, by more than `uprightMargin`, came upside down. Left out where a pixel gate does this better.
   */
  template: z
    .looseObject({
      size: z.number().int(),
      minimumCorrelation: z.number(),
      uprightMargin: z.number().optional(),
      values: z.array(z.number()),
    })
    .optional(),
});
export type Quality = z.infer<typeof Quality>;

/**
 * `gate` of a manifest: a second, small network in the model's folder that tells what kind of picture this is before the
 * model is believed, and how far it lies from the training films.
 */
export const PixelGate = z.strictObject({
  file: z.string(),
  sha256: Sha256,
  bytes: z.number().int(),
  input: z.strictObject({
    name: z.string(),
    shape: z.array(z.number().int()),
    resize: z.literal('area'),
    fit: z.enum(['centre-crop', 'pad']),
    scale: z.literal('unit'),
  }),
  /** `kinds` is [1, K], probabilities that add up to 1; `distance` is [1, 1]. */
  outputs: z.strictObject({ kinds: z.string(), distance: z.string() }),
  /**
   * In the order of the output. Kinds without a fault are what the model is made for. A picture that is likelier another
   * kind is refused, unless that is a `neighbour`: a kind so like the wanted ones that `minimumFit` was chosen against it.
   */
  kinds: z
    .array(z.strictObject({ id: z.string(), fault: ImageFault.optional(), neighbour: z.boolean().optional() }))
    .min(2),
  /** The least probability that the kinds without a fault must have together. */
  minimumFit: z.number().min(0).max(1),
  /** Pictures farther from the training films than this are out of distribution. */
  maximumDistance: z.number(),
  chosen: z.string(),
});
export type PixelGate = z.infer<typeof PixelGate>;
