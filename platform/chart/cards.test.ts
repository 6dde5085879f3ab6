import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestChart, withChart } from '../../test/chart.ts';
import type { CardFeedback, ShownCard } from './cards.ts';

let world: TestChart;
beforeAll(async () => {
  world = await withChart();
});
afterAll(() => world.close());

const CLIENT = 'https://ehr.test';
const uuidOf = (n: number): string => `d1577c69-dfbe-84ad-8a6d-${String(n).padStart(12, '0')}`;
const card = (n: number, change: Partial<ShownCard> = {}): ShownCard => ({
  uuid: uuidOf(n),
  rule: 'critical_labs',
  matter: 'potassium',
  severity: 'warning',
  facts: 'f1',
  hook: 'patient-view',
  listener: `listener-${n}`,
  client: CLIENT,
  at: '2026-03-01T12:00:00.000Z',
  ...change,
});
const answer = (n: number, change: Partial<CardFeedback> = {}): CardFeedback => ({
  uuid: uuidOf(n),
  outcome: 'overridden',
  at: '2026-03-01T12:05:00.000Z',
  suggestions: [],
  ...change,
});

test('a token is used once for its issuer', async () => {
  const { cards } = world.chart;
  await expect(cards.useToken('https://a', 'j', '2026-03-01T12:05:00.000Z')).resolves.toBe(true);
  await expect(cards.useToken('https://a', 'j', '2026-03-01T12:05:00.000Z')).resolves.toBe(false);
  await expect(cards.useToken('https://b', 'j', '2026-03-01T12:05:00.000Z')).resolves.toBe(true);
});

test('a card shown again is the same card, counted, on the day it was first shown', async () => {
  const { cards } = world.chart;
  await cards.noteShown([card(1)]);
  await cards.noteShown([card(1, { at: '2026-03-02T08:00:00.000Z' })]);
  await expect(cards.ofRule('critical_labs', '2026-03-01')).resolves.toEqual([
    expect.objectContaining({ uuid: uuidOf(1), shown: 2, firstAt: '2026-03-01T12:00:00.000Z', feedback: [] }),
  ]);
  await expect(cards.ofRule('critical_labs', '2026-03-02')).resolves.toEqual([]);
});

test('an answer silences its matter and facts for the physician who gave it, and for nobody else', async () => {
  const { cards } = world.chart;
  await cards.noteShown([card(2)]);
  await expect(cards.addFeedback(CLIENT, answer(2))).resolves.toBe(true);
  await expect(cards.addFeedback(CLIENT, answer(2))).resolves.toBe(true);
  await expect(cards.silences('listener-2')).resolves.toEqual([
    { matter: 'potassium', facts: 'f1', severity: 'warning', since: '2026-03-01T12:05:00.000Z' },
  ]);
  await expect(cards.silences('listener-1')).resolves.toEqual([]);
  const [first] = (await cards.ofRule('critical_labs', '2026-03-01')).filter(({ uuid }) => uuid === uuidOf(2));
  expect(first?.feedback).toEqual([answer(2)]);
});

test('of two answers that come in the wrong order the newer counts', async () => {
  const { cards } = world.chart;
  await cards.noteShown([card(3)]);
  await cards.addFeedback(CLIENT, answer(3, { at: '2026-03-05T00:00:00.000Z' }));
  await cards.addFeedback(CLIENT, answer(3, { at: '2026-03-04T00:00:00.000Z' }));
  await expect(cards.silences('listener-3')).resolves.toMatchObject([{ since: '2026-03-05T00:00:00.000Z' }]);
});

test('an answer to a card that was never shown is none', async () => {
  await expect(world.chart.cards.addFeedback(CLIENT, answer(9))).resolves.toBe(false);
});

test('nor is an answer of another record system', async () => {
  await world.chart.cards.noteShown([card(10)]);
  await expect(world.chart.cards.addFeedback('https://other.test', answer(10))).resolves.toBe(false);
  await expect(world.chart.cards.silences('listener-10')).resolves.toEqual([]);
});

test('every row knows when it may go: a token a day after its end, what was told and answered when no report asks for it', async () => {
  const { chart, client, table } = world;
  const { Items: before = [] } = await client.send(new ScanCommand({ TableName: table }));
  const known = new Set(before.map(({ pk, sk }) => `${pk} ${sk}`));
  await chart.cards.useToken('https://ttl', 'j', '2026-03-01T12:05:00.000Z');
  await chart.cards.noteShown([card(20)]);
  await chart.cards.noteShown([card(20, { at: '2026-03-02T12:00:00.000Z' })]);
  await chart.cards.addFeedback(CLIENT, answer(20));
  const { Items: after = [] } = await client.send(new ScanCommand({ TableName: table }));
  const days = (at: string, expiresAt: unknown): number => (Number(expiresAt) * 1000 - Date.parse(at)) / 86_400_000;
  const added = after.filter(({ pk, sk }) => !known.has(`${pk} ${sk}`));
  const kept = added.map(({ pk, until, feedback, since, expiresAt }) => [
    String(pk).split('#', 1)[0],
    days(until ?? (feedback && JSON.parse(feedback).at) ?? since ?? '2026-03-02T12:00:00.000Z', expiresAt),
  ]);
  expect(kept.sort()).toEqual([
    ['card', 400],
    ['card', 400],
    ['silence', 730],
    ['token', 1],
  ]);
});
