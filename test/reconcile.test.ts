import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ReconcileItem, ReconcileList } from '../schemas/api/reconcile.ts';
import type { Attributes } from './dicom.ts';
import { type Reconciling, reconcilingRegion } from './reconcile-region.ts';
import { principals } from './world.ts';

/** Each step runs the real network on a real store; other suites run beside it. */
jest.setTimeout(120_000);

let region: Reconciling;
beforeAll(async () => {
  region = await reconcilingRegion();
});
afterAll(() => region.close());

const IVANOV = { name: [{ family: 'Иванов', given: ['Иван'] }], birthDate: '2023-01-15', gender: 'male' as const };
const PETROV = { name: [{ family: 'Петров', given: ['Пётр'] }], birthDate: '2022-06-01', gender: 'male' as const };

const film = (number: string | undefined, uid: string, more: Attributes = {}): Attributes => ({
  '00080018': ['UI', `${uid}.1`],
  '0020000d': ['UI', uid],
  '00080050': ['SH', `A${uid.replaceAll('.', '')}`.slice(0, 16)],
  '00100020': ['LO', number ?? ''],
  ...more,
});

const list = async () => ReconcileList.parse((await region.ask('GET', '/reconcile/north')).json);
const findings = async (record: string) =>
  ((await region.world.chart.advice(record))?.results ?? [])
    .filter(({ content }) => content.kind === 'finding')
    .map(({ state, subject }) => `${state} ${subject}`);

describe('a study whose header names another patient', () => {
  const uid = '1.2.826.1';
  let wrong = '';
  let right = '';
  let item = '';

  test('stands on the list with both records side by side', async () => {
    wrong = await region.admit('100', PETROV);
    right = await region.admit('200', IVANOV);
    await region.send(await region.upload(film('100', uid)));
    await region.drain();
    const { items, oldest } = await list();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      kind: 'study',
      reasons: [{ reason: 'birth-date' }, { reason: 'name' }],
      decisions: ['link', 'apart', 'wrong-patient'],
      subject: { record: wrong, headers: [{ name: 'Иванов Иван Иванович', birthDate: '2023-01-15' }] },
    });
    expect(items[0]?.candidates[0]?.compared).toContainEqual({
      what: 'birth-date',
      verdict: 'differs',
      said: '2023-01-15',
      known: '2022-06-01',
    });
    expect(oldest).toBe(items[0]?.since);
    item = items[0]?.id ?? '';
    expect(await findings(wrong)).toEqual([]);
  });

  test('is found the record of by the number on the card, in the body alone', async () => {
    const { json } = await region.ask('POST', `/reconcile/north/${item}/find`, { number: '200' });
    expect(json.candidate).toMatchObject({ record: right, name: 'Иванов Иван', isRegistered: true, why: ['searched'] });
    expect((await region.ask('POST', `/reconcile/north/${item}/find`, { number: 'nobody' })).json).toEqual({});
  });

  test('linked, its finding reaches the chart of that record and the list is empty', async () => {
    const { status, json } = await region.ask('POST', `/reconcile/north/${item}/link`, { record: right });
    expect(status).toBe(200);
    expect(ReconcileItem.parse(json).decided).toMatchObject({ decision: 'link', record: right, by: 'registrar-north' });
    await region.drain();
    expect(await findings(right)).toEqual([`current ${uid}`]);
    expect(await findings(wrong)).toEqual([]);
    expect((await list()).items).toEqual([]);
  });

  test('the same header sent later changes nothing', async () => {
    await region.send(await region.upload(film('100', uid, { '00080018': ['UI', `${uid}.2`] })));
    await region.drain();
    expect(await findings(right)).toEqual([`current ${uid}`]);
    expect((await list()).items).toEqual([]);
  });

  test('a header that names somebody else asks again, and nothing is told meanwhile', async () => {
    const other: Attributes = { '00080018': ['UI', `${uid}.3`], '00100010': ['PN', 'Сидоров^Семён'] };
    await region.send(await region.upload(film('100', uid, other)));
    await region.drain();
    expect(await findings(right)).toEqual([`withdrawn ${uid}`]);
    await region.ask('POST', `/reconcile/north/${item}/undo`);
    await region.ask('POST', `/reconcile/north/${item}/link`, { record: right });
    await region.drain();
    expect(await findings(right)).toEqual([`current ${uid}`]);
  });

  test('taken back, everything is withdrawn there and it waits again', async () => {
    const { status } = await region.ask('POST', `/reconcile/north/${item}/undo`);
    expect(status).toBe(200);
    await region.drain();
    expect(await findings(right)).toEqual([`withdrawn ${uid}`]);
    const { items } = await list();
    expect(items.map(({ id }) => id)).toEqual([item]);
    expect(items[0]?.inputs).toBe(3);
  });

  test('kept under its own number, it is told there whatever its header says', async () => {
    await region.ask('POST', `/reconcile/north/${item}/link`, { record: wrong });
    await region.drain();
    expect(await findings(wrong)).toEqual([`current ${uid}`]);
    await region.ask('POST', `/reconcile/north/${item}/wrong-patient`, { note: 'снимок другого ребёнка' });
    await region.drain();
    expect(await findings(wrong)).toEqual([`withdrawn ${uid}`]);
    expect((await list()).items).toEqual([]);
    const { json } = await region.ask('GET', `/reconcile/north/${item}`);
    expect(json.decided).toMatchObject({ decision: 'wrong-patient', note: 'снимок другого ребёнка' });
    expect(json.decisions).toEqual(['undo']);
  });
});

test('a study without a patient number is linked, told, and waits for its number again when that is taken back', async () => {
  const uid = '1.2.826.2';
  const right = await region.admit('300', IVANOV);
  await region.send(await region.upload(film(undefined, uid)));
  await region.drain();
  const [item] = (await list()).items;
  expect(item).toMatchObject({ reasons: [{ reason: 'patient-id' }], candidates: [] });
  await region.ask('POST', `/reconcile/north/${item?.id}/link`, { record: right });
  await region.drain();
  expect(await findings(right)).toEqual([`current ${uid}`]);
  expect((await list()).items).toEqual([]);
  await region.ask('POST', `/reconcile/north/${item?.id}/undo`);
  await region.drain();
  expect(await findings(right)).toEqual([`withdrawn ${uid}`]);
  expect((await list()).items).toMatchObject([{ reasons: [{ reason: 'patient-id' }] }]);
  await region.ask('POST', `/reconcile/north/${item?.id}/apart`);
  await region.drain();
  expect((await list()).items).toEqual([]);
});

test('of one study in two charts the word for one holds for both', async () => {
  const uid = '1.2.826.3';
  const one = await region.admit('400', IVANOV);
  const other = await region.admit('401', IVANOV);
  await region.send(await region.upload(film('400', uid, { '00080050': ['SH', ''] })));
  await region.send(await region.upload(film('401', uid, { '00080050': ['SH', ''] })));
  await region.drain();
  const waiting = (await list()).items;
  expect(waiting.map(({ reasons }) => reasons.map(({ reason }) => reason))).toEqual([
    ['study-of-two-patients'],
    ['study-of-two-patients'],
  ]);
  const ofOne = waiting.find(({ subject }) => subject?.record === one);
  expect(ofOne?.candidates.map(({ record }) => record).sort()).toEqual([one, other].sort());
  await region.ask('POST', `/reconcile/north/${ofOne?.id}/link`, { record: other });
  await region.drain();
  expect(await findings(one)).toEqual([]);
  expect(await findings(other)).toEqual([`current ${uid}`]);
  expect((await list()).items).toEqual([]);
});

test('two images under one UID are told of once somebody has looked at both', async () => {
  const uid = '1.2.826.4';
  const record = await region.admit('500', IVANOV);
  await region.send(await region.upload(film('500', uid)));
  const other = new Uint8Array(300 * 200 * 2).fill(7);
  await region.send(await region.upload(film('500', uid, { '7fe00010': ['OW', other] })));
  await region.drain();
  const [item] = (await list()).items;
  expect(item).toMatchObject({ kind: 'conflict', decisions: ['apart', 'wrong-patient'], subject: { shownAs: uid } });
  await region.ask('POST', `/reconcile/north/${item?.id}/apart`);
  await region.drain();
  expect(await findings(record)).toEqual([`current ${uid}`]);
  expect((await list()).items).toEqual([]);
});

describe('nobody else', () => {
  test('sees the list: no operator, no other clinic, no edge', async () => {
    const { status } = await region.ask('GET', '/reconcile/north', undefined, principals.person('south'));
    expect(status).toBe(403);
    expect((await region.ask('GET', '/reconcile/north', undefined, principals.operator())).status).toBe(403);
    expect((await region.ask('GET', '/reconcile/north', undefined, principals.edge('north'))).status).toBe(403);
  });
  test('links a study into a chart of another clinic, or without saying into which', async () => {
    const uid = '1.2.826.5';
    await region.admit('600', PETROV);
    await region.send(await region.upload(film('600', uid)));
    await region.drain();
    const [item] = (await list()).items;
    const link = `/reconcile/north/${item?.id}/link`;
    expect((await region.ask('POST', link, {})).status).toBe(400);
    expect((await region.ask('POST', link, { record: '00000000-0000-8000-8000-000000000001' })).status).toBe(404);
    expect((await region.ask('POST', `/reconcile/south/${item?.id}/link`, {}, principals.person('south'))).status).toBe(
      404,
    );
  });
});

describe('whose matters are shown', () => {
  test('a record of another clinic that nothing brings together with an own one is shown to nobody, however it is named', async () => {
    const own = await region.admit('900', PETROV);
    const foreign = await region.admitAt('south', '901', IVANOV);
    for (const pair of [`${own}~${foreign}`, `${foreign}~${own}`]) {
      const answer = await region.ask('GET', `/reconcile/north/identity~${pair}`);
      expect(answer).toMatchObject({ status: 404, json: { code: 'not-found' } });
      expect(JSON.stringify(answer.json)).not.toContain('Иванов');
      expect((await region.ask('POST', `/reconcile/north/identity~${pair}/undo`, {})).status).toBe(404);
    }
  });

  test.each(['identity~a', 'input~folder~x', 'study~a', 'report~a', 'code~a', 'x~y~z'])(
    'what is no matter is not found: %s',
    async (name) => {
      expect((await region.ask('GET', `/reconcile/north/${name}`)).json).toMatchObject({ code: 'not-found' });
    },
  );
});
