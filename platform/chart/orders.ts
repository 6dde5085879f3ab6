import { compareStamps } from '../../domain/fhir/merge.ts';
import { groupsInForce } from '../../domain/fhir/slots.ts';
import { isOnlyLinked } from '../../domain/reconcile/decision.ts';
import type { ChartItem, Stamp } from '../../schemas/chart.ts';
import { type InputKey, inputId, parseInputId } from '../../schemas/input.ts';
import { orderPointerKey, sharedOrderKey } from './keys.ts';
import type { Row, Store } from './store.ts';

/** What is named by the number of an order in the clinic's domain, whoever it is said of. */
const ORDER_TYPES = ['DiagnosticReport', 'ServiceRequest', 'MedicationRequest'] as const;
export type OrderName = { readonly type: (typeof ORDER_TYPES)[number]; readonly id: string };

/** That an order was said of a record, and by which input last. */
export type SaidOfOrder = {
  readonly record: string;
  /** Rises with the stamp of the newest statement: compared as text. */
  readonly saidAt: string;
  readonly input: InputKey | undefined;
  /** Inputs that have been on a list because the order is another patient's too. */
  readonly listed: readonly InputKey[];
};

/** A result completes the order that it answers, and says nothing else of it: whose order it is the report beside it says. */
const isOnlyCompleted = ({ groups }: ChartItem): boolean => {
  const [[name, group] = [], ...others] = Object.entries(groupsInForce(groups));
  return name === 'status' && others.length === 0 && group?.value.status === 'completed';
};

const typeOf = ({ resourceType }: ChartItem) => ORDER_TYPES.find((type) => type === resourceType);

/** The orders of which these items say something; what came with a study that a human linked says nothing of whose it is. */
export const ordersIn = (items: readonly ChartItem[]): ChartItem[] =>
  items.filter(
    (item) => typeOf(item) && Object.keys(item.groups).length > 0 && !isOnlyLinked(item) && !isOnlyCompleted(item),
  );

/**
 * Notes that an order is said of the item's record: one update that only rises, so any order and any number of repeats end
 * in one row. Then all records of which it is said are read; where there are several, each keeps a note of the order, so
 * that its advice looks. Of two writers at once at least one sees both. `records`: those of a shared order, else none.
 */
export async function writeOrder(
  store: Store,
  item: ChartItem,
  input: InputKey | undefined,
): Promise<{ records: string[]; changed: boolean }> {
  const type = typeOf(item);
  if (type === undefined) return { records: [], changed: false };
  const order = { type, id: item.id };
  const by = input === undefined ? '' : inputId(input);
  const newest = Object.values(item.groups)
    .map(({ stamp }) => stamp)
    .reduce((a, b) => (compareStamps(a, b) > 0 ? a : b));
  const row = await store.update(orderPointerKey(order, item.record), {
    update: 'SET saidAt = :at, saidBy = :by',
    condition: 'attribute_not_exists(saidAt) OR saidAt < :at',
    values: { ':at': `${textOf(newest)}#${by}`, ':by': by },
  });
  const records = (await saidOfOrder(store, order)).map(({ record }) => record);
  if (records.length < 2) return { records: [], changed: row !== undefined };
  for (const record of records)
    await store.put(sharedOrderKey(record, order), { condition: 'attribute_not_exists(pk)' });
  return { records, changed: row !== undefined };
}

/** Rises as `compareStamps` does; the code map takes no part, for a message read again is the same statement. */
const textOf = ({ doubtful, time, rank, sent, hash }: Stamp): string =>
  [doubtful ? 0 : 1, time, String(rank).padStart(4, '0'), sent ?? time, hash].join('#');

export async function saidOfOrder(store: Store, order: OrderName): Promise<SaidOfOrder[]> {
  const rows = (await store.query({ partition: orderPointerKey(order, '').pk })) as (Row & {
    saidAt: string;
    saidBy: string;
    listed?: Set<string>;
  })[];
  return rows.map(({ sk, saidAt, saidBy, listed = [] }) => ({
    record: sk,
    saidAt,
    input: saidBy === '' ? undefined : parseInputId(saidBy),
    listed: [...listed].map(parseInputId),
  }));
}

/** Orders of a record that are, or were, said of another one too. */
export async function sharedOrders(store: Store, record: string): Promise<OrderName[]> {
  const rows = await store.query({ partition: record, beginsWith: 'SharedOrder#' });
  return rows.flatMap(({ sk }) => {
    const [, named, id = ''] = sk.split('#');
    const type = ORDER_TYPES.find((one) => one === named);
    return type === undefined ? [] : [{ type, id }];
  });
}

/** Before an input is listed: so that who settles the order later takes it off again. */
export async function noteOrderListed(store: Store, order: OrderName, record: string, input: InputKey): Promise<void> {
  await store.update(orderPointerKey(order, record), {
    update: 'ADD listed :input',
    condition: 'attribute_exists(pk)',
    values: { ':input': new Set([inputId(input)]) },
  });
}
