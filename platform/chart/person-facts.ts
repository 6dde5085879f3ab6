import { activeRules } from '../../domain/delivery/results.ts';
import { observationFacet } from '../../domain/fhir/facets.ts';
import { asOneRecord, familyOf, goesOn } from '../../domain/fhir/merged.ts';
import { FOLLOW_UP_NEEDS } from '../../domain/followups/sources.ts';
import type { Region } from '../../domain/region.ts';
import { needsOfRules } from '../../domain/rules/catalogue.ts';
import type { Need, Rule } from '../../domain/rules/rule.ts';
import { DEVICE_CODE, DEVICE_SYSTEM } from '../../schemas/device-statement.ts';
import { MODEL_SYSTEM } from '../../schemas/measurement.ts';
import type { Chart, StoredItem } from './chart.ts';
import { factName, type SharedOrder, sharedOrdersOf } from './contested.ts';
import { claimedElsewhere } from './study-of-two.ts';

/** Measurements are read whole: one left out would look like one taken back. */
const ALL_MEASUREMENTS = 1000;

/** Facets that rules need of each record, by default all active ones, and the measurements of the region's models. */
export function neededFacets(region: Region, rules: readonly Rule[] = activeRules(region)): Need[] {
  const models = Object.keys(region.models);
  return [
    ...withFollowUps(needsOfRules(rules)),
    { facet: observationFacet(DEVICE_SYSTEM, DEVICE_CODE), newest: ALL_MEASUREMENTS },
    ...models.map((id) => ({ facet: observationFacet(MODEL_SYSTEM, id), newest: ALL_MEASUREMENTS })),
  ];
}

/** Each facet once, with the greater number: follow-ups look at visits too, whichever rules are on. */
function withFollowUps(needs: readonly Need[]): Need[] {
  const newest = new Map(needs.map((need) => [need.facet, need.newest]));
  for (const need of FOLLOW_UP_NEEDS) newest.set(need.facet, Math.max(newest.get(need.facet) ?? 0, need.newest));
  return [...newest].map(([facet, count]) => ({ facet, newest: count }));
}

export type PersonFacts = {
  readonly entries: readonly StoredItem[];
  /** Accession numbers and UIDs of the person's studies that are another person's too. */
  readonly elsewhere: ReadonlySet<string>;
  /** Record of the person → the record under which it goes on after a merge. */
  readonly survivors: ReadonlyMap<string, string>;
  /** Orders of the person that are said of other records too. */
  readonly shared: readonly SharedOrder[];
  /** Id of a study → until when the region has waited for more of it. */
  readonly passed: ReadonlyMap<string, string>;
  /** The latest moment that time alone made the region judge the person again. */
  readonly reached: string | undefined;
};

/** The facts of all records of the person whom `record` belongs to, each read consistently; of merged records as of one. */
export async function readPerson(chart: Chart, record: string, needs: readonly Need[]): Promise<PersonFacts> {
  const records = await chart.person(record);
  const survivors = await survivorsOf(chart, records);
  const shared = await sharedOrdersOf(chart, records);
  const doubted = new Set(shared.flatMap((order) => order.doubted));
  const isBelieved = (item: StoredItem): boolean => !doubted.has(factName(item));
  const read: StoredItem[] = [];
  for (const one of records) {
    // What is not believed must not hide an older fact among the newest N.
    const wanted = needs.map(({ facet, newest }) => ({ facet, count: newest + doubted.size }));
    const found = await chart.newestOfEach(one, wanted);
    read.push(...found.flatMap((items, n) => items.filter(isBelieved).slice(0, needs[n]?.newest)));
  }
  const told = [...read, ...(await toldUnderOthers(chart, read, records, survivors))];
  const entries = asOneRecord(told.filter(isBelieved), survivors);
  const reached = (await Promise.all(records.map((one) => chart.passedTurn(one)))).reduce(later, undefined);
  const passed = new Map((await Promise.all(records.map((one) => chart.quiets(one)))).flatMap((one) => [...one]));
  return { entries, elsewhere: await claimedElsewhere(chart, records, entries), survivors, shared, passed, reached };
}

/** What the other numbers of a merged patient say of the same visits, orders and results: also that they are taken back. */
async function toldUnderOthers(
  chart: Chart,
  read: readonly StoredItem[],
  records: readonly string[],
  survivors: PersonFacts['survivors'],
): Promise<StoredItem[]> {
  if (survivors.size === 0) return [];
  const nameOf = (record: string, { resourceType, id }: StoredItem): string => `${record}#${resourceType}#${id}`;
  const known = new Set(read.map((item) => nameOf(item.record, item)));
  const others: StoredItem[] = [];
  for (const item of read.filter(goesOn))
    for (const record of familyOf(item.record, records, survivors)) {
      if (known.has(nameOf(record, item))) continue;
      known.add(nameOf(record, item));
      const other = await chart.get(record, item.resourceType, item.id);
      if (other !== undefined) others.push(other);
    }
  return others;
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

const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;
