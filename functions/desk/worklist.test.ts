import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WorklistAnswer } from '../../schemas/api/desk-worklist.ts';
import { record } from '../../test/chart-examples.ts';
import { ask, askFor, deskRegion, PEOPLE, tell } from '../../test/desk-api.ts';
import { putMany } from '../../test/many-deliveries.ts';
import { criticalAdvice, presentFinding } from '../../test/results.ts';
import { sha256Hex } from '../../test/sha256.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';

let it: TestWorld;
beforeAll(async () => {
  it = await withWorld(deskRegion());
});
afterAll(() => it.close());

const { physician, colleague } = PEOPLE;
const GZIP = { 'accept-encoding': 'gzip' };
let serial = 900;
const fresh = () => {
  serial += 1;
  return record(serial);
};
const list = (who = physician, query = '') =>
  askFor(it, WorklistAnswer, who, `GET /desk-api/worklist?clinic=north${query}`);

describe('a work list', () => {
  test('names patient, sentence, AI mark, standing and recipients; what is critical stands first whenever it came', async () => {
    const [warning, critical] = [presentFinding(fresh()), criticalAdvice(fresh())];
    await tell(it, warning.record, [warning]);
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    await tell(it, critical.record, [critical]);
    const { items, asOf, critical: count, more } = await list();
    expect({ asOf, count, more }).toEqual({ asOf: it.time.now.toISOString(), count: 1, more: false });
    expect(items.map(({ record: of }) => of)).toEqual([critical.record, warning.record]);
    expect(items[0]).toMatchObject({
      ...{ ai: false, severity: 'critical', level: 'red', standing: 'unread', unread: true },
      patient: { name: 'Ёлкина Анна', birthDate: '1980-05-12', sex: 'female' },
      sentence: { ru: 'Калий 7,1' },
      recipients: [{ id: 'physician', as: 'attending' }],
      waitingSince: it.time.now.toISOString(),
    });
    expect(items[1]).toMatchObject({ ai: true, finding: 'present', basis: 'whole' });
    expect(items[1]?.sentence.ru).toContain('требует подтверждения врачом');
  });

  test('of somebody whom nothing is told is empty, and of his clinic is not', async () => {
    expect((await list(colleague)).items).toEqual([]);
    expect((await list(colleague, '&who=clinic')).items).not.toEqual([]);
  });

  test('shows what is done under "all", and what nobody has opened under "unread"', async () => {
    const result = presentFinding(fresh());
    await tell(it, result.record, [result], {
      reads: [{ by: 'physician', at: it.time.now.toISOString(), version: 1 }],
    });
    const records = async (state: string) => (await list(physician, `&state=${state}`)).items.map((one) => one.record);
    expect(await records('all')).toContain(result.record);
    for (const state of ['open', 'unread', 'critical']) expect(await records(state)).not.toContain(result.record);
  });

  test('that has not changed is 304 of a few bytes with the region’s clock; any change gives another tag', async () => {
    const path = 'GET /desk-api/worklist?clinic=north';
    const first = await ask(it, physician, path);
    const tag = String(first.headers.etag);
    const again = await ask(it, physician, path, { headers: { 'if-none-match': tag } });
    expect([again.status, again.raw.length]).toEqual([304, 0]);
    expect(JSON.stringify(again.headers).length).toBeLessThan(500);
    expect(again.headers['oka-as-of']).toBe(it.time.now.toISOString());
    const result = presentFinding(fresh());
    await tell(it, result.record, [result]);
    const changed = await ask(it, physician, path, { headers: { 'if-none-match': tag } });
    expect(changed.status).toBe(200);
  });

  test('refuses a clinic that there is not, a state that there is not and a cursor that is none', async () => {
    const status = async (query: string) => (await ask(it, physician, `GET /desk-api/worklist?${query}`)).status;
    expect(await status('clinic=nowhere')).toBe(404);
    expect(await status('clinic=north&state=mine')).toBe(400);
    expect(await status('clinic=north&since=%27%20OR')).toBe(400);
    expect(await status('who=mine')).toBe(400);
  });
});

describe('a page of long lines', () => {
  test('has fewer of them, so that it stays within 10 KB, and goes on where it was cut', async () => {
    const own = { ...physician, clinics: ['lab'] };
    const noise = (n: number) => Array.from({ length: 12 }, (_, k) => sha256Hex(`${n} ${k}`)).join(' ');
    const told: string[] = [];
    for (let n = 0; n < 45; n++) {
      const of = fresh();
      const result = criticalAdvice(of, {}, { summary: { ru: noise(n), en: `en ${noise(n + 500)}` } });
      await tell(it, of, [result], { recipients: [] }, 'lab');
      told.push(of);
    }
    const found: string[] = [];
    let since: string | undefined;
    do {
      const more: string = since === undefined ? '' : `&since=${encodeURIComponent(since)}`;
      const path = `GET /desk-api/worklist?clinic=lab&who=clinic${more}`;
      const { raw } = await ask(it, own, path, { headers: GZIP });
      expect(raw.length).toBeLessThanOrEqual(10_000);
      const answer = WorklistAnswer.parse(JSON.parse(gunzipSync(raw).toString('utf8')));
      expect(answer.more).toBe(answer.cursor !== undefined);
      found.push(...answer.items.map((one) => one.record));
      since = answer.cursor;
    } while (since !== undefined);
    expect(found.toSorted()).toEqual(told.toSorted());
  });
});

describe('a clinic with 10,000 results', () => {
  const COUNT = 10_000;
  const seen = { queries: 0, rows: 0, gets: 0 };

  beforeAll(async () => {
    await putMany(it, { clinic: 'south', count: COUNT, patients: 200 });
  }, 300_000);

  const reader = { ...physician, clinics: ['south'] };
  const path = '/desk-api/worklist?clinic=south&who=clinic';

  test('gives its first page in at most 10 KB compressed, and reads no more of the table than that page', async () => {
    const counted = it.chart.again({ client: counting(it, seen), clock: it.world.clock });
    const world = { ...it, world: { ...it.world, chart: counted } };
    const { status, raw } = await ask(world, reader, `GET ${path}`, { headers: GZIP });
    expect(status).toBe(200);
    expect(raw.length).toBeLessThanOrEqual(10_000);
    const answer = WorklistAnswer.parse(JSON.parse(gunzipSync(raw).toString('utf8')));
    expect(answer.items).toHaveLength(50);
    expect(answer).toMatchObject({ more: true, critical: 100 });
    // Keys of a page and of what is critical, and of each patient on it his name.
    expect(seen.rows).toBeLessThanOrEqual(51 + 100 + 50);
    expect(seen.gets).toBeLessThanOrEqual(50 + 2 * 50);
  });

  test('answers a poll that finds nothing new by two queries of an index', async () => {
    const tag = String((await ask(it, reader, `GET ${path}`)).headers.etag);
    Object.assign(seen, { queries: 0, rows: 0, gets: 0 });
    const counted = it.chart.again({ client: counting(it, seen), clock: it.world.clock });
    const world = { ...it, world: { ...it.world, chart: counted } };
    const { status } = await ask(world, reader, `GET ${path}`, { headers: { 'if-none-match': tag } });
    expect(status).toBe(304);
    expect(seen).toEqual({ queries: 2, rows: 151, gets: 0 });
  });

  test('is walked through page by page, each result once, the most pressing first', async () => {
    const found: string[] = [];
    let since: string | undefined;
    let last = '';
    for (let page = 0; page < 6; page++) {
      const more: string = since === undefined ? '' : `&since=${encodeURIComponent(since)}`;
      const answer: WorklistAnswer = await askFor(it, WorklistAnswer, reader, `GET ${path}${more}`);
      for (const { severity, waitingSince, record: of, resultId } of answer.items) {
        const place = `${severity === 'critical' ? 0 : severity === 'warning' ? 1 : 2} ${waitingSince}`;
        expect(place >= last).toBe(true);
        last = place;
        found.push(`${of} ${resultId}`);
      }
      since = answer.cursor;
    }
    expect(new Set(found).size).toBe(300);
    expect(found).toHaveLength(300);
  });
});

/** A client that counts what is asked of the table. */
function counting({ chart }: TestWorld, seen: { queries: number; rows: number; gets: number }) {
  return {
    send: async (command: { constructor: { name: string } }) => {
      const answer = (await chart.client.send(command as never)) as unknown as { Items?: unknown[] };
      if (command.constructor.name === 'GetCommand') seen.gets += 1;
      if (command.constructor.name === 'QueryCommand') {
        seen.queries += 1;
        seen.rows += answer.Items?.length ?? 0;
      }
      return answer;
    },
  } as never;
}
