import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { wrapPhoto } from '../../domain/dicom/photo/wrap.ts';
import { writeDicom } from '../../domain/dicom/write/write.ts';
import { advise } from '../../functions/advise/advise.ts';
import { readableRecord } from '../../functions/chart-api/everything.ts';
import { readPhoto } from '../../platform/photo.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { Person } from '../../samples/day/people.ts';
import { PREVIEW_EXTENSION } from '../../schemas/study.ts';
import { dicomExample } from '../dicom.ts';
import { code, ecg, keyObjects, letter, objectOf, otherAi, procedureStep, verifiedReport } from '../dicom-objects.ts';
import { type ImageRegion, openImageRegion } from '../dicomweb/region.ts';
import { randomOf, shuffled } from '../random.ts';

let region: ImageRegion;
beforeAll(async () => {
  const opened = await openImageRegion();
  region = { ...opened, world: { ...opened.world, env: { ...opened.world.env, OKA_QUEUE_RESULTS: 'results' } } };
});
afterAll(() => region.it.close());

let serial = 5000;
/** A registered child of `north` with a number of his own, and what his objects say of him. */
async function child() {
  serial += 1;
  const person: Person = {
    ...{ key: `child-${serial}`, family: 'Иванов', given: 'Иван', patronymic: 'Иванович', sex: 'M', ageMonths: 37 },
    ...{ clinic: 'district', number: String(serial) },
  };
  const of = objectOf({ person, study: `study-${serial}`, zone: 'Asia/Yekaterinburg' });
  // As the objects have it: so many months before the day.
  const birthDate = '2023-01-28';
  const record = await region.admit(person.number, 'north', {
    name: [{ family: 'Иванов', given: ['Иван', 'Иванович'] }],
    birthDate,
    gender: 'male',
  });
  return { person, of, record };
}

async function said(record: string) {
  const revision = (await region.world.chart.head(record))?.revision ?? 0;
  await advise(makeEvent('oka.advice.requested', 'test', { record, revision }, { time: new Date() }), region.world);
  const results = (await region.world.chart.advice(record))?.results ?? [];
  const read = await readableRecord(record, await region.world.chart.everything(record), region.world);
  return { results: results.filter(({ state }) => state === 'current'), read };
}
const ofType = (read: readonly fhir4.FhirResource[], type: string) =>
  read.filter(({ resourceType }) => resourceType === type);
const mismatched = () =>
  region.admit(String(serial), 'north', { name: [{ family: 'Другой', given: ['Пётр'] }], birthDate: '1950-01-01' });

test('a feldsher’s photo is kept and shown; where it was taken is in nothing that the region holds', async () => {
  const { person, record } = await child();
  const file = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#a04030' } })
    .withExif({ IFD0: { Artist: 'Vymyslov' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '55/1 45/1 2100/100' } })
    .jpeg()
    .toBuffer();
  const gps = Buffer.from([55, 0, 0, 0, 1, 0, 0, 0, 45, 0, 0, 0, 1, 0, 0, 0]);
  expect(file.includes(gps)).toBe(true);
  const { pixels } = await readPhoto(file);
  await region.send(
    wrapPhoto(file, pixels, { patientId: person.number, domain: 'NORTH', takenAt: '2026-03-01T10:00:00' }),
  );
  const { read } = await said(record);
  const [study] = ofType(read, 'ImagingStudy') as fhir4.ImagingStudy[];
  const preview = study?.series?.[0]?.instance?.[0]?.extension?.find(({ url }) => url === PREVIEW_EXTENSION);
  expect(preview?.valueAttachment?.url).toMatch(/^Binary\/[0-9a-f]{64}$/);
  let kept = 0;
  for (const bucket of ['intake', 'archive', 'derived'])
    for (const { key } of await region.world.objects.list(bucket, '')) {
      const bytes = Buffer.from(await region.world.objects.get(bucket, key));
      kept += 1;
      expect([bytes.includes(gps), bytes.includes('GPS'), bytes.includes('Vymyslov')]).toEqual([false, false, false]);
    }
  expect(kept).toBeGreaterThan(2);
});

test.each([
  ['an ECG', ecg, ['image/svg+xml', 'text/plain; charset=utf-8']],
  ['a letter', letter, ['application/pdf']],
  [
    'a report',
    (of: Parameters<typeof letter>[0]) => verifiedReport(of, 'Без особенностей.'),
    ['text/plain; charset=utf-8'],
  ],
])('%s is a document of its patient, and of nobody while its study contradicts him', async (_, make, types) => {
  const { of, record } = await child();
  await region.send(make(of));
  const [document] = ofType((await said(record)).read, 'DocumentReference') as fhir4.DocumentReference[];
  expect(document?.content.map(({ attachment }) => attachment.contentType)).toEqual(types);
  const wrong = await child();
  await mismatched();
  await region.send(make(wrong.of));
  const { read } = await said(wrong.record);
  for (const type of ['DocumentReference', 'ImagingStudy', 'DiagnosticReport']) expect(ofType(read, type)).toEqual([]);
});

test('what a rejection note takes back is on nobody’s chart: document, signed report, picture of the study', async () => {
  const { of, record } = await child();
  await region.send(ecg(of));
  await region.send(verifiedReport(of, 'Без особенностей.'));
  const before = (await said(record)).read;
  const documents = ofType(before, 'DocumentReference') as fhir4.DocumentReference[];
  expect([documents.length, ofType(before, 'DiagnosticReport').length]).toEqual([2, 1]);
  const uids = documents.map(({ masterIdentifier }) => masterIdentifier?.value?.replace('urn:oid:', '') ?? '');
  await region.send(keyObjects(of, code('113038', 'DCM', 'Incorrect Modality Worklist Entry'), uids));
  const { read } = await said(record);
  for (const type of ['DocumentReference', 'DiagnosticReport']) expect(ofType(read, type)).toEqual([]);
  const [study] = ofType(read, 'ImagingStudy') as fhir4.ImagingStudy[];
  const listed = study?.series?.flatMap(({ instance = [] }) => instance.map(({ uid }) => uid)) ?? [];
  expect(listed.filter((uid) => uids.includes(uid))).toEqual([]);
});

describe('what another manufacturer’s program says', () => {
  test('is a result of that device, marked, in its own words; no finding of ours and no fact for rules', async () => {
    const { of, record } = await child();
    await region.send(otherAi(of));
    const { results, read } = await said(record);
    expect(results).toMatchObject([
      {
        producer: 'device:Vymysel Medical (invented) LungMark',
        producerVersion: '2.1',
        severity: 'info',
        content: { kind: 'device-finding', says: [{ name: 'Finding', value: 'Pulmonary nodule' }, {}, {}, {}] },
      },
    ]);
    const report = ofType(read, 'DiagnosticReport')[0] as fhir4.DiagnosticReport;
    expect(report).toMatchObject({ status: 'preliminary', meta: { security: [{ code: 'AIAST' }] } });
    expect(report.conclusion).toContain('не подтверждено врачом');
    expect(JSON.stringify(read)).not.toContain('device-statement');
  });

  test('of a study that contradicts its patient is told to nobody', async () => {
    const { of, record } = await child();
    await mismatched();
    await region.send(otherAi(of));
    expect((await said(record)).results).toEqual([]);
  });

  test('is withdrawn when a rejection note takes its object back', async () => {
    const { of, record } = await child();
    await region.send(otherAi(of));
    const { results } = await said(record);
    const uids = results.flatMap(({ content }) => (content.kind === 'device-finding' ? content.instances : []));
    await region.send(keyObjects(of, code('113037', 'DCM', 'Rejected for Patient Safety Reasons'), uids));
    expect((await said(record)).results).toEqual([]);
    const stored = (await region.world.chart.advice(record))?.results ?? [];
    expect(stored).toMatchObject([{ state: 'withdrawn', content: { says: [], pictures: [] } }]);
  });
});

test('a procedure step or a rejection note alone makes no study', async () => {
  const { of, record } = await child();
  await region.send(procedureStep(of, { status: 'DISCONTINUED' }));
  expect(ofType((await said(record)).read, 'ImagingStudy')).toEqual([]);
});

test.each([
  ['110514', false, 'wrong-worklist-entry'],
  ['110513', true, undefined],
])('a film whose step was broken off for the reason %s is on the chart: %s', async (reason, isShown, listed) => {
  const { of, record, person } = await child();
  const [study, instance] = [`1.2.79.${serial}`, `1.2.80.${serial}`];
  await region.sendExample({
    '00080018': ['UI', instance],
    '0020000d': ['UI', study],
    '00080050': ['SH', `W-${serial}`],
    '00100030': ['DA', '20230128'],
    '00100020': ['LO', person.number],
  });
  expect(ofType((await said(record)).read, 'ImagingStudy')).toHaveLength(1);
  const broken = { status: 'DISCONTINUED', reason: code(reason, 'DCM', 'Reason') } as const;
  await region.send(procedureStep({ ...of, studyUid: study }, broken));
  expect(ofType((await said(record)).read, 'ImagingStudy')).toHaveLength(isShown ? 1 : 0);
  const waiting = await region.world.chart.waitingForHuman('north');
  const reasons = waiting
    .filter((one) => one.record === record)
    .map(({ steps, end }) => steps.at(-1)?.detail ?? end?.detail);
  expect(new Set(reasons)).toEqual(new Set(listed === undefined ? [] : [listed]));
});

test('objects of a study in any order, and twice, end in the same chart', async () => {
  const { of, person } = await child();
  const film = dicomExample({
    '00080018': ['UI', `1.2.77.${serial}`],
    '0020000d': ['UI', `1.2.78.${serial}`],
    '00080050': ['SH', `K-${serial}`],
    '00100020': ['LO', person.number],
  });
  const ofFilm = { ...of, studyUid: `1.2.78.${serial}` };
  const objects = [
    film,
    otherAi(ofFilm),
    verifiedReport(ofFilm, 'Норма.'),
    keyObjects(ofFilm, code('113030', 'DCM', 'Manifest'), [`1.2.77.${serial}`]),
    keyObjects(ofFilm, code('113001', 'DCM', 'Rejected for Quality Reasons'), [`1.2.77.${serial}`]),
    procedureStep(ofFilm, { status: 'IN PROGRESS' }),
    procedureStep(ofFilm, { status: 'COMPLETED' }),
    ecg(of),
  ];
  const random = randomOf(7);
  const ends: string[] = [];
  for (let round = 0; round < 3; round++) {
    const opened = await openImageRegion();
    // The first acceptance travels with an input, so a shuffle keeps it (contract 3).
    opened.it.time.now = new Date('2026-03-02T08:00:00.000Z');
    for (const bytes of round === 0 ? objects : shuffled([...objects, ...objects], random)) await opened.send(bytes);
    const record = await opened.admit(person.number);
    const items = (await opened.world.chart.everything(record)).map(({ resourceType, id, groups }) => [
      resourceType,
      id,
      groups,
    ]);
    ends.push(JSON.stringify(items.sort((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1))));
    await opened.it.close();
  }
  expect(ends[1]).toBe(ends[0]);
  expect(ends[2]).toBe(ends[0]);
  expect(ends[0]).toContain('rejection:');
}, 60_000);

test('a private class without pixels is kept and linked to its study', async () => {
  const { of, record } = await child();
  await region.send(
    writeDicom({
      SOPClassUID: '1.2.826.0.1.3680043.99.1',
      SOPInstanceUID: `1.2.79.${serial}`,
      StudyInstanceUID: `1.2.80.${serial}`,
      SeriesInstanceUID: `1.2.80.${serial}.1`,
      Modality: 'OT',
      PatientID: of.person.number,
      PatientName: 'Иванов^Иван',
    }),
  );
  const [study] = ofType((await said(record)).read, 'ImagingStudy') as fhir4.ImagingStudy[];
  expect(study?.series?.[0]?.instance?.[0]).toMatchObject({
    uid: `1.2.79.${serial}`,
    extension: expect.arrayContaining([expect.objectContaining({ valueCode: 'other' })]),
  });
});
