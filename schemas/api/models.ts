import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { RegionModelDecision, Standing, StoredModelDecision } from '../governance.ts';
import { ClinicId, Instant, Sha256 } from '../input.ts';
import { Bilingual, FindingState } from '../result.ts';
import { WatchedImage, WatchSignal } from '../watch.ts';

/** Body of a suspension, of its end, and of a roll back. `why` is kept for ever and names no patient. */
export const ModelAct = z.strictObject({
  why: z.string().min(3).max(1000),
  version: z.string().min(1).optional(),
  clinic: ClinicId.optional(),
  /** For images accepted from here on; default: now. */
  since: Instant.optional(),
});
export type ModelAct = z.infer<typeof ModelAct>;

const Version = z.strictObject({
  version: z.string(),
  /** Of the weights; absent for a version that the region speaks of and that is not installed. */
  sha256: Sha256.optional(),
  title: Bilingual.optional(),
  decision: RegionModelDecision.optional(),
  /** Why it is not active although the region file says so. */
  shortfalls: z.array(z.string()),
  /** Clinic → how it stands there for an image that is accepted now. */
  standing: z.record(z.string(), Standing),
});
export const ModelsAnswer = z.strictObject({
  models: z.array(z.strictObject({ id: z.string(), versions: z.array(Version) })),
});
export type ModelsAnswer = z.infer<typeof ModelsAnswer>;

/** All that was ever decided on a model, in order of time: `file` in the region file, `stored` while the region ran. */
export const ModelHistoryAnswer = z.strictObject({
  model: z.string(),
  file: z.array(RegionModelDecision),
  stored: z.array(StoredModelDecision),
});
export type ModelHistoryAnswer = z.infer<typeof ModelHistoryAnswer>;

const Rate = z.strictObject({ count: z.number().int(), of: z.number().int() });
export const WatchPlaceAnswer = z.strictObject({
  model: z.string(),
  version: z.string(),
  clinic: ClinicId,
  standing: Standing,
  figures: z.strictObject({
    images: z.number().int(),
    from: Instant.optional(),
    to: Instant.optional(),
    states: z.record(z.string(), z.number()),
    reasons: z.record(z.string(), z.number()),
    abstention: Rate,
    errors: Rate,
    inputs: z.record(z.string(), z.number()).optional(),
    scores: z.number().optional(),
    driftOf: z.number().int(),
    reports: Rate,
    blind: Rate,
  }),
  /** Images of each of the last 30 days, the oldest first. */
  days: z.array(z.number().int()),
  signals: z.array(WatchSignal),
});
export type WatchPlaceAnswer = z.infer<typeof WatchPlaceAnswer>;
export const WatchAnswer = z.strictObject({ model: z.string(), places: z.array(WatchPlaceAnswer) });
export type WatchAnswer = z.infer<typeof WatchAnswer>;

const Said = z.strictObject({ state: WatchedImage.shape.state, probability: z.number().optional() });
/** Two versions on the same images. */
export const CompareAnswer = z.strictObject({
  model: z.string(),
  a: z.string(),
  b: z.string(),
  /** Images that both have measured, and that only one has. */
  n: z.number().int(),
  onlyA: z.number().int(),
  onlyB: z.number().int(),
  /** `present absent`: what A says, what B says. */
  table: z.record(z.string(), z.number().int()),
  agreement: z.number().optional(),
  /** Cohen's kappa of what both say; absent where all say one thing. */
  kappa: z.number().optional(),
  /** PSI of B's scores against A's. */
  psi: z.number().optional(),
  meanDifference: z.number().optional(),
  /** With radiologists' reports, where there are any. */
  reportsA: Rate,
  reportsB: Rate,
  /** At most 100, the largest differences first. */
  disagreements: z.array(z.strictObject({ study: z.string(), clinic: ClinicId, image: z.string(), a: Said, b: Said })),
});
export type CompareAnswer = z.infer<typeof CompareAnswer>;

/** What a clinic is told of models: `suspended` at it and since when, or something for a human to look at. */
export const ModelNotice = z.strictObject({
  model: z.string(),
  title: Bilingual,
  version: z.string(),
  level: z.enum(['suspended', 'look']),
  since: Instant.optional(),
  by: z.string().optional(),
  why: z.string(),
});
export type ModelNotice = z.infer<typeof ModelNotice>;

/** Studies that a radiologist is to read before he sees what the model says; it is not said here. */
export const BlindListAnswer = z.strictObject({
  model: z.string(),
  clinic: ClinicId,
  label: Bilingual,
  studies: z.array(z.strictObject({ study: DerivedId, record: DerivedId, acceptedAt: Instant, read: z.boolean() })),
});
export type BlindListAnswer = z.infer<typeof BlindListAnswer>;

export const BlindReadBody = z.strictObject({ statement: z.string().min(20).max(8192) });
/** What the model says, to one who has said first. */
export const BlindReadAnswer = z.strictObject({
  says: z.enum(['present', 'absent', 'unsure']),
  model: z.strictObject({ state: FindingState.or(z.enum(['waiting', 'unreconciled', 'failed'])), version: z.string() }),
});
export type BlindReadAnswer = z.infer<typeof BlindReadAnswer>;
