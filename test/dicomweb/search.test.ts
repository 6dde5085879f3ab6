import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Attributes } from '../dicom.ts';
import { principals } from '../world.ts';
import { type ImageRegion, openImageRegion } from './region.ts';

type Row = Record<string, { vr: string; Value?: unknown[] }>;
let region: ImageRegion;
const image = (study: string, at: number, more: Partial<Attributes> = {}): Partial<Attributes> => ({
  '00080050': ['SH', `A-${study}`],
  '0020000d': ['UI', `1.2.${study}`],
  '0020000e': ['UI', `1.2.${study}.1`],
  '00080018': ['UI', `1.2.${study}.1.${at}`],
  '00200013': ['IS', String(at)],
  ...more,
});

beforeAll(async () => {
  region = await openImageRegion();
  await region.admit();
  for (const at of [2, 1]) await region.sendExample(image('10', at));
  await region.sendExample(image('10', 3, { '0020000e': ['UI', '1.2.10.2'], '00080060': ['CS', 'CR'] }));
  await region.sendExample(image('11', 1, { '00080020': ['DA', '20250510'] }));
  await region.sendExample(image('12', 1, { '00100010': ['PN', 'Другой^Пётр'] }));
  await region.sendExample(image('13', 1, { '00100020': ['LO', '99'] }));
  await region.admit('4711', 'south');
  await region.sendExample(image('14', 1), 'south');
  const script = '<script>alert(1)</script>';
  await region.admit('55', 'north', { name: [{ family: script }] });
  await region.sendExample(
    image('15', 1, {
      '00100020': ['LO', '55'],
      '00100010': ['PN', script],
      '00100030': ['DA', ''],
      '00100040': ['CS', ''],
      '00081030': ['LO', '"><img src=x>'],
    }),
  );
});
afterAll(() => region.it.close());

const found = async (target: string, as = principals.person('north')): Promise<Row[]> => {
  const answer = await region.ask(target, { as });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/dicom+json' } });
  return answer.json() as Row[];
};
const uids = (rows: Row[], tag = '0020000D') => rows.map((row) => row[tag]?.Value?.[0]);

describe('a search for studies', () => {
  test('finds those of the reader’s clinics, newest first, that belong to their patients', async () => {
    expect(uids(await found('/dicomweb/studies'))).toEqual(expect.arrayContaining(['1.2.10', '1.2.15', '1.2.11']));
    expect(uids(await found('/dicomweb/studies')).at(-1)).toBe('1.2.11');
    expect(await found('/dicomweb/studies')).toHaveLength(3);
    expect(uids(await found('/dicomweb/studies', principals.person('south')))).toEqual(['1.2.14']);
    expect(uids(await found('/dicomweb/studies', principals.ehr('north', 'south')))).toContain('1.2.14');
  });

  test('named twice is found once', async () => {
    const rows = await found('/dicomweb/studies?StudyInstanceUID=1.2.10,1.2.11,1.2.10');
    expect(uids(rows)).toEqual(['1.2.10', '1.2.11']);
  });

  test('answers the attributes of the standard, counted and merged over the instances', async () => {
    const [row] = await found('/dicomweb/studies?StudyInstanceUID=1.2.10');
    expect(row).toMatchObject({
      '00080020': { vr: 'DA', Value: ['20260301'] },
      '00080061': { vr: 'CS', Value: ['CR', 'DX'] },
      '00081190': { vr: 'UR', Value: ['http://api.test/dicomweb/studies/1.2.10'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Иванов^Иван^Иванович' }] },
      '00201206': { vr: 'IS', Value: [2] },
      '00201208': { vr: 'IS', Value: [3] },
    });
    expect(row?.['00080018']).toBeUndefined();
  });

  test.each([
    ['PatientID=4711', ['1.2.10', '1.2.11']],
    ['PatientID=4711&IssuerOfPatientID=NORTH', ['1.2.10', '1.2.11']],
    ['PatientID=4711&IssuerOfPatientID=SOUTH', []],
    ['00100020=*711*', ['1.2.10', '1.2.11']],
    ['AccessionNumber=A-11', ['1.2.11']],
    ['AccessionNumber=A-14', []],
    ['StudyDate=20250101-20251231', ['1.2.11']],
    ['StudyDate=20260301', ['1.2.10', '1.2.15']],
    ['ModalitiesInStudy=CR', ['1.2.10']],
    [
      'PatientName=*иван*&limit=101&offset=0&fuzzymatching=false&includefield=00081030,00080060,00080090,00100030',
      ['1.2.10', '1.2.11'],
    ],
    ['StudyInstanceUID=1.2.11%5C1.2.14', ['1.2.11']],
    ['StudyInstanceUID=9.9.9', []],
    ['PatientID=nobody', []],
  ])('%s', async (query, expected) => {
    expect(uids(await found(`/dicomweb/studies?${query}`)).sort()).toEqual(expected);
  });

  test('is cut by limit and offset, and says that there is more', async () => {
    const first = await region.ask('/dicomweb/studies?limit=2');
    expect(first.json()).toHaveLength(2);
    expect(first.headers.warning).toContain('299 oka "There are additional results');
    const rest = await region.ask('/dicomweb/studies?limit=2&offset=2');
    expect(uids(rest.json() as Row[])).toEqual(['1.2.11']);
    expect(rest.headers.warning).toBeUndefined();
  });

  test('says that names are matched literally when fuzzy matching is asked for', async () => {
    expect((await region.ask('/dicomweb/studies?fuzzymatching=true')).headers.warning).toContain('fuzzymatching');
  });

  test('by a key that is not supported is refused with its name, because without it others would be found', async () => {
    expect((await region.ask('/dicomweb/studies?PatientComments=x')).json()).toMatchObject({
      code: 'malformed-request',
      path: 'query.PatientComments',
    });
    expect((await region.ask('/dicomweb/studies?limit=-1')).status).toBe(400);
  });

  test('carries what names hold as data: JSON, and no browser guesses another type', async () => {
    const answer = await region.ask('/dicomweb/studies?PatientID=55');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/dicom+json',
      'x-content-type-options': 'nosniff',
    });
    expect((answer.json() as Row[])[0]?.['00100010']?.Value).toEqual([{ Alphabetic: '<script>alert(1)</script>' }]);
  });

  test('is written down with everyone it tells of, before it is answered', async () => {
    const before = await region.world.objects.list('audit', '');
    await found('/dicomweb/studies?PatientID=4711');
    const after = await region.world.objects.list('audit', '');
    const [added] = after.filter(({ key }) => !before.some((one) => one.key === key));
    const event = JSON.parse(Buffer.from(await region.world.objects.get('audit', added?.key ?? '')).toString());
    expect(event.subtype[0].code).toBe('search-studies');
    expect(JSON.stringify(event.entity)).toContain('Patient/');
    expect(JSON.stringify(event)).not.toMatch(/4711|Иванов|1\.2\.10/);
  });

  test('is for people and record systems, not for edges or operators', async () => {
    for (const as of [principals.edge('north'), principals.operator()])
      expect((await region.ask('/dicomweb/studies', { as })).status).toBe(403);
  });
});

describe('a search within a study', () => {
  test('for series finds them in order, with their counts', async () => {
    const rows = await found('/dicomweb/studies/1.2.10/series?includefield=0008103E,00080021');
    expect(uids(rows, '0020000E')).toEqual(['1.2.10.1', '1.2.10.2']);
    expect(rows[0]).toMatchObject({ '00201209': { Value: [2] }, '0020000D': { Value: ['1.2.10'] } });
    expect(uids(await found('/dicomweb/studies/1.2.10/series?Modality=CR'), '0020000E')).toEqual(['1.2.10.2']);
  });

  test('for instances finds them by number, and says how large they are', async () => {
    const rows = await found('/dicomweb/studies/1.2.10/series/1.2.10.1/instances');
    expect(uids(rows, '00080018')).toEqual(['1.2.10.1.1', '1.2.10.1.2']);
    expect(rows[0]).toMatchObject({ '00280010': { Value: [2] }, '00280011': { Value: [3] } });
    expect(await found('/dicomweb/studies/1.2.10/instances')).toHaveLength(3);
    expect(uids(await found('/dicomweb/instances?PatientID=4711&InstanceNumber=3'), '00080018')).toEqual([
      '1.2.10.1.3',
    ]);
    expect(uids(await found('/dicomweb/series?StudyInstanceUID=1.2.11'), '0020000E')).toEqual(['1.2.11.1']);
  });

  test.each([
    ['that nobody sent', '9.9', 404],
    ['that contradicts its record', '1.2.12', 404],
    ['whose patient nobody has registered', '1.2.13', 404],
    ['of another clinic', '1.2.14', 403],
  ])('%s', async (_, study, status) => {
    for (const path of ['series', 'instances', 'metadata', ''])
      expect((await region.ask(`/dicomweb/studies/${study}${path && `/${path}`}`)).status).toBe(status);
  });

  test('that lies with two patients of the clinic is not shown as one, with the reason; searched by patient it is his part', async () => {
    await region.admit('200');
    await region.sendExample(image('18', 1, { '00080050': ['SH', ''] }));
    await region.sendExample(image('18', 2, { '00100020': ['LO', '200'], '00080050': ['SH', ''] }));
    for (const path of ['', '/metadata', '/series']) {
      const answer = await region.ask(`/dicomweb/studies/1.2.18${path}`);
      expect([answer.status, (answer.json() as { code: string }).code]).toEqual([422, 'unreconciled']);
    }
    expect(uids(await found('/dicomweb/studies?PatientID=200'), '0020000D')).toEqual(['1.2.18']);
    expect(uids(await found('/dicomweb/studies'), '0020000D')).not.toContain('1.2.18');
  });

  test('whose patient is registered later is found from then on', async () => {
    await region.sendExample(image('16', 1, { '00100020': ['LO', '100'] }));
    expect((await region.ask('/dicomweb/studies/1.2.16/series')).status).toBe(404);
    await region.admit('100');
    expect(uids(await found('/dicomweb/studies/1.2.16/series'), '0020000E')).toEqual(['1.2.16.1']);
  });

  test('shows nothing that a rejection note takes back, nor the note', async () => {
    await region.sendExample(image('17', 1));
    await region.sendExample(image('17', 2));
    const note: Partial<Attributes> = {
      '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.88.59'],
      '00080060': ['CS', 'KO'],
      '0020000e': ['UI', '1.2.17.9'],
      '0040a043': ['SQ', [{ '00080100': ['SH', '113001'], '00080102': ['SH', 'DCM'] }]],
      '0040a375': [
        'SQ',
        [
          {
            '00081115': ['SQ', [{ '00081199': ['SQ', [{ '00081155': ['UI', '1.2.17.1.1'] }]] }]],
            '0020000d': ['UI', '1.2.17'],
          },
        ],
      ],
      '7fe00010': undefined,
      '00280010': undefined,
      '00280011': undefined,
    } as unknown as Partial<Attributes>;
    await region.sendExample(image('17', 9, note));
    expect(uids(await found('/dicomweb/studies/1.2.17/instances'), '00080018')).toEqual(['1.2.17.1.2']);
    expect((await region.ask('/dicomweb/studies/1.2.17/series/1.2.17.1/instances/1.2.17.1.1')).status).toBe(404);
  });
});
