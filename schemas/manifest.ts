import { z } from 'zod';
import { Sha256 } from './input.ts';
import { IntendedUse } from './measurement.ts';
import { Quality } from './quality.ts';
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

/** `models/<id>/manifest.json`: what a model is for, how it is fed and read, and how well it did. */
export const ModelManifest = z.looseObject({
  id: z.string(),
  version: z.string(),
  title: Bilingual,
  status: z.enum(['draft', 'shadow', 'active', 'suspended']),
  statusReason: z.string(),
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
  }),
  outputs: z.strictObject({ probability: z.string(), activation: z.string() }),
  labels: z
    .array(
      z.strictObject({
        index: z.number().int(),
        id: z.string(),
        title: Bilingual,
        snomed: z.string(),
        radlex: z.string(),
        icd10: z.array(z.string()),
      }),
    )
    .length(1),
  thresholds: z.strictObject({ present: Unit, absent: Unit, chosen: z.string() }),
  calibration: z.looseObject({ method: z.string(), on: z.string() }),
  preview: z.strictObject({ minimumPixels: z.number().int(), allowed: z.boolean(), why: z.string() }),
  quality: Quality.optional(),
  data: z.looseObject({ name: z.string(), doi: z.string(), licence: z.string() }),
  figures: z.looseObject({ test: Figures }),
  evaluationAssumes: z.strictObject({
    ageMonths: z.number(),
    view: z.string(),
    modality: z.string(),
    bodyPart: z.string(),
  }),
  legalBasis: z.string(),
});
export type ModelManifest = z.infer<typeof ModelManifest>;
