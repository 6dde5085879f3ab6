/** Extension of an ImagingStudy's instance: what kind of object it is (domain/dicom/kinds/kind.ts). */
export const KIND_EXTENSION = 'https://oka.health/fhir/kind';
/** Extension of an ImagingStudy: when a picture of it was accepted, one for each moment. */
export const RECEIVED_EXTENSION = 'https://oka.health/fhir/received';
