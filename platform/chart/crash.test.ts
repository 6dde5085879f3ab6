import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type TestChart, withChart } from '../../test/chart.ts';
import {
  at,
  CREATININE,
  creatinine,
  edge,
  input,
  order,
  owners,
  patient,
  record,
  snils,
} from '../../test/chart-examples.ts';
import type { ChartWrite } from './chart.ts';
import type { DynamoChartOptions } from './dynamo-chart.ts';

// Thousands of requests over the wire; a busy machine needs its time.
jest.setTimeout(180_000);

let world: TestChart;
beforeAll(async () => {
  world = await withChart();
});
afterAll(() => world.close());

type Crash = 'before the step reaches the store' | 'after the store has done it, before the answer';

/** A writer whose process ends at step `k`: from then on nothing it does reaches the table or the queue. */
function writerThatDies(k: number, crash: Crash, trigger: DynamoChartOptions['sendAdvice']) {
  let steps = 0;
  const step = async <T>(reach: () => Promise<T>): Promise<T> => {
    const now = ++steps;
    if (now === k && crash.startsWith('after')) await reach();
    if (now >= k) throw new Error('the process is gone');
    return reach();
  };
  const client = { send: (command: never) => step(() => world.client.send(command)) } as typeof world.client;
  return world.again({ client, sendAdvice: (of, revision) => step(() => trigger(of, revision)) });
}

test.each<Crash>(['before the step reaches the store', 'after the store has done it, before the answer'])(
  'a writer that dies %s loses nothing once its message comes again',
  async (crash) => {
    let died = true;
    let k = 0;
    for (; died; k++) {
      const base = (crash.startsWith('after') ? 50_000 : 60_000) + 10 * k;
      const [a, b, c] = [record(base), record(base + 1), record(base + 2)];
      await world.chart.write({ items: [], edges: [edge(b, c)], owners: owners(b, c) });
      await world.chart.openInput(input(base), 1, at(0));
      const write: ChartWrite = {
        items: [creatinine(a, 1), creatinine(a, 2)],
        edges: [edge(a, b)],
        owners: owners(a, b),
        accessions: [{ domain: '1.2.3', accession: `A-${base}`, record: a }],
        awaiting: { input: input(base), record: a },
      };
      // A trigger counts when, as it is sent, an advise that starts now sees all the facts and finds the input.
      const served = new Set<string>();
      const trigger = async (of: string, revision: number) => {
        const [head, person, facts] = [
          await world.chart.head(of),
          await world.chart.person(of),
          await world.chart.newest(a, CREATININE, 9),
        ];
        const waits = await world.chart.awaiting(a, head?.revision ?? 0);
        if ((head?.revision ?? 0) >= revision && person.length === 3 && facts.length === 2 && waits.length === 1) {
          served.add(of);
        }
      };

      died = await writerThatDies(k + 1, crash, trigger)
        .write(write)
        .then(
          () => false,
          () => true,
        );
      await world.again({ sendAdvice: trigger }).write(write);

      expect([k, ...served].sort()).toEqual([k, a, b, c].sort());
      expect(await world.chart.recordsOfAccession('1.2.3', `A-${base}`)).toEqual([a]);
      const items = await world.chart.everything(a);
      expect(items.map(({ rev, announcedRev }) => [rev, announcedRev])).toEqual([
        [1, 1],
        [1, 1],
      ]);
    }
    expect(k).toBeGreaterThan(20);
  },
);

test.each<[string, Crash, boolean]>([
  ['links two records', 'before the step reaches the store', true],
  ['links two records', 'after the store has done it, before the answer', true],
  ['parts two records', 'before the step reaches the store', false],
  ['parts two records', 'after the store has done it, before the answer', false],
])('a writer of demographics that %s and dies %s leaves neither record uninformed', async (_, crash, links) => {
  let died = true;
  let k = 0;
  for (; died; k++) {
    const base = (crash.startsWith('after') ? 70_100 : 80_100) + 3 * k + (links ? 0 : 5_000);
    const [a, b] = [record(base), record(base + 1)];
    const before = patient(b, { snils: snils(base) });
    await world.chart.write({ items: [patient(a, { snils: snils(base) })], owners: owners(a) });
    if (!links) await world.chart.write({ items: [before], owners: owners(b) });
    const write: ChartWrite = {
      items: [links ? before : patient(b, { snils: snils(base + 1), said: 5 })],
      owners: owners(b),
    };
    // A trigger counts when an advise that starts as it is sent sees who is who.
    const served = new Set<string>();
    const trigger = async (of: string) => {
      if ((await world.chart.person(of)).length === (links ? 2 : 1)) served.add(of);
    };

    died = await writerThatDies(k + 1, crash, trigger)
      .write(write)
      .then(
        () => false,
        () => true,
      );
    await world.again({ sendAdvice: trigger }).write(write);

    expect([k, ...served].sort()).toEqual([k, a, b].sort());
    expect(await world.chart.person(a)).toEqual(links ? [a, b].sort() : [a]);
  }
  expect(k).toBeGreaterThan(10);
});

test.each<Crash>(['before the step reaches the store', 'after the store has done it, before the answer'])(
  'a writer of an order of another patient that dies %s leaves neither record uninformed',
  async (crash) => {
    let died = true;
    let k = 0;
    for (; died; k++) {
      const base = (crash.startsWith('after') ? 90_000 : 95_000) + 3 * k;
      const [a, b] = [record(base), record(base + 1)];
      await world.chart.write({ items: [order(a, base)], owners: owners(a) });
      await world.chart.openInput(input(base), 1, at(0));
      const write: ChartWrite = {
        items: [order(b, base, 5)],
        owners: owners(b),
        awaiting: { input: input(base), record: b },
      };
      // A trigger counts when an advise that starts as it is sent finds both statements, from either record.
      const served = new Set<string>();
      const trigger = async (of: string) => {
        const [shared] = await world.chart.sharedOrders(of);
        const said = shared ? await world.chart.saidOfOrder(shared) : [];
        if (said.length === 2) served.add(of);
      };

      died = await writerThatDies(k + 1, crash, trigger)
        .write(write)
        .then(
          () => false,
          () => true,
        );
      await world.again({ sendAdvice: trigger }).write(write);

      expect([k, ...served].sort()).toEqual([k, a, b].sort());
    }
    expect(k).toBeGreaterThan(10);
  },
);

test('facts that a dead writer left unannounced are announced by a repeat that awaits nothing', async () => {
  const a = record(70_000);
  const write = { items: [creatinine(a, 1)], owners: owners(a) };
  // head, own, read, put; then the process dies.
  await expect(
    writerThatDies(5, 'before the step reaches the store', async () => undefined).write(write),
  ).rejects.toThrow();
  expect(await world.chart.get(a, 'Observation', creatinine(a, 1).id)).toMatchObject({ rev: 1, announcedRev: 0 });
  world.sent.length = 0;

  const { changed } = await world.chart.write(write);

  expect(changed).toBe(false);
  expect(world.sent).toEqual([{ record: a, revision: 1 }]);
});
