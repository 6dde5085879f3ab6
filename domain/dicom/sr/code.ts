import type { Elements } from '../write/data-set.ts';

/** A coded entry (PS3.3 §8): value, coding scheme, meaning. */
export type Code = { readonly value: string; readonly scheme: string; readonly meaning: string };

const of =
  (scheme: string) =>
  (value: string, meaning: string): Code => ({ value, scheme, meaning });

/** DICOM's own terms (PS3.16 Annex D). */
export const dcm = of('DCM');
/** SNOMED CT. */
export const sct = of('SCT');
export const ucum = of('UCUM');
/** Languages (PS3.16 CID 5000). */
export const rfc5646 = of('RFC5646');
/** Ours: a private scheme, named in (0008,0110) of each object that uses it. */
export const own = of('99OKA');

/** SH takes 16 characters; a longer code goes where long ones belong (PS3.3 §8.1). A meaning has at most 64 characters. */
export function codeElements({ value, scheme, meaning }: Code): Elements {
  return {
    ...([...value].length <= 16 ? { CodeValue: value } : { LongCodeValue: value }),
    CodingSchemeDesignator: scheme,
    CodeMeaning: [...meaning].slice(0, 64).join(''),
  };
}

/** What our private codes are, for who meets them (PS3.3 §C.12.1.1.1). */
export const CODING_SCHEMES: readonly Elements[] = [
  {
    CodingSchemeDesignator: '99OKA',
    CodingSchemeName: 'Oka: labels of models, reasons of not assessing',
    CodingSchemeResponsibleOrganization: 'Oka',
  },
];
