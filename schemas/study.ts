import { z } from 'zod';

/** Extension of an ImagingStudy's instance: what kind of object it is (domain/dicom/kinds/kind.ts). */
export const KIND_EXTENSION = 'https://oka.health/fhir/kind';
/** Extension of an ImagingStudy's instance that so far is known by its first bytes only: `preview`. The whole takes it away. */
export const BASIS_EXTENSION = 'https://oka.health/fhir/basis';
/** Extension of an ImagingStudy: when a picture of it was accepted, one for each moment. */
export const RECEIVED_EXTENSION = 'https://oka.health/fhir/received';
/** Extension of an ImagingStudy's instance: its preview, as an Attachment. */
export const PREVIEW_EXTENSION = 'https://oka.health/fhir/preview';
/** Extension of an ImagingStudy's instance: an instance that it speaks of, `urn:oid:<SOP Instance UID>`. */
export const REFERENCE_EXTENSION = 'https://oka.health/fhir/refers-to';
/** Extension of an ImagingStudy: what the modality said of its work, a ProcedureStep as JSON; one for each step. */
export const STEP_EXTENSION = 'https://oka.health/fhir/procedure-step';
/** Extension of an ImagingStudy: the instances that its sender says it has, a list of UIDs as JSON. */
export const MANIFEST_EXTENSION = 'https://oka.health/fhir/manifest';
/** Extension of an ImagingStudy: instances that were taken back, a Rejection as JSON; one for each note. */
export const REJECTION_EXTENSION = 'https://oka.health/fhir/rejection';

/** A Modality Performed Procedure Step (PS3.4 Annex F), as far as it says whether a study is whole. */
export const ProcedureStep = z.strictObject({
  status: z.enum(['IN PROGRESS', 'DISCONTINUED', 'COMPLETED']),
  /** SOP Instance UIDs of the images and other objects that it made, sorted. */
  instances: z.array(z.string()),
  /** Broken off because the wrong entry of the worklist was chosen: what it made is of another patient. */
  wrongEntry: z.literal(true).optional(),
});
export type ProcedureStep = z.infer<typeof ProcedureStep>;

/** A rejection note (IHE IOCM): code of DCM, and the instances that count no more. */
export const Rejection = z.strictObject({ code: z.string(), instances: z.array(z.string()) });
export type Rejection = z.infer<typeof Rejection>;
