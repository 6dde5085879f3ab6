import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiHandler } from '../../platform/handlers/api.ts';
import { ClinicAppointmentsAnswer, ClinicOrdersAnswer, ClinicResultsAnswer } from '../../schemas/api/clinic-day.ts';
import type { Principal } from '../../schemas/principal.ts';
import {
  booking,
  type ClinicDay,
  clinicDay,
  order,
  type Patient,
  potassium,
  recordOf,
  visit,
} from '../../test/appointments/clinic.ts';
import { apiEvent, principals } from '../../test/world.ts';
import { routes } from './routes.ts';

const ivanova: Patient = { number: '71', name: 'Вымышленная^Анна', born: '19560402', snils: '11223344595' };
const southern: Patient = { number: '72', name: 'Южная^Вера', born: '19700101', domain: 'SOUTH' };
const edge = principals.edge('north');
let day: ClinicDay;

beforeAll(async () => {
  day = await clinicDay(['critical_labs']);
  day.it.time.now = new Date('2026-03-02T08:00:00.000Z');
  await day.receive('north', visit(ivanova, '202603011000', { doctor: 'Т12^Вымыслова^Ася' }));
  await day.receive('north', booking(ivanova, '202603011100', { start: '202603021400', reason: 'Слабость' }));
  await day.receive('lab', potassium(ivanova, '202603021200', '7.1'));
  await day.receive('south', visit(southern, '202603011000'));
  await day.receive('lab', potassium(southern, '202603021200', '7.2'));
});
afterAll(() => day.it.close());

async function ask(as: Principal, target: string, headers: Record<string, string> = {}) {
  const answer = await apiHandler({ world: () => day.world, routes })(apiEvent(as, 'GET', target, { headers }));
  const raw = Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8');
  const zipped = answer.headers?.['content-encoding'] === 'gzip';
  const text = (zipped ? gunzipSync(raw) : raw).toString('utf8');
  return { status: answer.statusCode, headers: answer.headers ?? {}, text, bytes: raw.length, zipped };
}
const results = async (since?: string) => {
  const { status, text } = await ask(
    edge,
    `/clinic-day/results?clinic=north${since ? `&since=${encodeURIComponent(since)}` : ''}`,
  );
  expect(status).toBe(200);
  return ClinicResultsAnswer.parse(JSON.parse(text));
};
const appointments = async (headers: Record<string, string> = {}) =>
  ask(edge, '/clinic-day/appointments?clinic=north&date=2026-03-02', headers);

describe('what the edge of a clinic may read for days when the region is away', () => {
  test('is of its own clinic: another edge, a person, a record system and an operator are refused', async () => {
    for (const path of ['results', 'appointments', 'orders'])
      for (const as of [
        principals.edge('south'),
        principals.person('north'),
        principals.ehr('north'),
        principals.operator(),
      ]) {
        const { status, text } = await ask(as, `/clinic-day/${path}?clinic=north`);
        expect(status).toBe(403);
        expect(text).not.toContain('Вымышленная');
      }
  });

  test('never tells of another clinic’s patient', async () => {
    const told = await Promise.all(
      ['results', 'appointments', 'orders'].map((one) => ask(edge, `/clinic-day/${one}?clinic=north`)),
    );
    expect(told.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(told.map(({ text }) => text).join()).not.toMatch(/Южная|19700101/);
  });

  test('is refused for a clinic that there is not, and for a cursor that is none', async () => {
    expect((await ask(edge, '/clinic-day/results?clinic=nowhere')).status).toBe(404);
    expect((await ask(edge, '/clinic-day/results?clinic=north&since=yesterday')).status).toBe(400);
  });

  test('is written down before it is told, with every patient in it', async () => {
    const before = new Set((await day.world.objects.list('audit', '')).map(({ key }) => key));
    await results();
    const written = (await day.world.objects.list('audit', '')).filter(({ key }) => !before.has(key));
    expect(written).toHaveLength(1);
    const text = Buffer.from(await day.world.objects.get('audit', written[0]?.key ?? '')).toString();
    expect(text).toContain(`Patient/${recordOf('north', '71')}`);
    expect(text).toContain('read-clinic-day');
  });
});

describe('results', () => {
  test('come in the words of the record, with who says it and how they stand on their way', async () => {
    const { results: told, patients } = await results();
    expect(told).toHaveLength(1);
    const [one] = told;
    expect(one?.result).toMatchObject({ severity: 'critical', state: 'current', kind: 'advice', version: 1 });
    expect(one?.result.lines.at(-1)?.ru).toBe('Рассчитано по опубликованному правилу из данных карты; решает врач');
    const [sent] = day.published().filter(({ clinic }) => clinic === 'north');
    expect(JSON.stringify(sent)).toContain(JSON.stringify(one?.result.lines[0]?.ru).slice(1, -1));
    expect(one?.delivery.acknowledged).toBeUndefined();
    expect(patients).toEqual([
      {
        record: recordOf('north', '71'),
        name: 'Вымышленная Анна',
        birthDate: '1956-04-02',
        sex: 'female',
        number: '71',
        domain: '1.2.643.5.1.13.13.12.2.77.1.1',
        family: 'Вымышленная',
        given: ['Анна'],
      },
    ]);
  });

  test('carry no national number of the patient', async () => {
    expect(JSON.stringify(await results())).not.toContain('11223344595');
  });

  test('after the cursor come only what is new, changed, answered or acknowledged', async () => {
    day.it.time.now = new Date('2026-03-02T08:10:00.000Z');
    const first = await results();
    expect(first).toMatchObject({ more: false, cursor: '2026-03-02T08:08:00.000Z' });
    expect((await results(first.cursor)).results).toEqual([]);
    const [{ result } = { result: undefined }] = first.results;
    const acknowledged = { at: '2026-03-02T08:09:30.000Z', by: 'p1' };
    await day.world.chart.changeDelivery(
      recordOf('north', '71'),
      result?.resultId ?? '',
      (stored) => stored && { ...stored, acknowledged },
    );
    const { results: then } = await results(first.cursor);
    expect(then.map(({ delivery }) => delivery)).toMatchObject([
      { acknowledged, changedAt: '2026-03-02T08:10:00.000Z' },
    ]);
  });

  test('that no longer hold come as withdrawn, in those words', async () => {
    day.it.time.now = new Date('2026-03-02T08:20:00.000Z');
    const { cursor } = await results();
    await day.receive('lab', potassium(ivanova, '202603021200', '4.1').replace('|F|', '|C|'));
    const { results: then } = await results(cursor);
    expect(then).toMatchObject([{ result: { state: 'withdrawn', version: 2 } }]);
    expect(then[0]?.result.lines[0]?.ru).toMatch(/^Отозвано/);
  });

  test('of a long list come page by page, each once, also over midnight', async () => {
    const record = recordOf('north', '71');
    const [{ result, delivery } = {}] = (await results()).results;
    if (!result || !delivery) throw new Error('no result');
    const state = await day.world.chart.advice(record);
    const [base] = state?.results ?? [];
    if (!state || !base) throw new Error('no advice');
    const ids = Array.from({ length: 130 }, (_, place) => place.toString(16).padStart(64, 'e'));
    await day.world.chart.putAdvice(record, state.revision + 1, [
      ...state.results,
      ...ids.map((resultId) => ({ ...base, resultId })),
    ]);
    for (const [place, resultId] of ids.entries()) {
      day.it.time.now = new Date(Date.parse('2026-03-02T23:59:00.000Z') + place * 1000);
      await day.world.chart.changeDelivery(record, resultId, () => ({
        ...{ record, resultId, version: 1, clinic: 'north', ehr: 'mis-north', severity: 'info' },
        sentAt: day.it.time.now.toISOString(),
      }));
    }
    const first = await results('2026-03-02T23:50:00.000Z');
    expect([first.results.length, first.more]).toEqual([100, true]);
    const second = await results(first.cursor);
    expect([second.results.length, second.more]).toEqual([30, false]);
    expect([...first.results, ...second.results].map((one) => one.result.resultId)).toEqual(ids);
  });

  test('of more than three days ago are no longer told', async () => {
    day.it.time.now = new Date('2026-03-09T08:00:00.000Z');
    expect((await results('2026-03-01T00:00:00.000Z')).results).toEqual([]);
    day.it.time.now = new Date('2026-03-03T08:00:00.000Z');
    expect((await results('2026-03-01T00:00:00.000Z')).results.length).toBeGreaterThan(0);
  });
});

describe('appointments', () => {
  test('come with their cards in both languages and without orders to be signed', async () => {
    const { text } = await appointments();
    const answer = ClinicAppointmentsAnswer.parse(JSON.parse(text));
    expect(answer.appointments).toMatchObject([
      {
        takesPlace: true,
        patient: { name: 'Вымышленная Анна', number: '71' },
        card: { ru: { why: { known: true, text: 'Слабость' } }, en: { why: { known: true } } },
      },
    ]);
    expect(text).not.toMatch(/"orders"|MedicationRequest/);
  });

  test('are not sent again while nothing of them has changed, and are after a new fact', async () => {
    const { headers } = await appointments();
    const again = await appointments({ 'If-None-Match': String(headers.etag) });
    expect([again.status, again.text]).toEqual([304, '']);
    await day.receive('lab', potassium(ivanova, '202603021300', '6.9'));
    const then = await appointments({ 'If-None-Match': String(headers.etag) });
    expect(then.status).toBe(200);
    expect(ClinicAppointmentsAnswer.parse(JSON.parse(then.text)).appointments[0]?.card.ru.decide[0]).toMatchObject({
      severity: 'critical',
    });
  });

  test('are compressed for who takes gzip', async () => {
    const [plain, small] = [await appointments(), await appointments({ 'accept-encoding': 'gzip, br' })];
    expect([plain.zipped, small.zipped]).toEqual([false, true]);
    expect(JSON.parse(small.text)).toEqual(JSON.parse(plain.text));
    expect(small.bytes).toBeLessThan(plain.bytes / 2);
    expect((await appointments({ 'accept-encoding': 'gzip;q=0' })).zipped).toBe(false);
  });
});

describe('orders', () => {
  test('that another clinic’s system has placed for a patient of this one are told to this one', async () => {
    day.it.time.now = new Date('2026-03-03T09:00:00.000Z');
    await day.receive('south', order(ivanova, '202603031300', 'A-501'));
    await day.receive('south', order(southern, '202603031300', 'A-502'));
    const { text } = await ask(edge, '/clinic-day/orders?clinic=north');
    const { orders } = ClinicOrdersAnswer.parse(JSON.parse(text));
    expect(orders).toMatchObject([
      {
        accession: 'A-501',
        placer: 'NA-501',
        status: 'active',
        patient: { number: '71', domain: expect.stringMatching(/^[0-9.]+$/), family: 'Вымышленная', given: ['Анна'] },
        service: { codings: [{ code: '36643-5' }, { code: 'РГ-ОГК' }] },
      },
    ]);
  });

  test('that are no orders of radiology are on no list', async () => {
    const { text } = await ask(edge, '/clinic-day/orders?clinic=north');
    expect(ClinicOrdersAnswer.parse(JSON.parse(text)).orders).toHaveLength(1);
    expect(text).not.toContain('Биохимия');
  });

  test('are not sent again while nothing of them has changed', async () => {
    const { headers } = await ask(edge, '/clinic-day/orders?clinic=north');
    const again = await ask(edge, '/clinic-day/orders?clinic=north', { 'if-none-match': String(headers.etag) });
    expect(again.status).toBe(304);
  });
});

describe('acts at the page of an edge', () => {
  const act = {
    at: '2026-03-02T08:00:00.000Z',
    user: 'ivanova',
    role: 'clinician',
    address: '127.0.0.1',
    what: 'view',
    about: '/',
    records: [recordOf('north', '71')],
  };
  const tell = async (as: Principal, body: unknown) => {
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const event = apiEvent(as, 'POST', '/clinic-day/acts?clinic=north', { body: bytes });
    return (await apiHandler({ world: () => day.world, routes })(event)).statusCode;
  };
  const kept = async () =>
    (await day.world.objects.list('audit', '2026/03/02/'))
      .map(({ key }) => key)
      .filter((key) => key.includes('/edge-north-'));

  test('are kept in the audit, each once however often they are told', async () => {
    expect([await tell(edge, { acts: [act] }), await tell(edge, { acts: [act] })]).toEqual([200, 200]);
    expect(await kept()).toHaveLength(1);
  });

  test('of another clinic, or in another form, are refused', async () => {
    expect(await tell(principals.edge('south'), { acts: [act] })).toBe(403);
    expect(await tell(principals.person('north'), { acts: [act] })).toBe(403);
    for (const body of ['{', { acts: [] }, { acts: [{ ...act, what: 'delete' }] }, { acts: [{ ...act, name: 'x' }] }])
      expect(await tell(edge, body)).toBe(400);
    expect(await kept()).toHaveLength(1);
  });
});
