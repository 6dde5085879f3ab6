import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readDicom } from '../../domain/dicom/read.ts';
import { dicomKey } from '../../domain/fhir/identifiers.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { type Attributes, dicomExample } from '../../test/dicom.ts';
import { type NewInstance, registerInstance } from './studies.ts';

const KEY = 'ab'.repeat(32);
const RECORD = '00000000-0000-8000-8000-000000000001';
let storage: TestChart;
const derived = new Map<string, string>();
beforeAll(async () => {
  storage = await withChart();
});
afterAll(() => storage.close());

const world = () => ({
  chart: storage.chart,
  objects: {
    put: async (_: string, key: string, bytes: Uint8Array) =>
      void derived.set(key, Buffer.from(bytes).toString('utf8')),
    get: () => Promise.reject(new Error('nobody reads here')),
    head: async () => undefined,
    list: async () => [],
  },
  env: { OKA_ID_KEY: KEY, OKA_BUCKET_DERIVED: 'derived' },
});

function instance(changes: Partial<Attributes>, more: Partial<NewInstance> = {}): NewInstance {
  const bytes = dicomExample(changes as Attributes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { object, header } = readDicom(bytes, 'Asia/Yekaterinburg', () => new Uint8Array());
  return {
    ...{ object, header, pixelHash: 'cd'.repeat(32), record: RECORD, clinic: 'district', study: RECORD },
    source: { input: { kind: 'image', clinic: 'district', sha256 } },
    length: bytes.length,
    receivedAt: '2026-03-01T05:20:00.000Z',
    ...more,
  };
}
const register = (changes: Partial<Attributes>, more?: Partial<NewInstance>) =>
  registerInstance(world(), instance(changes, more));
const read = (uid: string) => storage.chart.studies.read(dicomKey(KEY, 'study', [uid]));
const inStudy = (uid: string, sop: string, more: Partial<Attributes> = {}): Partial<Attributes> => ({
  '0020000d': ['UI', uid],
  '00080018': ['UI', sop],
  ...more,
});
const note = (uid: string, sop: string, of: string): Partial<Attributes> =>
  inStudy(uid, sop, {
    '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.88.59'],
    '0040a043': ['SQ', [{ '00080100': ['SH', '113001'], '00080102': ['SH', 'DCM'] }]],
    '0040a375': [
      'SQ',
      [
        {
          '00081115': ['SQ', [{ '00081199': ['SQ', [{ '00081155': ['UI', of] }]] }]],
          '0020000d': ['UI', uid],
        },
      ],
    ],
  });

describe('an instance that is registered', () => {
  test('is found under its study, with what its header says and where its bytes and its metadata lie', async () => {
    await register(inStudy('1.2.1', '1.2.1.1'));
    const { instances } = await read('1.2.1');
    expect(instances).toHaveLength(1);
    const [found] = instances;
    expect(found).toMatchObject({
      record: RECORD,
      clinic: 'district',
      sopInstanceUid: '1.2.1.1',
      seriesInstanceUid: '1.2.3.4.1',
      transferSyntax: '1.2.840.10008.1.2.1',
      frames: 1,
      source: { input: { clinic: 'district' } },
      header: { '00100020': { vr: 'LO', Value: ['4711'] } },
    });
    expect(JSON.parse(derived.get(found?.metadata ?? '') ?? '')).toMatchObject({
      '00185101': { vr: 'CS', Value: ['AP'] },
    });
  });

  test('stands on the list of its clinic under its date, newest first', async () => {
    await register(inStudy('1.2.2', '1.2.2.1', { '00080020': ['DA', '20250101'] }), { clinic: 'listed' });
    await register(inStudy('1.2.3', '1.2.3.1', { '00080020': ['DA', '20260101'] }), { clinic: 'listed' });
    await register(inStudy('1.2.4', '1.2.4.1', { '00080020': ['DA', ''] }), { clinic: 'listed' });
    const { studies } = storage.chart;
    expect((await studies.ofClinic('listed', undefined, 9)).map(({ date }) => date)).toEqual([
      '20260101',
      '20250101',
      '00000000',
    ]);
    expect((await studies.ofClinic('listed', '20251231', 1)).map(({ date }) => date)).toEqual(['20250101']);
  });

  test('has no UID of a hospital and no patient in any key', async () => {
    await register(inStudy('1.2.99.77', '1.2.99.77.1'));
    expect([...derived.keys()].join(' ')).not.toMatch(/1\.2\.|4711|Иван/);
    const [row] = await storage.chart.studies.ofClinic('district', undefined, 1);
    expect(JSON.stringify(row)).not.toMatch(/1\.2\.99|4711/);
  });

  test('of two records of two clinics is kept for each', async () => {
    const other = '00000000-0000-8000-8000-000000000002';
    await register(inStudy('1.2.5', '1.2.5.1'));
    await register(inStudy('1.2.5', '1.2.5.1'), { record: other, clinic: 'post' });
    expect((await read('1.2.5')).instances.map(({ clinic }) => clinic).sort()).toEqual(['district', 'post']);
  });

  test('and rejected by a note is kept, with the note’s word beside it, and the note knows itself', async () => {
    await register(note('1.2.6', '1.2.6.9', '1.2.6.1'));
    await register(inStudy('1.2.6', '1.2.6.1'));
    const { instances, rejections } = await read('1.2.6');
    expect(instances.map(({ sopInstanceUid, rejects }) => [sopInstanceUid, rejects])).toEqual(
      expect.arrayContaining([
        ['1.2.6.1', undefined],
        ['1.2.6.9', '113001'],
      ]),
    );
    expect(rejections).toEqual([{ record: RECORD, sopInstanceUid: '1.2.6.1', note: '1.2.6.9', code: '113001' }]);
  });

  test('in any order, any number of times, ends in the same rows', async () => {
    let story = 0;
    const told = async (order: readonly number[], uid: string) => {
      const words: Partial<Attributes>[] = [
        inStudy(uid, `${uid}.1`, { '00080012': ['DA', '20260302'], '00081030': ['LO', 'corrected'] }),
        inStudy(uid, `${uid}.1`, { '00080012': ['DA', '20260301'], '00081030': ['LO', 'first'] }),
        inStudy(uid, `${uid}.1`, { '00080012': ['DA', '20260302'], '00081030': ['LO', 'corrected too'] }),
        note(uid, `${uid}.9`, `${uid}.1`),
      ];
      for (const at of order) await register(words[at] as Partial<Attributes>);
      const { instances, rejections } = await read(uid);
      const said = instances.map(({ header, rejects }) => `${header['00081030']?.Value?.[0]} ${rejects}`);
      return [...said.sort(), String(rejections.length)];
    };
    const straight = await told([0, 1, 2, 3], '1.2.7.0');
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        fc.array(fc.nat(3), { maxLength: 3 }),
        async (order, again) => {
          story += 1;
          const shuffled = await told([...order, ...again], `1.2.7.${story}`);
          expect(shuffled).toEqual(straight);
        },
      ),
      { numRuns: 15 },
    );
  });
});
