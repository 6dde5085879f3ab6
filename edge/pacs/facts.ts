import { z } from 'zod';
import { Instant, Sha256 } from '../../schemas/input.ts';

/** What an object of a finding is (docs/dicom-results.md). */
export const FormKind = z.enum(['report', 'heat-map', 'note']);
export type FormKind = z.infer<typeof FormKind>;

/**
 * One DICOM object of a finding and how far it is on its way to the PACS, by its SOP Instance UID.
 * `due`: it is still to be stored; a crash means that it is stored once more, which changes nothing in a PACS.
 * `stored`: the PACS has said so. `refused`: it will never take it as it is, or the region does not have it.
 */
export const PacsObject = z.strictObject({
  kind: FormKind,
  sopClassUid: z.string(),
  studyInstanceUid: z.string().optional(),
  /** At the API of the region: `/fhir/Binary/<id>`. */
  path: z.string(),
  sha256: Sha256,
  bytes: z.number().int().positive(),
  resultId: z.string(),
  version: z.number().int().positive(),
  /** Its turn: objects go in the order in which their results were taken. */
  place: z.number().int().nonnegative(),
  takenAt: Instant,
  state: z.enum(['due', 'stored', 'refused']),
  /** When it ended. */
  at: Instant.optional(),
  code: z.string().optional(),
  /** DIMSE or HTTP status, or where it failed; nothing of a patient. */
  why: z.string().optional(),
});
export type PacsObject = z.infer<typeof PacsObject>;
