import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { apiHandler } from '../../platform/handlers/api.ts';
import { IdentitiesAnswer, IdentityAnswer } from '../../schemas/api/answers.ts';
import type { Principal } from '../../schemas/principal.ts';
import { owners, patient, record, snils } from '../../test/chart-examples.ts';
import { apiEvent, principals, type TestWorld, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';

// A busy machine needs its time.
jest.setTimeout(60_000);

let it: TestWorld;
let next = 400;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());

const north = principals.person('north');

async function ask(as: Principal, method: string, path: string) {
  const answer = await apiHandler({ world: () => it.world, routes })(apiEvent(as, method, path));
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
}
const list = async (as: Principal, clinic: string) =>
  IdentitiesAnswer.parse((await ask(as, 'GET', `/identities/${clinic}`)).json).pairs;
const decide = async (pair: string, decision: string, as = north, clinic = 'north') => {
  const { status, json } = await ask(as, 'POST', `/identities/${clinic}/${pair}/${decision}`);
  return { status, answer: status === 200 ? IdentityAnswer.parse(json) : undefined, code: json.code };
};

/** A patient of `north` and one of `south` with one SNILS; both on the lists as advise keeps them. */
async function proposed(theirs: Parameters<typeof patient>[1] = { family: 'Небылова' }) {
  next += 2;
  const [a, b] = [record(next), record(next + 1)];
  const number = snils(next);
  const { chart } = it.world;
  await chart.write({ items: [patient(a, { snils: number })], owners: owners(a) });
  await chart.write({ items: [patient(b, { ...theirs, snils: number })], owners: { [b]: 'south' } });
  await settle(a, b);
  return { a, b, number, id: [a, b].sort().join('~') };
}

async function settle(...records: string[]) {
  for (const one of records) {
    const head = await it.world.chart.head(one);
    if (head) await it.world.chart.listOpenPairs(head);
  }
}

describe('the list of pairs that wait', () => {
  test('shows both clinics both sides, what agrees and differs, and no number in full but the clinic’s own', async () => {
    const { a, b, number, id } = await proposed();
    const [pair] = (await list(north, 'north')).filter((one) => one.id === id);
    expect(pair).toMatchObject({
      state: 'waiting',
      since: it.time.now.toISOString(),
      numbers: [{ system: 'snils', value: `•••••••${number.slice(-4)}` }],
      agrees: ['birth-date', 'sex', 'given-names', 'snils'],
      differs: ['family-name'],
      unknown: [],
    });
    const sides = Object.fromEntries((pair?.sides ?? []).map((side) => [side.record, side]));
    expect(sides[a]).toMatchObject({ clinic: 'north', birthDate: '1980-05-12', sex: 'female', names: ['Ёлкина Анна'] });
    expect(sides[b]).toMatchObject({ clinic: 'south', names: ['Небылова Анна'] });
    expect(JSON.stringify(pair)).not.toContain(number);
    expect(sides[a]?.identifiers[0]?.value).toBe(a);
    expect(sides[b]?.identifiers[0]?.value).toMatch(/^•+.{4}$/);

    expect((await list(principals.person('south'), 'south')).map((one) => one.id)).toContain(id);
  });

  test('is kept from operators, edges and other clinics', async () => {
    for (const who of [
      principals.operator(),
      principals.edge('north'),
      principals.ehr('north'),
      principals.person('south'),
    ])
      expect((await ask(who, 'GET', '/identities/north')).status).toBe(403);
    expect((await ask(north, 'GET', '/identities/nowhere')).status).toBe(404);
  });

  test('loses a pair as soon as the number decides, and the metric of its age with it', async () => {
    const { b, number, id } = await proposed({ birthDate: '1980' });
    expect((await list(north, 'north')).map((one) => one.id)).toContain(id);
    await it.world.chart.write({ items: [patient(b, { snils: number, said: 5 })], owners: {} });
    expect((await list(north, 'north')).map((one) => one.id)).not.toContain(id);
  });

  test('says since when its oldest pair waits', async () => {
    await proposed();
    const oldest = await it.world.chart.oldestOpenPair('south');
    expect(oldest).toBe(it.time.now.toISOString());
    expect(await it.world.chart.oldestOpenPair('lab')).toBeUndefined();
  });
});

describe('a human’s decision', () => {
  test('links two records, keeps them apart, and can be taken back; said twice it is one', async () => {
    const { a, b, id } = await proposed();
    expect((await decide(id, 'link')).answer).toMatchObject({ state: 'linked', decided: { by: 'p1' } });
    expect(await it.world.chart.person(a)).toEqual([a, b].sort());
    it.chart.sent.length = 0;
    expect((await decide(id, 'link', principals.person('south'), 'south')).answer).toMatchObject({ state: 'linked' });
    expect(it.chart.sent).toEqual([]);

    expect((await decide(id, 'apart')).answer).toMatchObject({ state: 'apart' });
    expect(await it.world.chart.person(a)).toEqual([a]);
    await settle(a, b);
    expect((await list(north, 'north')).map((one) => one.id)).not.toContain(id);

    expect((await decide(id, 'undo')).answer).toMatchObject({ state: 'waiting' });
    await settle(a, b);
    expect((await list(north, 'north')).map((one) => one.id)).toContain(id);
  });

  test('parts what a number had linked by itself', async () => {
    const { a, id } = await proposed({});
    expect(await it.world.chart.person(a)).toHaveLength(2);
    expect((await decide(id, 'apart')).answer).toMatchObject({ state: 'apart', differs: [] });
    expect(await it.world.chart.person(a)).toEqual([a]);
    expect((await decide(id, 'undo')).answer).toMatchObject({ state: 'linked', decided: { by: 'derived' } });
  });

  test('made twice at one moment, or by a clock that lags, still follows the one before', async () => {
    const { a, b, id } = await proposed();
    await decide(id, 'link');
    await decide(id, 'apart');
    it.time.now = new Date(it.time.now.getTime() - 60_000);
    await decide(id, 'link');
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    expect(await it.world.chart.person(a)).toEqual([a, b].sort());
  });

  test('reaches both records and asks for their advice, also where the first attempt died half way', async () => {
    const { a, b, id } = await proposed();
    let puts = 0;
    const dying = {
      send: (command: { constructor: { name: string } }) => {
        if (command.constructor.name === 'PutCommand' && ++puts === 2) throw new Error('the process is gone');
        return it.chart.client.send(command as never);
      },
    } as unknown as typeof it.chart.client;
    const world = { ...it.world, chart: it.chart.again({ client: dying }) };
    const event = apiEvent(north, 'POST', `/identities/north/${id}/link`);
    expect((await apiHandler({ world: () => world, routes })(event)).statusCode).toBe(503);
    it.chart.sent.length = 0;
    expect((await decide(id, 'link')).answer).toMatchObject({ state: 'linked' });
    expect(it.chart.sent.map((one) => one.record).sort()).toEqual([a, b].sort());
  });

  test.each([
    ['records that share no number', () => [record(1), record(2)]],
    ['one record', () => [record(1), record(1)]],
  ])('on %s is refused', async (_, pair) => {
    await it.world.chart.write({
      items: [patient(record(1)), patient(record(2))],
      owners: owners(record(1), record(2)),
    });
    expect(await decide(pair().join('~'), 'link')).toMatchObject({ status: 404, code: 'not-found' });
  });

  test('of a clinic that keeps neither record, or on what is no pair, is refused', async () => {
    const { id } = await proposed();
    expect(await decide(id, 'link', principals.person('lab'), 'lab')).toMatchObject({ status: 404 });
    expect(await decide(id, 'link', north, 'south')).toMatchObject({ status: 403 });
    expect(await decide(id, 'undo')).toMatchObject({ status: 404 });
    expect(await decide('nothing', 'link')).toMatchObject({ status: 400 });
    expect(await decide(id, 'destroy')).toMatchObject({ status: 400 });
  });

  test('is written down with both patients before it is answered', async () => {
    const { a, b, id } = await proposed();
    await decide(id, 'link');
    const day = it.time.now.toISOString().slice(0, 10).replaceAll('-', '/');
    const records = await Promise.all(
      (await it.world.objects.list('audit', day)).map(async ({ key }) =>
        Buffer.from(await it.world.objects.get('audit', key)).toString(),
      ),
    );
    const found = records.filter((text) => text.includes('decide-identity') && text.includes(`Patient/${a}`));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`Patient/${b}`);
  });
});

test('the list ends where an answer must, and says that there is more: one number typed into 22 records makes 231 pairs', async () => {
  const number = snils(next + 2);
  const records = Array.from({ length: 22 }, (_, n) => record(next + 2 + n));
  for (const [n, one] of records.entries()) {
    const birthDate = `19${50 + n}-05-12`;
    await it.world.chart.write({ items: [patient(one, { snils: number, birthDate })], owners: { [one]: 'lab' } });
  }
  await settle(...records);
  const { json } = await ask(principals.person('lab'), 'GET', '/identities/lab');
  expect([json.pairs.length, json.more]).toEqual([200, true]);
});
