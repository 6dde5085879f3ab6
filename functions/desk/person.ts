import type { Fact } from '../../domain/appointments/facts.ts';
import { groundsOf, newestTime } from '../../domain/delivery/results.ts';
import { studiesOf } from '../../domain/delivery/studies.ts';
import type { ChartEntry } from '../../domain/rules/facts.ts';
import { readItems } from '../../platform/chart/person-items.ts';
import { claimedElsewhere } from '../../platform/chart/study-of-two.ts';
import type { World } from '../../platform/world.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import { DEVICE_EXTENSION } from '../../schemas/device-statement.ts';
import { MEASUREMENT_EXTENSION } from '../../schemas/measurement.ts';
import type { Result } from '../../schemas/result.ts';
import type { Visible } from './reader.ts';

/** A person as the reader may see him: what is believed of his records, and what Oka has said of them. */
export type Person = {
  readonly facts: readonly Fact[];
  readonly results: readonly Result[];
  readonly deliveries: readonly Delivery[];
  /** Studies that wait for a human before they are anybody's. */
  readonly unreconciled: number;
};

/** Advice is not computed here: it stands as `advise` stored it, which is how everybody else is told it. */
export async function readPerson(record: string, { clinicOf }: Visible, world: World): Promise<Person> {
  const { chart, region } = world;
  const visible = [...clinicOf.keys()];
  const person = await chart.person(record).catch(() => visible);
  const [read, survivors, told] = await Promise.all([
    readItems(visible, person, chart),
    survivorsOf(visible, world),
    toldOf(visible, world),
  ]);
  const items = [...read.values()].flat();
  const elsewhere = await claimedElsewhere(chart, person, items);
  // Findings stand in the stored results; here only what may be believed is asked for.
  const without = { region: { ...region, models: {} }, decisions: [], passed: new Map<string, string>() };
  const { trusted } = groundsOf({ entries: items, elsewhere, survivors, ...without });
  const doubtful = visible.flatMap((one) =>
    studiesOf(one, items, elsewhere, survivors).filter(({ reconciled }) => !reconciled),
  );
  const factOf = (entry: ChartEntry): Fact[] => {
    const { resource } = entry;
    const clinic = clinicOf.get(entry.record);
    if (resource === undefined || clinic === undefined || isInternal(resource)) return [];
    return [{ resource, record: entry.record, id: entry.id, clinic, saidAt: newestTime([entry]) ?? '' }];
  };
  return { facts: trusted.flatMap(factOf), ...told, unreconciled: doubtful.length };
}

/** What a network measured and what another maker's program said are shown as findings, or not at all. */
export const isInternal = (resource: fhir4.FhirResource): boolean =>
  resource.resourceType === 'Observation' &&
  (resource.extension ?? []).some(({ url }) => url === MEASUREMENT_EXTENSION || url === DEVICE_EXTENSION);

async function survivorsOf(records: readonly string[], { chart }: World): Promise<ReadonlyMap<string, string>> {
  const survivors = new Map<string, string>();
  if (records.length > 1)
    for (const one of records) {
      const survivor = await chart.survivor(one);
      if (survivor !== undefined && records.includes(survivor)) survivors.set(one, survivor);
    }
  return survivors;
}

/** The asked record comes first: what several records say alike is taken once, as it was told there. */
async function toldOf(records: readonly string[], { chart }: World): Promise<Pick<Person, 'results' | 'deliveries'>> {
  const told = new Map<string, Result>();
  const states = await Promise.all(records.map((one) => chart.advice(one)));
  for (const result of states.flatMap((state) => state?.results ?? []))
    if (result.state === 'current' && !told.has(`${result.producer} ${result.subject}`))
      told.set(`${result.producer} ${result.subject}`, result);
  const deliveries = (await Promise.all(records.map((one) => chart.deliveries(one)))).flat();
  return { results: [...told.values()], deliveries };
}
