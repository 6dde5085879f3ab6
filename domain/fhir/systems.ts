/** Code and identifier systems by the addresses that FHIR R4 gives them, and the two SNOMED CT answers that reports use. */
export const LOINC = 'http://loinc.org';
export const SNOMED = 'http://snomed.info/sct';
export const ICD10 = 'http://hl7.org/fhir/sid/icd-10';
export const ATC = 'http://www.whocc.no/atc';
export const UCUM = 'http://unitsofmeasure.org';
/** A DICOM UID as identifier; its value is `urn:oid:<uid>` (FHIR R4 ImagingStudy). */
export const DICOM_UID = 'urn:dicom:uid';
/** HL7 table 0203: what kind of number an identifier is. */
export const IDENTIFIER_TYPES = 'http://terminology.hl7.org/CodeSystem/v2-0203';

/** SNOMED CT qualifiers. */
export const PRESENT = '52101004';
export const ABSENT = '2667000';
