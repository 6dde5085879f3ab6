import { type RegionModelDecision, WAIVER } from '../../schemas/governance.ts';
import type { Evidence, Measurement, Origin } from '../../schemas/measurement.ts';

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

/** SOP class of a digital radiograph, as an ImagingStudy names it. */
export const DX_IMAGE = { system: 'urn:ietf:rfc:3986', code: 'urn:oid:1.2.840.10008.5.1.4.1.1.1.1' } as const;

/** What a model of pneumonia measured on the frontal chest film of a child. */
export const measured = (change: Partial<Measurement> = {}): Measurement => ({
  model: { id: 'chest-xray-children', version: '1.0.0', sha256: 'a'.repeat(64) },
  label: { id: 'pneumonia', title: { en: 'Pneumonia', ru: 'Пневмония' }, snomed: '233604007', icd10: ['J18'] },
  thresholds: { present: 0.7, absent: 0.2 },
  intendedUse: {
    ...{ modalities: ['DX'], bodyParts: ['CHEST'], views: ['AP'], ageMonths: { min: 12, max: 71 } },
    ...{ photometric: ['MONOCHROME2'], minimumPixels: 128 },
  },
  origin: ORIGIN,
  evidence: EVIDENCE,
  basis: 'whole',
  instance: { sopInstanceUid: '1.2.3.4', pixelHash: 'b'.repeat(64) },
  facts: {
    ...{ modality: 'DX', bodyPart: 'CHEST', view: 'AP', words: [], photometric: 'MONOCHROME2' },
    ...{ rows: 1024, columns: 1024, date: '2026-03-01' },
  },
  network: { probability: 0.9 },
  derived: {},
  ...change,
});
