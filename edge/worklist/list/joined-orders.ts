import { mergeFacts, type WorklistFact } from '../facts.ts';

/** An order as all messages together have it. */
export type JoinedOrder = {
  readonly id: string;
  /** All names that it ever had: the least may come last. */
  readonly ids: readonly string[];
  readonly fact: WorklistFact;
};

/**
 * Orders that share a placer's or a filler's number are one order: the information system writes it under its own number,
 * radiology adds the other. The id is the least of theirs, so every order of arrival names it alike.
 */
export function joinOrders(facts: readonly WorklistFact[]): JoinedOrder[] {
  const orders = facts.filter(({ kind }) => kind === 'order');
  const leader = new Map<string, string>();
  const find = (name: string): string => {
    let at = name;
    for (let next = leader.get(at); next !== undefined && next !== at; next = leader.get(at)) at = next;
    return at;
  };
  const join = (a: string, b: string): void => {
    const [first, second] = [find(a), find(b)].sort() as [string, string];
    if (first !== second) leader.set(second, first);
  };
  for (const { id, names } of orders)
    for (const number of [names.placer, names.filler]) if (number !== undefined) join(`=${id}`, number);
  const groups = Map.groupBy(orders, ({ id }) => find(`=${id}`));
  return [...groups.values()].map((together) => {
    const ids = together.map(({ id }) => id).sort();
    const id = ids[0] as string;
    return { id, ids, fact: together.map((one) => ({ ...one, id })).reduce(mergeFacts) };
  });
}
