import { contentOf, WalkInContent, Whose } from '../contents.ts';
import type { WorklistFact } from '../facts.ts';
import { joinOrders } from './joined-orders.ts';
import { personsOf } from './persons.ts';

/**
 * Which facts the items of these names follow from: all parts of an order, however old, its patient, and the merges by
 * which his number goes on. Without them an item that stands would lose its content, or get its patient's former number back.
 */
export function neededFor(facts: readonly WorklistFact[], names: readonly string[]): (fact: WorklistFact) => boolean {
  const wanted = new Set(names);
  for (const { ids } of joinOrders(facts)) if (ids.some((id) => wanted.has(id))) for (const id of ids) wanted.add(id);
  const { goesOn } = personsOf(facts);
  const records = new Set<string>();
  for (const fact of facts.filter(({ id }) => wanted.has(id)))
    for (let at = recordOf(fact); at !== undefined && !records.has(at); at = goesOn.get(at)) records.add(at);
  return ({ kind, id }) => {
    if (kind === 'patient') return records.has(id);
    if (kind === 'merge') return id.split('#').every((record) => records.has(record));
    return wanted.has(id);
  };
}

const recordOf = (fact: WorklistFact): string | undefined =>
  (fact.kind === 'walk-in' ? contentOf(fact, 'content', WalkInContent)?.whose : contentOf(fact, 'whose', Whose))
    ?.record;
