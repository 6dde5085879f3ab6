import { lookUp } from '../../look-up.ts';

/** HL7 table 0001 and the letters Russian systems write → FHIR administrative gender (v2-to-FHIR guide: A and N are other). */
const GENDERS: Readonly<Record<string, fhir4.Patient['gender']>> = {
  M: 'male',
  М: 'male',
  '1': 'male',
  F: 'female',
  Ж: 'female',
  '2': 'female',
  O: 'other',
  A: 'other',
  N: 'other',
  U: 'unknown',
};

/** FHIR gender of a sex as sent; undefined for what is not in the table. */
export const genderOf = (sent: string | undefined): fhir4.Patient['gender'] | undefined =>
  lookUp(GENDERS, sent?.toUpperCase());
