import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CLASSES, type Class, ceilingsOf, makeLine } from './line.ts';

const ceilings = ceilingsOf({ urgent: 5, routine: 240, bulk: 1440 });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Item = { readonly since: number; readonly name: Class; readonly work: number; left: number; doneAt?: number };

/** The line of a clinic in simulated time: `work` and `step` in milliseconds of sending. One step cannot be called back. */
function play(items: readonly Item[], step: number): void {
  const line = makeLine<Item>(ceilings);
  const arrivals = [...items].sort((a, b) => a.since - b.since);
  let now = 0;
  for (let open = items.length; open > 0; ) {
    while (arrivals[0] && arrivals[0].since <= now) {
      const item = arrivals.shift() as Item;
      line.put(item, item.name);
    }
    const next = line.next(now)?.waiting;
    if (next === undefined) {
      now = arrivals[0]?.since ?? now;
      continue;
    }
    const sent = Math.min(step, next.left);
    now += sent;
    next.left -= sent;
    if (next.left > 0) continue;
    next.doneAt = now;
    line.remove(next);
    open -= 1;
  }
}

/** Whether any order at all would meet every deadline: no interval may ask for more than it has (Baruah et al. 1990). */
function couldBeCarried(items: readonly Item[]): boolean {
  return items.every(({ since: from }) =>
    items.every(({ since, name }) => {
      const to = since + ceilings[name];
      const asked = items.filter((one) => one.since >= from && one.since + ceilings[one.name] <= to);
      return to <= from || asked.reduce((sum, { work }) => sum + work, 0) <= to - from;
    }),
  );
}

const itemsOf = fc
  .array(
    fc.record({
      since: fc.nat(30 * HOUR),
      name: fc.constantFrom(...CLASSES),
      load: fc.double({ min: 0.01, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((all) =>
    all.map(({ since, name, load }): Item => {
      const work = Math.ceil((ceilings[name] * load) / 3);
      return { since, name, work, left: work };
    }),
  );

test('nothing waits beyond its ceiling, whatever comes whenever, as long as the line could carry it', () => {
  let carried = 0;
  fc.assert(
    fc.property(itemsOf, (items) => {
      if (!couldBeCarried(items)) return;
      carried += 1;
      const step = 20_000;
      play(items, step);
      for (const { since, name, doneAt = 0 } of items)
        expect(doneAt).toBeLessThanOrEqual(since + ceilings[name] + step);
    }),
    { numRuns: 1000 },
  );
  expect(carried).toBeGreaterThan(100);
});

describe('an urgent study', () => {
  const queued = (count: number, since: number, name: Class): Item[] =>
    Array.from({ length: count }, () => ({ since, name, work: 30_000, left: 30_000 }));

  test.each([
    ['that have just come', 0],
    ['that wait for two hours', 2 * HOUR],
    ['that are three days old and late', 72 * HOUR],
  ])('overtakes 200 queued routine ones %s', (_, age) => {
    const urgent: Item[] = [
      { since: age, name: 'urgent-first', work: 2000, left: 2000 },
      { since: age, name: 'urgent-rest', work: 60_000, left: 60_000 },
    ];
    const line = makeLine<Item>(ceilings);
    for (const item of [...queued(200, 0, 'routine-rest'), ...queued(200, 0, 'routine-first'), ...urgent])
      line.put(item, item.name);
    expect(line.next(age)?.waiting).toBe(urgent[0]);
    line.remove(urgent[0] as Item);
    const order: Class[] = [];
    for (let next = line.next(age); next; next = line.next(age)) {
      order.push(next.name);
      line.remove(next.waiting);
    }
    expect(order).toEqual([
      ...Array.from({ length: 200 }, () => 'routine-first'),
      'urgent-rest',
      ...Array.from({ length: 200 }, () => 'routine-rest'),
    ]);
  });
});

test('a routine item that is nearly due goes before an urgent rest: ageing', () => {
  const line = makeLine<Item>(ceilings);
  const old: Item = { since: 0, name: 'routine-rest', work: 1, left: 1 };
  const urgent: Item = { since: 225 * MINUTE, name: 'urgent-rest', work: 1, left: 1 };
  line.put(old, old.name);
  line.put(urgent, urgent.name);
  expect(line.next(100 * MINUTE)?.waiting).toBe(old);
  expect(line.next(225 * MINUTE)?.waiting).toBe(old);
  // Once it is late, it gives way to what can still be in time.
  expect(line.next(229 * MINUTE)?.waiting).toBe(urgent);
});

test('of one class the oldest goes first, and what may not go now is passed over', () => {
  const line = makeLine<Item>(ceilings);
  const all = [5, 3, 9, 1].map((since): Item => ({ since, name: 'bulk-rest', work: 1, left: 1 }));
  const routine: Item = { since: 20, name: 'routine-rest', work: 1, left: 1 };
  for (const item of [...all, routine]) line.put(item, item.name);
  expect(line.next(20, (name) => name !== 'routine-rest')?.waiting.since).toBe(1);
  expect(line.next(20)?.waiting).toBe(routine);
  line.put(all[2] as Item, 'urgent-first');
  expect(line.next(20)?.waiting.since).toBe(9);
  expect(line.size).toBe(5);
});
