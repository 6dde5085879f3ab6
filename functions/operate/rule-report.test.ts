import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RULES } from '../../domain/rules/catalogue.ts';
import { signed } from '../../domain/rules/examples.ts';
import type { ShownCard } from '../../platform/chart/cards.ts';
import { answering } from '../../platform/handlers/api.ts';
import { RuleReportAnswer } from '../../schemas/api/rule-report.ts';
import type { Principal } from '../../schemas/principal.ts';
import { Issuer } from '../../schemas/region.ts';
import { apiEvent, principals, type TestWorld, testRegion, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';

const NORTH = 'https://mis-north.test';
const GONE = 'https://gone.test';
let it: TestWorld;

const uuidOf = (n: number): string => `d1577c69-dfbe-84ad-8a6d-${String(n).padStart(12, '0')}`;
const card = (n: number, change: Partial<ShownCard> = {}): ShownCard => ({
  uuid: uuidOf(n),
  rule: 'critical_labs',
  matter: 'potassium',
  severity: 'warning',
  facts: `f${n}`,
  hook: 'patient-view',
  listener: `listener-${n}`,
  client: NORTH,
  at: '2026-02-20T08:00:00.000Z',
  ...change,
});

beforeAll(async () => {
  it = await withWorld({
    ...testRegion(),
    rules: signed('critical_labs', 'curb65'),
    issuers: [Issuer.parse({ iss: NORTH, kind: 'ehr', ehr: 'mis-north' })],
  });
  const { cards } = it.world.chart;
  await cards.noteShown([
    card(1),
    card(2),
    card(3),
    card(4, { client: GONE }),
    card(5, { at: '2026-01-01T00:00:00.000Z' }),
  ]);
  await cards.noteShown([card(1, { at: '2026-02-21T08:00:00.000Z' })]);
  await cards.addFeedback(NORTH, {
    uuid: uuidOf(1),
    outcome: 'accepted',
    at: '2026-02-20T08:00:40.000Z',
    suggestions: [],
  });
  await cards.addFeedback(NORTH, {
    ...{ uuid: uuidOf(2), outcome: 'overridden', at: '2026-02-20T08:01:00.000Z', suggestions: [] },
    reason: { code: 'already-acted' },
  });
});
afterAll(() => it.close());

async function report(query: string, as: Principal = principals.operator()) {
  const { status, json } = await answering({ world: () => it.world, routes })(
    apiEvent(as, 'GET', `/rules/report${query}`),
  );
  return { status, answer: status === 200 ? RuleReportAnswer.parse(json) : undefined };
}

test('of each rule it says how often its cards were shown, followed, overridden and why, or ignored, and how soon', async () => {
  const { answer } = await report('');
  expect(answer).toMatchObject({ from: '2026-02-01', to: '2026-03-02' });
  const found = answer?.rules.find(({ rule }) => rule === 'critical_labs');
  expect(found?.all).toMatchObject({
    ...{ n: 4, shown: 5, accepted: 1, ignored: 2, waiting: 0 },
    overridden: { 'already-acted': 1 },
    timeToAct: { n: 1, median: 40, p90: 40 },
  });
  expect(found?.all).not.toHaveProperty('verdict');
  expect(Object.entries(found?.places ?? {}).map(([place, { n }]) => [place, n])).toEqual([
    ['north', 3],
    ['unknown', 1],
  ]);
});

test('a rule that is told and never spoke stands there with nothing; one in shadow that never spoke does not', async () => {
  const { answer } = await report('');
  expect(answer?.rules.map(({ rule, all }) => [rule, all.n]).sort()).toEqual([
    ['critical_labs', 4],
    ['curb65', 0],
  ]);
  expect(RULES.length).toBeGreaterThan(2);
});

test('a clinic, a rule and a period narrow it', async () => {
  expect((await report('?clinic=north&rule=critical_labs')).answer?.rules).toMatchObject([{ all: { n: 3 } }]);
  expect((await report('?from=2025-12-31&to=2026-01-02&rule=critical_labs')).answer?.rules).toMatchObject([
    { all: { n: 1, ignored: 1 } },
  ]);
});

test.each([
  ['?from=2026-03-02&to=2026-03-01', 400],
  ['?from=2025-01-01&to=2026-03-01', 400],
  ['?from=yesterday', 400],
  ['?clinic=nowhere', 404],
  ['?rule=nothing_of_ours', 404],
])('%s is refused with %i', async (query, status) => {
  expect((await report(query)).status).toBe(status);
});

test('it is for operators alone', async () => {
  for (const one of [principals.person('north'), principals.ehr('north'), principals.edge('north')])
    expect((await report('', one)).status).toBe(403);
});
