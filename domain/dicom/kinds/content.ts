import type { DataSet } from 'dicom-parser';
import { LOINC, SNOMED, UCUM } from '../../fhir/systems.ts';
import { stringOf, textOf } from '../values.ts';

/** The controlled terminology of DICOM, as FHIR R4 calls it. */
export const DCM = 'http://dicom.nema.org/resources/ontology/DCM';

/** A code of a sequence item (PS3.3 §8.8): value, scheme, and the words it was sent with. */
export type Code = { readonly value: string; readonly scheme: string; readonly meaning: string };

/** The items of a sequence; none where it is missing or no sequence. */
export const partsIn = (dataSet: DataSet, tag: string): DataSet[] =>
  (dataSet.elements[tag]?.items ?? []).flatMap((item) => item.dataSet ?? []);

/** The first code of a code sequence. */
export function codeIn(part: DataSet, tag: string): Code | undefined {
  const [item] = partsIn(part, tag);
  // Code Value, Long Code Value, URN Code Value: one of the three (PS3.3 Table 8.8-1a).
  const value = item && (textOf(item, 'x00080100') ?? textOf(item, 'x00080119') ?? textOf(item, 'x00080120'));
  if (item === undefined || value === undefined) return undefined;
  return { value, scheme: textOf(item, 'x00080102') ?? '', meaning: textOf(item, 'x00080104') ?? value };
}

const SYSTEMS: Readonly<Record<string, string>> = { DCM, LN: LOINC, SCT: SNOMED, UCUM };

/** A code as FHIR has it; of a scheme without an address only the words are given on. */
export const conceptOf = ({ value, scheme, meaning }: Code): fhir4.CodeableConcept => {
  const system = SYSTEMS[scheme.toUpperCase()];
  return { ...(system === undefined ? {} : { coding: [{ system, code: value, display: meaning }] }), text: meaning };
};

/** UIDs of the instances in a sequence of references (PS3.3 Table 10-11). */
export const referencedIn = (part: DataSet, tag: string): string[] =>
  partsIn(part, tag).flatMap((item) => stringOf(item, 'x00081155') ?? []);

/** Manufacturer and model of what made an object: (0008,0070), (0008,1090), software (0018,1020). */
export const equipmentOf = (dataSet: DataSet): { manufacturer?: string; model?: string; version?: string } => {
  const manufacturer = textOf(dataSet, 'x00080070');
  const model = textOf(dataSet, 'x00081090');
  const version = textOf(dataSet, 'x00181020');
  return {
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(model === undefined ? {} : { model }),
    ...(version === undefined ? {} : { version }),
  };
};
