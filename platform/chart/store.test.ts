import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestChart, withChart } from '../../test/chart.ts';
import { makeDynamoClient } from './client.ts';
import { makeStore, type Store } from './store.ts';

let world: TestChart;
let store: Store;
beforeAll(async () => {
  world = await withChart();
  store = makeStore(world.client, world.table);
});
afterAll(() => world.close());

describe('the store', () => {
  test('answers a condition that does not hold, and throws everything else', async () => {
    const row = { pk: 'a', sk: '1', rev: 1 };
    expect(await store.put(row, { condition: 'attribute_not_exists(pk)' })).toBe(true);
    expect(await store.put(row, { condition: 'attribute_not_exists(pk)' })).toBe(false);
    const raise = { update: 'SET rev = :rev', condition: 'rev < :rev', values: { ':rev': 2 } };
    expect(await store.update(row, raise)).toEqual({ pk: 'a', sk: '1', rev: 2 });
    expect(await store.update(row, raise)).toBeUndefined();

    await expect(store.update(row, { update: 'SET record = :rev', values: { ':rev': 2 } })).rejects.toThrow('reserved');
    await expect(makeStore(world.client, 'none').get(row)).rejects.toThrow('not found');
  });

  test('reads ranges beyond one page of 1 MB, in order, and no further than asked', async () => {
    const text = 'x'.repeat(250_000);
    for (let n = 0; n < 9; n++) await store.put({ pk: 'large', sk: `row ${n}`, text });
    const read = async (more: { newestFirst?: boolean; limit?: number }) =>
      (await store.query({ partition: 'large', beginsWith: 'row', ...more })).map(({ sk }) => sk.at(-1)).join('');

    expect(await read({})).toBe('012345678');
    expect(await read({ newestFirst: true, limit: 7 })).toBe('8765432');
  });

  test('that does not answer is unavailable, which is tried again', async () => {
    const client = { send: () => Promise.reject(new Error('connect ECONNREFUSED')) } as unknown as typeof world.client;

    await expect(makeStore(client, 'oka').get({ pk: 'a', sk: 'b' })).rejects.toMatchObject({
      code: 'unavailable',
      class: 'transient',
    });
  });
});

test('the client of a process goes where AWS_ENDPOINT_URL_DYNAMODB says', async () => {
  const endpoint = await world.client.config.endpoint?.();
  const before = { ...process.env };
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${endpoint?.port}`;
  Object.assign(process.env, { AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
  try {
    const client = makeDynamoClient();
    await makeStore(client, world.table).put({ pk: 'by environment', sk: '1', left: undefined });
    client.destroy();
  } finally {
    process.env = before;
  }

  expect(await store.get({ pk: 'by environment', sk: '1' })).toEqual({ pk: 'by environment', sk: '1' });
});
