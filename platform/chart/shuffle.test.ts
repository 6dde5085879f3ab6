import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import type { ChartItem, IdentityEdge } from '../../schemas/chart.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { creatinine, edge, owners, record } from '../../test/chart-examples.ts';

// Thousands of requests over the wire; a busy machine needs its time.
jest.setTimeout(180_000);

let world: TestChart;
beforeAll(async () => {
  world = await withChart();
});
afterAll(() => world.close());

type Message =
  | { readonly of: number; readonly item: (of: string) => ChartItem }
  | { readonly pair: [number, number]; readonly state: IdentityEdge['state']; readonly said: number };

const facts: fc.Arbitrary<Message> = fc
  .record({
    of: fc.nat(2),
    n: fc.nat(1),
    said: fc.nat(3),
    value: fc.nat(2),
    rank: fc.constantFrom(10, 20, 40),
    group: fc.constantFrom('base', 'status'),
  })
  .map(({ of, n, ...said }) => ({ of, item: (one: string) => creatinine(one, n, said) }));
const statements: fc.Arbitrary<Message> = fc.record({
  pair: fc.constantFrom<[number, number]>([0, 1], [1, 0], [1, 2]),
  state: fc.constantFrom<IdentityEdge['state']>('joined', 'apart'),
  said: fc.nat(3),
});
const message = fc.oneof({ weight: 2, arbitrary: facts }, { weight: 1, arbitrary: statements });

let runs = 0;
/** Plays the messages on three new records; what the chart then says, with the records named by their place. */
async function play(messages: readonly Message[], atOnce: boolean): Promise<string> {
  const records = [0, 1, 2].map((n) => record(1000 * ++runs + n));
  const named = (text: string) => records.reduce((said, one, n) => said.replaceAll(one, `record ${n}`), text);
  const write = (said: Message) =>
    'pair' in said
      ? { items: [], edges: [edge(records[said.pair[0]] ?? '', records[said.pair[1]] ?? '', said)] }
      : { items: [said.item(records[said.of] ?? '')] };
  const writing = (said: Message) => world.chart.write({ ...write(said), owners: owners(...records) });
  if (atOnce) await Promise.all(messages.map(writing));
  else for (const said of messages) await writing(said);
  const charts = [];
  for (const one of records) {
    const items = await world.chart.everything(one);
    charts.push({
      person: (await world.chart.person(one)).map(named).sort(),
      items: items.map(({ groups, resource }) => ({ groups, resource })),
    });
  }
  return named(canonicalJson(charts));
}

test('any shuffle with duplicates of the same messages gives an equal chart, one by one or all at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(message, { minLength: 1, maxLength: 6 })
        .chain((messages) =>
          fc.tuple(
            fc.constant(messages),
            fc.shuffledSubarray([...messages, ...messages], { minLength: messages.length }),
            fc.boolean(),
          ),
        ),
      async ([messages, shuffled, atOnce]) => {
        const expected = await play(messages, false);
        expect(await play([...shuffled, ...messages.filter((said) => !shuffled.includes(said))], atOnce)).toBe(
          expected,
        );
      },
    ),
    { numRuns: 25 },
  );
});
