import { z } from 'zod';
import { Sha256 } from './input.ts';
import { IntendedUse } from './measurement.ts';
import { PixelGate, Quality } from './quality.ts';
import { Bilingual } from './result.ts';

const Unit = z.number().min(0).max(1);
const Figures = z.looseObject({
  auc: Unit,
  aucCi95: z.tuple([Unit, Unit]),
  sensitivity: Unit,
  specificity: Unit,
  ece: z.number(),
  brier: z.number(),
  n: z.number().int(),
  notAssessed: z.number().int(),
});

/** A histogram: `shares[k]` of the values lie between `edges[k - 1]` and `edges[k]`, the first and last bin are open. */
const Histogram = z
  .strictObject({ edges: z.array(z.number()).min(1), shares: z.array(Unit).min(2) })
  .refine(({ edges, shares }) => shares.length === edges.length + 1, 'one share more than edges');
export type Histogram = z.infer<typeof Histogram>;

/**
 * What a model met and said on the films it was tuned on: what comes in and what it says in a region is held against it
 * (domain/recognition/watch.ts). Written by `oka model reference`.
 */
export const Reference = z.strictObject({
  on: z.string(),
  n: z.number().int(),
  /** Numbers of the network's input tensor: `mean`, `contrast`, `centreMinusBorder`. */
  inputs: z.record(z.string(), Histogram),
  /** Probabilities of the ill and of the well apart: how many are ill differs from region to region and is no fault. */
  scores: z.strictObject({ edges: z.array(z.number()), positive: z.array(Unit), negative: z.array(Unit) }),
  /** Share of its films that it does not assess because of the picture itself. */
  abstention: Unit,
});
export type Reference = z.infer<typeof Reference>;

const Label = z.strictObject({
  /** Place in `outputs.probability`, which is [1, K]. */
  index: z.number().int().min(0),
  id: z.string(),
  title: Bilingual,
  snomed: z.string(),
  radlex: z.string().optional(),
  icd10: z.array(z.string()),
  /** The first label has none: it is what the finding says. `grade` is told with it, `shadow` is kept and told to nobody. */
  use: z.enum(['grade', 'shadow']).optional(),
});

/**
 * `models/<id>/manifest.json`: what a model is for, how it is fed and read, and how well it did. Whether it may say
 * anything in a region is the region's decision (schemas/governance.ts), never the manifest's.
 */
export const ModelManifest = z.looseObject({
  id: z.string(),
  version: z.string(),
  title: Bilingual,
  file: z.string(),
  sha256: Sha256,
  bytes: z
    .number()
    .int()
    .max(20 * 1024 * 1024),
  intendedUse: z.looseObject({ ...IntendedUse.shape, text: Bilingual, outOfScope: Bilingual }),
  input: z.looseObject({
    name: z.string(),
    shape: z.array(z.number().int()),
    resize: z.literal('area'),
    fit: z.enum(['centre-crop', 'pad']),
    scale: z.literal('unit'),
    /** Pictures of right-sided body parts are mirrored, so that the network sees left ones only. An unknown side is not assessed. */
    mirror: z.literal('right').optional(),
  }),
  /** `probability` is [1, K] in the order of `labels[].index`; `activation`, where there is one, [1, 1, rows, columns]. */
  outputs: z.strictObject({ probability: z.string(), activation: z.string().optional() }),
  labels: z
    .array(Label)
    .min(1)
    .refine(([first, ...others]) => first?.use === undefined && others.every(({ use }) => use !== undefined), {
      message: 'the first label is the finding and has no "use"; every further one says "grade" or "shadow"',
    }),
  thresholds: z.strictObject({ present: Unit, absent: Unit, chosen: z.string() }),
  calibration: z.looseObject({ method: z.string(), on: z.string() }),
  preview: z.strictObject({
    minimumPixels: z.number().int(),
    /** Fewer are enough of a film of which its sender has measured that this network sees it within a grey level. */
    provenPixels: z.number().int().optional(),
    allowed: z.boolean(),
    why: z.string(),
  }),
  quality: Quality.optional(),
  gate: PixelGate.optional(),
  /** For labels that are grades of one disease: label id → the grade that it is the probability of, or more. */
  grading: z.strictObject({ scale: z.string(), atLeast: z.record(z.string(), z.number().int().min(1)) }).optional(),
  data: z.looseObject({
    name: z.string(),
    doi: z.string(),
    licence: z.string(),
    /** For "any finding": the findings meant, as columns of a table of labels name them (`oka model evaluate --label any`). */
    findings: z.array(z.string()).optional(),
  }),
  /** That what it finds may be critical, and why its authors think so; only a region makes it so, with a stated PPV. */
  critical: z.strictObject({ why: z.string().min(1) }).optional(),
  figures: z.looseObject({ test: Figures }),
  evaluationAssumes: z.strictObject({
    ageMonths: z.number(),
    view: z.string(),
    modality: z.string(),
    bodyPart: z.string(),
  }),
  reference: Reference.optional(),
});
export type ModelManifest = z.infer<typeof ModelManifest>;
