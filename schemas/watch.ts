import { z } from 'zod';
import { DerivedId } from './chart.ts';
import { Standing } from './governance.ts';
import { ClinicId, Instant } from './input.ts';
import { Evidence } from './measurement.ts';
import { FindingState } from './result.ts';

/**
 * What became of one image under one version of a model, as the chart stands now: a row of what is watched. It says what
 * the version would say, whether or not the region lets it. Figures of the network and derived ids, no patient data.
 */
export const WatchedImage = z.strictObject({
  /** Id of the AI Observation: a row is named by it, so a repeat is the same row. */
  observation: DerivedId,
  model: z.string(),
  version: z.string(),
  clinic: ClinicId,
  acceptedAt: Instant,
  record: DerivedId,
  study: z.string(),
  /** Digest of the image's identity, equal for all versions that saw it. */
  image: z.string(),
  standing: Standing,
  evidence: Evidence.optional(),
  /** `waiting`: for the whole image or the patient's demographics. `failed`: the network itself failed. */
  state: z.enum([...FindingState.options, 'waiting', 'unreconciled', 'failed']),
  reason: z.string().optional(),
  probability: z.number().optional(),
  inputs: z.record(z.string(), z.number()).optional(),
  /** How it stands to the radiologist's report of the study. */
  agreement: z.enum(['agrees', 'disagrees', 'not-comparable']).optional(),
});
export type WatchedImage = z.infer<typeof WatchedImage>;

/** What a radiologist said of a study of the blind sample before he saw what the model says. */
export const BlindRead = z.strictObject({
  model: z.string(),
  clinic: ClinicId,
  study: DerivedId,
  reader: z.string(),
  says: z.enum(['present', 'absent', 'unsure']),
  at: Instant,
});
export type BlindRead = z.infer<typeof BlindRead>;

/** Something that the watch saw: `hard` suspends, `soft` waits for a human. */
export const WatchSignal = z.strictObject({
  signal: z.string(),
  level: z.enum(['hard', 'soft']),
  value: z.number(),
  bar: z.number(),
  n: z.number().int(),
  sentence: z.string(),
});
export type WatchSignal = z.infer<typeof WatchSignal>;
