import type { StudyDecision } from '../../schemas/reconciled.ts';
import { inBatches } from './batches.ts';
import type { Chart, StoredItem } from './chart.ts';
import type { OrderName, SaidOfOrder } from './orders.ts';

/** An order that is said of several records, as it stands for one person. */
export type SharedOrder = {
  readonly order: OrderName;
  readonly said: readonly SaidOfOrder[];
  /** What stands of it, where it stands for records of two persons: one of them is the wrong patient. Else nothing. */
  readonly contested: readonly SaidOfOrder[];
  /** Facts of this person that are not believed, for another patient's statement is the newer: as `factName` has them. */
  readonly doubted: readonly string[];
};

export const factName = ({ record, resourceType, id }: Pick<StoredItem, 'record' | 'resourceType' | 'id'>): string =>
  `${record}#${resourceType}#${id}`;

type Reading = Pick<Chart, 'get' | 'person' | 'sharedOrders' | 'saidOfOrder' | 'orderDecision'>;

/**
 * The orders of a person that are said of records of other persons too: a result or an order sent under the wrong patient's
 * number, and again under the right one's (contracts 3 and 10). The newest statement counts. Nothing of this is stored: what
 * is withdrawn, cancelled or merged later settles it by itself.
 */
export async function sharedOrdersOf(chart: Reading, person: readonly string[]): Promise<SharedOrder[]> {
  const named = (await inBatches(person, (record) => chart.sharedOrders(record))).flat();
  const orders = [...new Map(named.map((order) => [`${order.type}#${order.id}`, order])).values()];
  return inBatches(orders, (order) => sharedOrder(chart, order, person));
}

/** The same of one order. */
export async function sharedOrder(chart: Reading, order: OrderName, person: readonly string[]): Promise<SharedOrder> {
  const said = await chart.saidOfOrder(order);
  const nothing = { order, said, contested: [], doubted: [] };
  if (said.every(({ record }) => person.includes(record))) return nothing;
  const standing: SaidOfOrder[] = [];
  for (const one of said) if (await stands(chart, order, one.record)) standing.push(one);
  const [newest, ...others] = standing.sort((a, b) => (a.saidAt + a.record < b.saidAt + b.record ? 1 : -1));
  if (newest === undefined || others.length === 0) return nothing;
  const isOwn = person.includes(newest.record);
  const owners = isOwn ? person : await chart.person(newest.record);
  if (others.every(({ record }) => owners.includes(record))) return nothing;
  const decision = await chart.orderDecision(order);
  if (decision !== undefined) return decided(chart, { order, said, person, newest, owners, decision });
  const own = isOwn ? [] : said.flatMap(({ record }) => (person.includes(record) ? record : []));
  return { order, said, contested: standing, doubted: await factsOf(chart, order, own) };
}

/**
 * A human has said whose it is: nobody is asked any more. `linked`: the facts of all others are not believed; `wrong-patient`:
 * nobody's are; `apart`: it stands as it stood, the newest statement counts.
 */
async function decided(
  chart: Reading,
  {
    order,
    said,
    person,
    newest,
    owners,
    decision,
  }: {
    readonly order: OrderName;
    readonly said: readonly SaidOfOrder[];
    readonly person: readonly string[];
    readonly newest: SaidOfOrder;
    readonly owners: readonly string[];
    readonly decision: StudyDecision;
  },
): Promise<SharedOrder> {
  const target = decision.state === 'linked' ? decision.record : newest.record;
  const holders =
    decision.state === 'wrong-patient' || target === undefined
      ? []
      : target === newest.record
        ? owners
        : await chart.person(target);
  const isOwn = holders.some((record) => person.includes(record));
  const own = isOwn ? [] : said.flatMap(({ record }) => (person.includes(record) ? record : []));
  return { order, said, contested: [], doubted: await factsOf(chart, order, own) };
}

const ENDED = new Set(['revoked', 'stopped', 'cancelled', 'entered-in-error']);

const isLive = (resource: fhir4.FhirResource | undefined): boolean =>
  resource !== undefined && !('status' in resource && ENDED.has(String(resource.status)));

/**
 * An order stands until it is cancelled; one that is answered by values, as long as one of them is not withdrawn: a report
 * alone that is cancelled leaves them in the chart.
 */
async function stands(chart: Reading, { type, id }: OrderName, record: string): Promise<boolean> {
  const item = await chart.get(record, type, id);
  if (item === undefined) return false;
  const results = resultsOf(item);
  if (results.length === 0) return isLive(item.resource);
  const values = await inBatches(results, (result) => chart.get(record, 'Observation', result));
  return values.some((value) => isLive(value?.resource));
}

/** Ids of the observations of a report, withdrawn ones too: each is a group of its own (`result:<name>:<id>`). */
const resultsOf = ({ groups }: StoredItem): string[] =>
  Object.keys(groups).flatMap((name) => (name.startsWith('result:') ? (name.split(':').at(-1) ?? []) : []));

/** The order itself and its results, under every record of the person that it is said of. */
async function factsOf(chart: Reading, { type, id }: OrderName, records: readonly string[]): Promise<string[]> {
  const items = await inBatches(records, (record) => chart.get(record, type, id));
  const results = new Set(items.flatMap((item) => (item ? resultsOf(item) : [])));
  return records.flatMap((record) => [
    factName({ record, resourceType: type, id }),
    ...[...results].map((result) => factName({ record, resourceType: 'Observation', id: result })),
  ]);
}
