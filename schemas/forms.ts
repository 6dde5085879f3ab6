import { z } from 'zod';
import { Sha256 } from './input.ts';

/** A DICOM object that Oka made of a result: where it lies and how others refer to it. */
export const MadeForm = z.strictObject({
  kind: z.enum(['report', 'note', 'heat-map']),
  studyInstanceUid: z.string(),
  seriesInstanceUid: z.string(),
  sopClassUid: z.string(),
  sopInstanceUid: z.string(),
  /** In the bucket `derived`. */
  key: z.string(),
  bytes: z.number().int().positive(),
  sha256: Sha256,
  /** Base64, as FHIR's Attachment wants it. */
  sha1: z.string(),
  /** A heat map: key of the picture it was made of. */
  madeOf: z.string().optional(),
  /** A rejection note: the SOP Instance UIDs that it takes back. */
  rejects: z.array(z.string()).optional(),
});
export type MadeForm = z.infer<typeof MadeForm>;

/** `forms/<record>/<resultId>/<version>.json` in `derived`, written once when all forms of the version lie there and are registered. */
export const FormsOfVersion = z.strictObject({
  resultId: Sha256,
  version: z.number().int().positive(),
  contentHash: Sha256,
  /** All that stands of this version, a heat map that an earlier one made too. */
  forms: z.array(MadeForm),
});
export type FormsOfVersion = z.infer<typeof FormsOfVersion>;
