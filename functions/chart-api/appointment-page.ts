import { type Action, may } from '../../domain/access/may.ts';
import type { Fact, Staff } from '../../domain/appointments/facts.ts';
import { type PageInput, pageOf } from '../../domain/appointments/page.ts';
import { groundsOf, newestTime } from '../../domain/delivery/results.ts';
import { studiesOf } from '../../domain/delivery/studies.ts';
import type { Language } from '../../domain/rules/cards.ts';
import type { ChartEntry } from '../../domain/rules/facts.ts';
import type { StoredItem } from '../../platform/chart/chart.ts';
import { claimedElsewhere } from '../../platform/chart/study-of-two.ts';
import type { World } from '../../platform/world.ts';
import type { AppointmentPage } from '../../schemas/api/appointments.ts';
import { DEVICE_EXTENSION } from '../../schemas/device-statement.ts';
import { OkaError } from '../../schemas/errors.ts';
import { MEASUREMENT_EXTENSION } from '../../schemas/measurement.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { Clinic } from '../../schemas/region.ts';
import type { Result } from '../../schemas/result.ts';
import { readItems } from './everything.ts';

export type About = {
  readonly clinic: Clinic;
  readonly dayFrom: string;
  readonly asOf: string;
  readonly language: Language;
  readonly reader: Staff;
  readonly principal: Principal;
  /** What gives the reader the records; default: that he may read charts. */
  readonly action?: Action;
};

/** An appointment of the chart. */
export type Booked = StoredItem & { readonly resource: fhir4.Appointment };

export const isBooked = (item: StoredItem): item is Booked =>
  item.resource?.resourceType === 'Appointment' && item.resource.status !== 'entered-in-error';

export type ReadPage = { readonly page: AppointmentPage; readonly records: readonly string[] };

export async function readPage(item: Booked, about: About, world: World): Promise<ReadPage> {
  const { input, records } = await readPageInput(item, about, world);
  return { page: pageOf(input), records };
}

/**
 * Reads what one page needs: the records of the person that the reader may see, whole, and what Oka has said of them. Advice
 * is not computed here: it stands as `advise` stored it, which is how everybody else is told it.
 */
export async function readPageInput(
  { record, id, resource, groups, resourceType }: Booked,
  { clinic, dayFrom, asOf, language, reader, principal, action = 'read-chart' }: About,
  world: World,
): Promise<{ readonly input: PageInput; readonly records: readonly string[] }> {
  const { chart, region } = world;
  const joined = await joinedTo(record, world);
  const person = joined ?? [record];
  const clinicOf = new Map<string, string>();
  for (const one of person) {
    const head = await chart.head(one);
    if (head && may(principal, action, { clinic: head.clinic })) clinicOf.set(one, head.clinic);
  }
  const visible = [...clinicOf.keys()];
  const [read, survivors, said, pairs] = await Promise.all([
    readItems(visible, person, chart),
    survivorsOf(visible, world),
    toldOf(visible, record, world),
    chart.openPairs(record),
  ]);
  const items = [...read.values()].flat();
  // Another record of the same person is not another person's, though this reader may not see it.
  const elsewhere = await claimedElsewhere(chart, person, items);
  // Findings stand in the stored results; here only what may be believed is asked for.
  const without = { region: { ...region, models: {} }, decisions: [], passed: new Map<string, string>() };
  const { trusted } = groundsOf({ entries: items, elsewhere, survivors, ...without });
  const doubtful = visible.flatMap((one) =>
    studiesOf(one, items, elsewhere, survivors).filter(({ reconciled }) => !reconciled),
  );
  const factOf = (entry: ChartEntry): Fact[] =>
    entry.resource === undefined || isInternal(entry.resource)
      ? []
      : [
          {
            ...{ resource: entry.resource, record: entry.record, id: entry.id },
            clinic: clinicOf.get(entry.record) ?? clinic.id,
            saidAt: newestTime([entry]) ?? '',
          },
        ];
  const [appointment] = factOf({ record, id, resource, groups, resourceType });
  const input: PageInput = {
    appointment: appointment as Fact<fhir4.Appointment>,
    facts: trusted.flatMap(factOf),
    ...said,
    ...{ reader, clinic: clinic.id, dayFrom, zone: clinic.zone, asOf, language },
    hiddenRecords: person.length - visible.length,
    unreconciled: doubtful.length,
    proposals: pairs.length,
    tooWide: joined === undefined,
  };
  return { input, records: visible };
}

/** The records of the person, or undefined where they are too many to be one: that must not close the whole day. */
async function joinedTo(record: string, { chart }: World): Promise<readonly string[] | undefined> {
  try {
    return await chart.person(record);
  } catch (cause) {
    if (cause instanceof OkaError && cause.code === 'chart-too-wide') return undefined;
    throw cause;
  }
}

/** What a network measured and what another maker's program said are shown as findings, or not at all. */
const isInternal = (resource: fhir4.FhirResource): boolean =>
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

/** Results and deliveries of the records; what several say alike is taken once, as it was told to this clinic. */
async function toldOf(records: readonly string[], own: string, { chart }: World) {
  const ordered = [own, ...records.filter((one) => one !== own)].filter((one) => records.includes(one));
  const told = new Map<string, Result>();
  const states = await Promise.all(ordered.map((one) => chart.advice(one)));
  for (const result of states.flatMap((state) => state?.results ?? []))
    if (result.state === 'current' && !told.has(`${result.producer} ${result.subject}`))
      told.set(`${result.producer} ${result.subject}`, result);
  const deliveries = (await Promise.all(ordered.map((one) => chart.deliveries(one)))).flat();
  return { results: [...told.values()], deliveries };
}
