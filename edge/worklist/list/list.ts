import type { WorklistFact } from '../facts.ts';
import type { WorklistItem } from '../item.ts';
import { type Booked, bookedIn, isForOrder, isForService } from './appointments.ts';
import { type Done, doneOf } from './done.ts';
import { itemOfAppointment } from './from-appointment.ts';
import { itemsOfOrder, type Ordered, orderedIn } from './from-order.ts';
import { itemOfWalkIn, walkedInOf } from './from-walk-in.ts';
import { isSamePerson, type Persons, personsOf } from './persons.ts';
import type { Now } from './standing.ts';

/** What all items are made from. */
export type View = { readonly persons: Persons; readonly done: Done; readonly now: Now };

/**
 * The worklist as it follows from the facts at one moment. Pure: equal facts give an equal list, whatever order they came
 * in; nothing on it is remembered from before.
 * @param all also what was made, cancelled or is over: for looking up what a modality speaks of
 */
export function listOf(facts: readonly WorklistFact[], now: Now, { all = false } = {}): WorklistItem[] {
  const view: View = { persons: personsOf(facts), done: doneOf(facts), now };
  const orders = orderedIn(facts);
  const walkIns = walkedInOf(facts);
  const { ofOrder, alone } = assign(bookedIn(facts), orders, view);
  const items = [
    ...orders.flatMap((order) =>
      itemsOfOrder(
        order,
        ofOrder.get(order.id),
        walkIns.find(({ joined }) => joined !== undefined && order.ids.includes(joined)),
        view,
      ),
    ),
    ...alone.flatMap((booked) => itemOfAppointment(booked, view)),
    ...walkIns.filter(({ joined }) => joined === undefined).map((walkIn) => itemOfWalkIn(walkIn, orders, view)),
  ];
  return items
    .filter(({ stands }) => all || stands)
    .map(({ item }) => item)
    .sort((a, b) => compare(a.start ?? '9', b.start ?? '9') || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Which appointment is for which order: by the order's number, else the same service for the same patient. */
function assign(booked: readonly Booked[], orders: readonly Ordered[], { persons }: View) {
  const ofOrder = new Map<string, Booked>();
  const alone: Booked[] = [];
  const inTime = [...booked].sort((a, b) => compare(a.start ?? '9', b.start ?? '9') || compare(a.fact.id, b.fact.id));
  const take = (one: Booked, fits: (order: Ordered) => boolean): boolean => {
    const found = orders.filter((order) => order.isOpen && !ofOrder.has(order.id)).find(fits);
    if (found !== undefined) ofOrder.set(found.id, one);
    return found !== undefined;
  };
  const rest = inTime.filter((one) => !take(one, ({ content }) => isForOrder(one, content)));
  for (const one of rest) {
    const isKnown = orders.some(({ content }) => isForOrder(one, content));
    const isTaken = take(
      one,
      ({ content, whose }) => isForService(one, content) && isSamePerson(one.whose.record, whose.record, persons),
    );
    if (!isTaken && !isKnown) alone.push(one);
  }
  return { ofOrder, alone };
}
