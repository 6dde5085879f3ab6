import { z } from 'zod';
import { CriticalLevel } from './duty.ts';
import { ClinicId, Instant } from './input.ts';

/** How a version of a model stands in a region. What each means: domain/recognition/standing.ts. */
export const Standing = z.enum(['draft', 'shadow', 'active', 'suspended']);
export type Standing = z.infer<typeof Standing>;

/** Films of the region, read by radiologists, on which the version was tried before it was believed. */
const Acceptance = z.strictObject({
  films: z.number().int().nonnegative(),
  readers: z.array(z.string().min(1)),
  /** Share of the films on which model and readers agree. */
  agreement: z.number().min(0).max(1),
  on: z.iso.date(),
});

/** The one thing that stands in for local acceptance, and only where nobody is real. */
export const WAIVER = 'demonstration, invented patients';

/** Whom an `active` version speaks for at first: these clinics, or this share of the studies, or both. */
const Canary = z.strictObject({
  clinics: z.array(ClinicId).min(1).optional(),
  share: z.number().gt(0).max(1).optional(),
});

/**
 * That what a model finds is critical here, and how often it is right when it says so: without both a finding never is. The
 * manifest must say so too.
 */
export const CriticalFinding = z.strictObject({
  level: CriticalLevel,
  ppv: z.strictObject({
    /** Positive predictive value where it is used: how many of its findings were true. */
    value: z.number().gt(0).max(1),
    n: z.number().int().positive(),
    source: z.string().min(1),
  }),
});
export type CriticalFinding = z.infer<typeof CriticalFinding>;

/** What a region file says of one version of a model. It holds for images accepted on its day or later. */
export const RegionModelDecision = z.strictObject({
  version: z.string().min(1),
  state: Standing,
  by: z.string().min(1),
  /** A day (from its beginning in UTC) or an instant. */
  on: z.union([z.iso.date(), Instant]),
  why: z.string().min(1),
  legalBasis: z.string().min(1).optional(),
  acceptance: Acceptance.optional(),
  waiver: z.literal(WAIVER).optional(),
  canary: Canary.optional(),
  critical: CriticalFinding.optional(),
});
export type RegionModelDecision = z.infer<typeof RegionModelDecision>;

/**
 * A decision made while the region runs, kept in the table for ever (`models#decisions`): a suspension, or its end. It
 * takes away at once what the region file gave, and never gives more than that.
 */
export const StoredModelDecision = z.strictObject({
  model: z.string().min(1),
  act: z.enum(['suspend', 'resume']),
  /** Absent: every version. */
  version: z.string().min(1).optional(),
  /** Absent: every clinic. */
  clinic: ClinicId.optional(),
  /** Images accepted from here on. */
  since: Instant,
  at: Instant,
  /** A person's `sub`, or `watch`. */
  by: z.string().min(1),
  why: z.string().min(1).max(1000),
  /** What was seen, where the watch decided. */
  figures: z.record(z.string(), z.number()).optional(),
});
export type StoredModelDecision = z.infer<typeof StoredModelDecision>;
