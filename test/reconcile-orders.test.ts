import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { makeGroup } from '../domain/fhir/groups.ts';
import { ReconcileList } from '../schemas/api/reconcile.ts';
import { type ChartItem, RANK } from '../schemas/chart.ts';
import type { InputKey } from '../schemas/input.ts';
import { type Reconciling, reconcilingRegion } from './reconcile-region.ts';
import { sha256Hex } from './sha256.ts';

jest.setTimeout(120_000);
let region: Reconciling;
beforeAll(async () => {
  region = await reconcilingRegion();
});
afterAll(() => region.close());

const ORDER = '00000000-0000-8000-8000-00000000000a';
const list = async (query = '') => ReconcileList.parse((await region.ask('GET', `/reconcile/north${query}`)).json);

/** An order of the same number said of a record, at a minute. */
async function says(record: string, minute: number): Promise<void> {
  const time = `2026-03-02T06:${String(minute).padStart(2, '0')}:00.000Z`;
  const input: InputKey = { kind: 'record', clinic: 'north', sha256: sha256Hex(`${record} ${minute}`) };
  const value = { status: 'active', intent: 'order', code: { text: 'КТ ОГК' }, authoredOn: time };
  const item: ChartItem = {
    record,
    resourceType: 'ServiceRequest',
    id: ORDER,
    groups: { base: makeGroup(value, { time, rank: RANK.final, receivedAt: time }) },
  };
  await region.world.chart.openInput(input, 1, time);
  await region.world.chart.write({ items: [item], owners: { [record]: 'north' }, awaiting: { input, record } });
}

test('an order of two patients is given to one of them; the other’s record no longer shows it; taken back both wait', async () => {
  const one = await region.admit('801', { name: [{ family: 'Первова' }], birthDate: '1970-01-01' });
  const other = await region.admit('802', { name: [{ family: 'Второва' }], birthDate: '1980-01-01' });
  await says(one, 1);
  await says(other, 2);
  await region.drain();
  const { items } = await list();
  expect(items.map(({ kind, reasons }) => [kind, reasons[0]?.reason])).toEqual([['order', 'order-of-two-patients']]);
  const [item] = items;
  expect(item?.candidates.map(({ name }) => name).sort()).toEqual(['Второва', 'Первова']);
  const path = `/reconcile/north/${item?.id}`;
  const { json } = await region.ask('POST', `${path}/link`, { record: one });
  expect(json.decided).toMatchObject({ decision: 'link', record: one });
  await region.drain();
  expect((await list()).items).toEqual([]);
  expect((await region.ask('POST', `${path}/undo`)).status).toBe(200);
  await region.drain();
  expect((await list()).items).toHaveLength(1);
  await region.ask('POST', `${path}/wrong-patient`);
  await region.drain();
  expect((await list()).items).toEqual([]);
});

test('a long list is read page by page, oldest first, and each matter is there', async () => {
  const { chart } = region.world;
  const ids: string[] = [];
  for (let n = 0; n < 120; n += 1) {
    const input: InputKey = { kind: 'record', clinic: 'north', sha256: sha256Hex(`refused ${n}`) };
    await chart.openInput(input, 1, region.it.time.now.toISOString());
    await chart.endInput(input, { state: 'quarantined', code: 'hl7-structure' });
    region.it.time.now = new Date(region.it.time.now.getTime() + 1000);
    ids.push(`input~record~${input.sha256}`);
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await list(cursor === undefined ? '' : `?cursor=${cursor}`);
    expect(page.items.length).toBeLessThanOrEqual(50);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.cursor;
    pages += 1;
  } while (cursor !== undefined);
  expect(seen).toEqual(ids);
  expect(pages).toBe(3);
  expect((await region.ask('GET', `/reconcile/north/${ids[0]}`)).json).toMatchObject({
    kind: 'refusal',
    decisions: [],
    technical: { code: 'hl7-structure' },
  });
  expect((await region.ask('POST', `/reconcile/north/${ids[0]}/apart`)).status).toBe(400);
});
