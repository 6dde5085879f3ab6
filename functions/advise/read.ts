import { activeRules } from '../../domain/delivery/results.ts';
import { observationFacet } from '../../domain/fhir/facets.ts';
import type { Region } from '../../domain/region.ts';
import { needsOfRules } from '../../domain/rules/catalogue.ts';
import type { Need } from '../../domain/rules/rule.ts';
import type { Chart, StoredItem } from '../../platform/chart/chart.ts';
import { accessionsElsewhere } from '../../platform/chart/elsewhere.ts';
import { MODEL_SYSTEM } from '../../schemas/measurement.ts';

/** Measurements are read whole: one left out would look like one taken back. */
const ALL_MEASUREMENTS = 1000;

/** Facets that advice needs of each record: those of the active rules and the measurements of the active models. */
export function neededFacets(region: Region): Need[] {
  const models = Object.entries(region.models).filter(([, { state }]) => state === 'active');
  return [
    ...needsOfRules(activeRules(region)),
    ...models.map(([id]) => ({ facet: observationFacet(MODEL_SYSTEM, id), newest: ALL_MEASUREMENTS })),
  ];
}

export type PersonFacts = {
  readonly entries: readonly StoredItem[];
  /** Accession numbers of the person's studies that lead to a record of another person. */
  readonly elsewhere: ReadonlySet<string>;
  /** Record of the person → the record under which it goes on after a merge. */
  readonly survivors: ReadonlyMap<string, string>;
};

/** The facts of all records of the person whom `record` belongs to, each read consistently. */
export async function readPerson(chart: Chart, record: string, needs: readonly Need[]): Promise<PersonFacts> {
  const records = await chart.person(record);
  const entries: StoredItem[] = [];
  for (const one of records) {
    const found = await Promise.all(needs.map(({ facet, newest }) => chart.newest(one, facet, newest)));
    entries.push(...found.flat());
  }
  return {
    entries,
    elsewhere: await accessionsElsewhere(chart, records, entries),
    survivors: await survivorsOf(chart, records),
  };
}

async function survivorsOf(chart: Chart, records: readonly string[]): Promise<Map<string, string>> {
  const survivors = new Map<string, string>();
  if (records.length > 1)
    for (const record of records) {
      const survivor = await chart.survivor(record);
      if (survivor !== undefined && records.includes(survivor)) survivors.set(record, survivor);
    }
  return survivors;
}
