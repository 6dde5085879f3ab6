import type { CodeMapEntry } from '../../../schemas/codes/code-map.ts';
import { ATC } from '../../fhir/systems.ts';

/** One line of a table of medicines: ATC, INN (also the display), МНН and trade names. */
export type MedicineLine = readonly [atc: string, inn: string, names: readonly string[]];

export const medicineEntry = ([code, inn, names]: MedicineLine): CodeMapEntry => ({
  kind: 'medication',
  name: inn,
  otherNames: [...names],
  units: {},
  to: { system: ATC, code, display: inn },
});
