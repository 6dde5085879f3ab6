import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestChart, withChart } from '../../test/chart.ts';
import { edge, owners, record } from '../../test/chart-examples.ts';

let world: TestChart;
let next = 4000;
beforeAll(async () => {
  world = await withChart();
});
afterAll(() => world.close());

const records = (): [string, string, string] => [record(next++), record(next++), record(next++)];
const merge = (prior: string, survivor: string, said: number, state: 'joined' | 'apart' = 'joined') =>
  world.chart.write({
    items: [],
    edges: [edge(prior, survivor, { survivor, said, state })],
    owners: owners(prior, survivor),
  });
const survivorsOf = (...of: string[]) => Promise.all(of.map((one) => world.chart.survivor(one)));

describe('a record that was merged', () => {
  test('goes on under the last survivor of its merges; the survivor under nobody', async () => {
    const [a, b, c] = records();
    await merge(a, b, 1);
    expect(await survivorsOf(a, b)).toEqual([b, undefined]);
    await merge(b, c, 2);
    expect(await survivorsOf(a, b, c)).toEqual([c, c, undefined]);
  });

  test('goes on by itself where the newest statement says so, in any order', async () => {
    const [a, b, c] = records();
    await merge(b, a, 2);
    await merge(a, b, 1);
    expect(await survivorsOf(a, b)).toEqual([undefined, a]);
    await merge(b, a, 3, 'apart');
    expect(await survivorsOf(a, b, c)).toEqual([undefined, undefined, undefined]);
  });

  test('in a circle leaves exactly one that goes on by itself', async () => {
    const [a, b, c] = records();
    await merge(a, b, 1);
    await merge(b, c, 2);
    await merge(c, a, 3);
    const survivors = await survivorsOf(a, b, c);
    expect(survivors.filter((one) => one === undefined)).toHaveLength(1);
    expect(new Set(survivors.filter((one) => one !== undefined)).size).toBe(1);
  });
});
