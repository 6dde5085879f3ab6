import type { CodeMapEntry } from '../../../schemas/codes/code-map.ts';
import { LOINC } from '../../fhir/systems.ts';

/** One line of a table of analytes: LOINC, unit (UCUM), LOINC's long name, names in Russian and English, units with a factor. */
export type AnalyteLine = readonly [
  loinc: string,
  unit: string,
  display: string,
  names: readonly string[],
  factors?: Readonly<Record<string, number>>,
];

/** An entry that leads names to a LOINC code; `factors` turn a value in that UCUM unit into `unit`. */
export const analyteEntry = ([code, unit, display, names, factors = {}]: AnalyteLine): CodeMapEntry => ({
  kind: 'observation',
  otherNames: [...names],
  unit,
  units: Object.fromEntries(Object.entries(factors).map(([from, factor]) => [from, { ucum: unit, factor }])),
  to: { system: LOINC, code, display },
});
