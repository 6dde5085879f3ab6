import { z } from 'zod';
import { DerivedId } from './chart.ts';
import { Instant, Sha256 } from './input.ts';

/** Extension of an ImagingStudy: what a human has decided of whose it is, a StudyDecision as JSON. */
export const DECISION_EXTENSION = 'https://oka.health/fhir/study-decision';
/** Extension of an ImagingStudy: images under one UID that a human has looked at and keeps, a ConflictDecision as JSON. */
export const CONFLICT_EXTENSION = 'https://oka.health/fhir/image-conflict-decision';

/** Extension of an ImagingStudy under nobody's record: why its header leads to no patient, `patient-id` or `issuer`. */
export const ASIDE_EXTENSION = 'https://oka.health/fhir/set-aside';

/**
 * Whose a study is, by the word of a human. `linked`: the patient's of `record`, whatever its headers say. `apart`: it stays
 * out of every chart. `wrong-patient`: it was sent for somebody it does not show. `open`: an earlier word is taken back.
 */
export const StudyDecision = z.strictObject({
  state: z.enum(['linked', 'apart', 'wrong-patient', 'open']),
  /** Of `linked`: the record whose patient it shows. */
  record: DerivedId.optional(),
  /** `sub` of who decided, and his name where his token says it. */
  by: z.string().min(1),
  name: z.string().optional(),
  at: Instant,
  /** Why, in his own words. */
  note: z.string().optional(),
  /** Digests of the headers that he had before him: another one that contradicts is a new question. */
  seen: z.array(z.string()).optional(),
});
export type StudyDecision = z.infer<typeof StudyDecision>;

/** That two images under one UID have been looked at; `images` is the digest of all of them, so a third asks again. */
export const ConflictDecision = z.strictObject({
  state: z.enum(['apart', 'open']),
  images: Sha256,
  by: z.string().min(1),
  name: z.string().optional(),
  at: Instant,
});
export type ConflictDecision = z.infer<typeof ConflictDecision>;
