import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { recordId, resourceId } from '../../domain/fhir/identifiers.ts';
import type { Region } from '../../domain/region.ts';
import type { InputState } from '../../platform/chart/chart.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ImageUploaded, RecognitionRequested } from '../../schemas/messages.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { type Attributes, dicomExample } from '../../test/dicom.ts';
import { receiveImage } from './receive.ts';

const KEY = 'ab'.repeat(32);
const RECEIVED = '2026-03-01T05:20:00.000Z';
const DOMAIN = '1.2.643.1.100';
const recordOf = (patientId: string) => recordId(KEY, '1.2.643.1', DOMAIN, patientId);
const RECORD = recordOf('4711');

let storage: TestChart;
beforeAll(async () => {
  storage = await withChart();
});
afterAll(() => storage.close());

const clinic = (id: string, oid: string, namespace: string) => ({
  id,
  oid,
  zone: 'Asia/Yekaterinburg',
  domains: [{ namespace, oid: `${oid}.100` }],
  imageDomain: namespace,
});
const region = {
  clinics: [clinic('district', '1.2.643.1', 'BRZ'), clinic('post', '1.2.643.2', 'DLN')],
} as unknown as Region;

const intake = new Map<string, Uint8Array>();
let requested: { queue: string; data: RecognitionRequested['data'] }[] = [];
beforeEach(() => {
  requested = [];
});
const world = (): World => ({
  chart: storage.chart,
  objects: {
    put: async () => {},
    get: async (_, key) => intake.get(key) ?? Promise.reject(new OkaError('not-found')),
    head: async () => undefined,
    list: async (_, prefix) =>
      [...intake].filter(([key]) => key.startsWith(prefix)).map(([key, bytes]) => ({ key, length: bytes.length })),
  },
  queues: {
    send: async (queue, message) => void requested.push({ queue, data: message.data as RecognitionRequested['data'] }),
  },
  region,
  clock: () => new Date('2026-03-01T06:00:00Z'),
  env: {
    OKA_BUCKET_INTAKE: 'intake',
    OKA_BUCKET_ARCHIVE: 'archive',
    OKA_BUCKET_DERIVED: 'derived',
    OKA_ID_KEY: KEY,
    OKA_QUEUE_RECOGNITION_URGENT: 'urgent',
    OKA_QUEUE_RECOGNITION_ROUTINE: 'routine',
  },
});

/** Sends an image and says how its input stands and what its study is. */
async function receive(
  changes: Partial<Attributes> = {},
  from: 'district' | 'post' = 'district',
  basis: 'whole' | 'preview' = 'whole',
) {
  const bytes = dicomExample(changes as Attributes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const input = { kind: 'image', clinic: from, sha256 } as const;
  intake.set(`image/${from}/${sha256}/000000000000`, bytes);
  await storage.chart.openInput(input, bytes.length, RECEIVED);
  const data: ImageUploaded['data'] = { input, basis, length: bytes.length, receivedAt: RECEIVED };
  const event = makeEvent('oka.image.uploaded', 'test', data, { time: world().clock() });
  await receiveImage(event, world(), await loadCodecs());
  return storage.chart.input(input);
}
const said = { time: '2026-03-01T05:00:00.000Z', rank: 20, receivedAt: RECEIVED };
const admit = (record: string, patient: Partial<fhir4.Patient>) =>
  storage.chart.write({
    items: [{ record, resourceType: 'Patient', id: record, groups: { demographics: makeGroup({ ...patient }, said) } }],
    owners: { [record]: 'district' },
  });
const order = (record: string, accession: string, priority: string) =>
  storage.chart.write({
    items: [
      {
        record,
        resourceType: 'ServiceRequest',
        id: resourceId(KEY, 'ServiceRequest', [DOMAIN, accession]),
        groups: {
          base: makeGroup(
            {
              status: 'active',
              intent: 'order',
              priority,
              identifier: [{ system: 'urn:oid:1.2.643.1', value: accession }],
            },
            said,
          ),
        },
      },
    ],
    owners: { [record]: 'district' },
    accessions: [{ domain: '1.2.643.1', accession, record }],
  });
const patient = (id: string, accession: string, uid: string): Attributes => ({
  '00080018': ['UI', `${uid}.9`],
  '00080050': ['SH', accession],
  '00100020': ['LO', id],
  '0020000d': ['UI', uid],
});
/** What the clinic's list says of an input; undefined where it is not on it. */
const listedFor = async (state: InputState | undefined): Promise<string | undefined> =>
  (await storage.chart.waitingForHuman(state?.input.clinic ?? ''))
    .find(({ input }) => input.sha256 === state?.input.sha256)
    ?.steps.findLast(({ step }) => step === 'unreconciled')?.detail;
const studiesOf = async (record: string) =>
  (await storage.chart.everything(record))
    .filter(({ resourceType }) => resourceType === 'ImagingStudy')
    .map(({ resource }) => resource as fhir4.ImagingStudy);

describe('an image', () => {
  test('before anyone knows its patient is kept in the record its patient id names, and recognised', async () => {
    const state = await receive();
    expect(state?.end).toBeUndefined();
    const [study] = await studiesOf(RECORD);
    expect(study).toMatchObject({
      started: '2026-03-01T05:15:00.000Z',
      subject: { reference: `Patient/${RECORD}` },
      identifier: [
        { system: 'urn:dicom:uid', value: 'urn:oid:1.2.3.4' },
        { system: 'urn:oid:1.2.643.1', value: 'A-7' },
      ],
      modality: [{ code: 'DX' }],
      series: [{ uid: '1.2.3.4.1', bodySite: { display: 'CHEST' }, instance: [{ uid: '1.2.3.4.5' }] }],
    });
    expect(requested).toMatchObject([
      { queue: 'routine', data: { record: RECORD, study: study?.id, sopInstanceUid: '1.2.3.4.5' } },
    ]);
    expect(await storage.chart.recordsOfAccession('1.2.643.1', 'A-7')).toEqual([RECORD]);
  });

  test('that comes twice changes nothing the second time', async () => {
    const before = JSON.stringify(await storage.chart.everything(RECORD));
    await receive();
    expect(JSON.stringify(await storage.chart.everything(RECORD))).toBe(before);
  });

  test('of an urgent order goes to the urgent lane', async () => {
    await order(recordOf('1'), 'U-1', 'urgent');
    await receive(patient('1', 'U-1', '1.2.1'));
    expect(requested).toMatchObject([{ queue: 'urgent', data: { lane: 'urgent' } }]);
  });

  test.each<[string, Partial<fhir4.Patient>]>([
    ['name', { name: [{ family: 'Петров', given: ['Пётр'] }] }],
    ['birth-date', { birthDate: '2020-05-05' }],
    ['sex', { gender: 'female' }],
  ])('whose header contradicts the record comes on the clinic’s list: %s', async (reason, demographics) => {
    const id = `contradicts-${reason}`;
    await admit(recordOf(id), demographics);
    const state = await receive(patient(id, `C-${reason}`, `1.2.5.${reason.length}`));
    expect(await listedFor(state)).toBe(reason);
    // The network is run all the same: a correction of the record may come, in any order. Should that fail, the input
    // must still be open, or nobody would hear of it.
    expect(requested).toHaveLength(1);
    expect(state?.end).toBeUndefined();
  });

  test('that agrees with its record goes on', async () => {
    await admit(recordOf('agrees'), {
      name: [{ family: 'Ivanov', given: ['Ivan'] }],
      birthDate: '2023-01-15',
      gender: 'male',
    });
    expect(await listedFor(await receive(patient('agrees', 'G-1', '1.2.6')))).toBeUndefined();
  });

  test('with the accession number of another patient’s order is unreconciled; of another clinic’s, not', async () => {
    await order(recordOf('other'), 'X-1', 'routine');
    const wrong = await receive(patient('mine', 'X-1', '1.2.7'));
    expect(await listedFor(wrong)).toBe('accession-other-record');
    const elsewhere = await receive(patient('mine', 'X-1', '1.2.8'), 'post');
    expect(await listedFor(elsewhere)).toBeUndefined();
  });

  test.each<[string, Attributes]>([
    ['patient-id', { '00100020': ['LO', ''], '0020000d': ['UI', '1.2.9.1'] }],
    ['issuer', { '00100021': ['LO', 'NOBODY'], '0020000d': ['UI', '1.2.9.2'] }],
  ])('without a resolvable patient is on nobody’s chart: %s', async (reason, change) => {
    const before = storage.sent.length;
    const state = await receive(change);
    expect(state?.end).toMatchObject({ state: 'stored', code: 'unreconciled', detail: reason });
    expect(state?.record).not.toBe(RECORD);
    expect(requested).toEqual([]);
    expect(storage.sent).toHaveLength(before);
  });

  test('that names another clinic’s domain goes into that clinic’s record', async () => {
    await receive({ ...patient('4711', 'P-9', '1.2.10'), '00100021': ['LO', 'BRZ'] }, 'post');
    expect((await studiesOf(RECORD)).map(({ identifier }) => identifier?.[0]?.value)).toContain('urn:oid:1.2.10');
  });

  test('with other pixels under the same UID is kept beside the first, and a human is told', async () => {
    await receive(patient('twins', 'T-1', '1.2.11'));
    const pixels: Attributes[string] = ['OW', Uint8Array.from([9, 0, 1, 0, 255, 15, 2, 0, 3, 0, 4, 0])];
    const state = await receive({ ...patient('twins', 'T-1', '1.2.11'), '7fe00010': pixels });
    expect(await listedFor(state)).toBe('sop-conflict');
    const [study] = await studiesOf(recordOf('twins'));
    expect(study?.series?.[0]?.instance).toHaveLength(2);
  });

  test('of a modality that no model reads waits for the advice and asks for no recognition', async () => {
    const state = await receive({ ...patient('ct', 'K-1', '1.2.12'), '00080060': ['CS', 'CT'] });
    expect(requested).toEqual([]);
    expect(await storage.chart.awaiting(recordOf('ct'), 100)).toEqual([state?.input]);
  });

  test('that is only a prefix yet, and says no hash of its pixels, is noted and stays open', async () => {
    const state = await receive(patient('early', 'E-1', '1.2.13'), 'district', 'preview');
    expect(state?.steps.map(({ step }) => step)).toContain('preview not used');
    expect(state?.end).toBeUndefined();
    expect(await studiesOf(recordOf('early'))).toEqual([]);
  });

  test('that is cut or broken is refused with its code', async () => {
    await expect(receive({ '0020000d': undefined } as Partial<Attributes>)).rejects.toMatchObject({
      code: 'dicom-structure',
    });
    await expect(receive({ '7fe00010': ['OW', Uint8Array.from([1, 2])] })).rejects.toMatchObject({
      code: 'dicom-pixels',
    });
  });
});
