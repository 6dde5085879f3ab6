import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { makeGroup } from '../domain/fhir/groups.ts';
import { FollowUp, FollowUpList } from '../schemas/api/followups.ts';
import { type ChartItem, RANK } from '../schemas/chart.ts';
import type { Principal } from '../schemas/principal.ts';
import { type Reconciling, reconcilingRegion } from './reconcile-region.ts';
import { principals } from './world.ts';

jest.setTimeout(120_000);
let region: Reconciling;
let record = '';
beforeAll(async () => {
  region = await reconcilingRegion();
  record = await region.admit('700', {
    name: [{ family: 'Вымышленная', given: ['Анна'] }],
    birthDate: '1960-05-05',
    gender: 'female',
    telecom: [{ value: '+7 (000) 000-00-00' }],
  });
  await region.world.chart.write({ items: [report()], owners: { [record]: 'north' } });
  await region.drain();
});
afterAll(() => region.close());

const physician: Principal = {
  kind: 'person',
  id: 'physician-north',
  name: 'Вымышленный Врач',
  clinics: ['north'],
  roles: ['physician'],
};
const said = (time: string) => ({ time, rank: RANK.final, receivedAt: time });
const item = (resourceType: ChartItem['resourceType'], n: number, value: object, time: string): ChartItem => ({
  record,
  resourceType,
  id: `00000000-0000-8000-8000-00000000000${n}`,
  groups: {
    [resourceType === 'ImagingStudy' ? 'study' : 'base']: makeGroup(value as Record<string, unknown>, said(time)),
  },
});
const report = () =>
  item(
    'DiagnosticReport',
    1,
    {
      status: 'final',
      code: { text: 'КТ органов грудной клетки' },
      effectiveDateTime: '2026-02-20T09:00:00.000Z',
      conclusion: 'Очаг S6 слева. Рекомендован контроль КТ органов грудной клетки через 3 месяца.',
    },
    '2026-02-20T09:00:00.000Z',
  );

const list = async (query = '', as: Principal = physician) =>
  FollowUpList.parse((await region.ask('GET', `/followups/north${query}`, undefined, as)).json).items;
const act = (id: string, name: string, body: unknown = {}) =>
  region.ask('POST', `/followups/north/${record}~${id}/${name}`, body, physician);

test('a recommended follow-up is proposed with patient, telephone, day and order; signed once it is an order of the chart', async () => {
  const [one] = await list();
  expect(one).toMatchObject({
    state: 'proposed',
    dueOn: '2026-05-20',
    patient: { name: 'Вымышленная Анна', number: '700', telephone: '+7 (000) 000-00-00' },
    order: { resourceType: 'ServiceRequest', status: 'draft', occurrenceDateTime: '2026-05-20' },
  });
  expect(await list('?mine=1')).toEqual([]);
  const id = one?.id ?? '';
  const { status, json } = await act(id, 'sign', { dueOn: '2026-05-25' });
  expect(status).toBe(200);
  expect(FollowUp.parse(json)).toMatchObject({
    state: 'ordered',
    dueOn: '2026-05-25',
    signed: { by: 'physician-north' },
  });
  expect((await act(id, 'sign')).json.signed).toEqual(json.signed);
  expect(await list('?mine=1')).toMatchObject([{ id }]);
  const orders = (await region.world.chart.newest(record, 'ServiceRequest', 10)).map(({ resource }) => resource);
  expect(orders).toMatchObject([{ status: 'active', code: { text: 'Компьютерная томография: грудная клетка' } }]);
});

test('its day passes: it is overdue for who signed and for the registry; the study closes it by itself', async () => {
  const { time } = region.it;
  const before = time.now;
  time.now = new Date('2026-06-01T08:00:00.000Z');
  expect(await list('?mine=1&state=overdue')).toMatchObject([{ state: 'overdue' }]);
  expect(await list('?state=overdue', { ...physician, id: 'registrar', roles: ['registrar'] })).toHaveLength(1);
  const series = [{ uid: '1.2', modality: { code: 'CT' }, bodySite: { code: 'CHEST' }, instance: [] }];
  const scan = { status: 'available', started: '2026-06-01T07:00:00.000Z', modality: [{ code: 'CT' }], series };
  await region.world.chart.write({
    items: [
      item('ImagingStudy', 2, { ...scan, subject: { reference: `Patient/${record}` } }, '2026-06-01T07:00:00.000Z'),
    ],
    owners: { [record]: 'north' },
  });
  await region.drain();
  expect(await list()).toMatchObject([
    { state: 'done', answeredBy: { reference: expect.stringMatching(/^ImagingStudy/) } },
  ]);
  time.now = before;
});

test('taken back it is proposed again; declined it keeps name and reason; neither without a reason nor by others', async () => {
  const other = await region.admit('701', { name: [{ family: 'Другая' }], birthDate: '1970-01-01' });
  await region.world.chart.write({ items: [{ ...report(), record: other }], owners: { [other]: 'north' } });
  await region.drain();
  const find = async () => (await list()).find((one) => one.record === other);
  const id = `${other}~${(await find())?.id}`;
  const say = (name: string, body: unknown = {}) =>
    region.ask('POST', `/followups/north/${id}/${name}`, body, physician);
  await say('sign');
  expect((await say('undo')).json).toMatchObject({ state: 'proposed' });
  expect((await say('decline')).status).toBe(400);
  expect((await say('decline', { reason: 'пациентка наблюдается в другом регионе' })).json).toMatchObject({
    state: 'declined',
    declined: { by: 'physician-north', name: 'Вымышленный Врач', reason: 'пациентка наблюдается в другом регионе' },
  });
  expect((await say('undo')).json).not.toHaveProperty('declined');
  expect((await say('sign')).json).toMatchObject({ signed: { by: 'physician-north' } });
  const path = `/followups/south/${id}/sign`;
  expect((await region.ask('POST', path, {}, principals.person('south'))).status).toBe(404);
  expect((await region.ask('GET', '/followups/north', undefined, principals.operator())).status).toBe(403);
});
