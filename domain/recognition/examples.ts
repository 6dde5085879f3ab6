import { type RegionModelDecision, WAIVER } from '../../schemas/governance.ts';
import type { Evidence, Origin } from '../../schemas/measurement.ts';

/** A manifest that lacks nothing. */
export const EVIDENCE: Evidence = { auc: 0.97, aucLower95: 0.95, calibrated: true, card: true };

/** An image that the clinic `north` sent on a day after `decided`. */
export const ORIGIN: Origin = { clinic: 'north', sha256: 'c'.repeat(64), acceptedAt: '2026-03-01T08:00:00.000Z' };

/** An `active` decision on version 1.0.0 in a region of invented patients. */
export const decided = (change: Partial<RegionModelDecision> = {}): RegionModelDecision => ({
  version: '1.0.0',
  state: 'active',
  by: 'chief radiologist',
  on: '2026-01-01',
  why: 'a test',
  waiver: WAIVER,
  ...change,
});
