import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../../samples/day/people.ts';
import { ecg, objectOf } from '../dicom-objects.ts';
import { principals } from '../world.ts';
import { type ImageRegion, openImageRegion } from './region.ts';

let region: ImageRegion;
beforeAll(async () => {
  region = await openImageRegion();
  await region.admit();
  const film = (study: string, date: string, more: Parameters<ImageRegion['sendExample']>[0] = {}) =>
    region.sendExample({
      '0020000d': ['UI', study],
      '0020000e': ['UI', `${study}.1`],
      '00080018': ['UI', `${study}.1.1`],
      '00080020': ['DA', date],
      '00080050': ['SH', study],
      ...more,
    });
  await film('1.2.1', '20240101');
  await film('1.2.2', '20250601', { '00080060': ['CS', 'CR'] });
  await film('1.2.3', '20250901', { '00180015': ['CS', 'KNEE'], '00081030': ['LO', 'Колено'] });
  const knee = { '00180015': ['CS', 'KNEE'], '00081030': ['LO', 'Колено'] } as const;
  await film('1.2.6', '20251001', { ...knee, '00200062': ['CS', 'R'] });
  await film('1.2.7', '20251101', { ...knee, '00200062': ['CS', 'L'] });
  await film('1.2.8', '20251201', { ...knee, '00200062': ['CS', 'R'] });
  await film('1.2.4', '20260301');
  await film('1.2.5', '20260401');
});
afterAll(() => region.it.close());

const priorOf = async (study: string) => (await region.ask(`/dicomweb/studies/${study}/prior`)).json();

describe('the earlier study', () => {
  test('is the newest one before it of the same part and kind; a plate and a detector are one kind', async () => {
    expect(await priorOf('1.2.4')).toEqual({ study: '1.2.2', date: '20250601' });
    expect(await priorOf('1.2.5')).toEqual({ study: '1.2.4', date: '20260301' });
    expect(await priorOf('1.2.2')).toEqual({ study: '1.2.1', date: '20240101' });
  });

  test('is none where nothing of the part was looked at before', async () => {
    expect(await priorOf('1.2.1')).toEqual({});
    expect(await priorOf('1.2.3')).toEqual({});
  });

  test('is of the same side: the other knee is no earlier state of this one', async () => {
    expect(await priorOf('1.2.8')).toEqual({ study: '1.2.6', date: '20251001' });
    expect(await priorOf('1.2.7')).toEqual({ study: '1.2.3', date: '20250901' });
  });

  test('is not told to people of other clinics', async () => {
    const answer = await region.ask('/dicomweb/studies/1.2.4/prior', { as: principals.person('south') });
    expect(answer.status).toBe(403);
  });

  test('of which only a report is here says its day', async () => {
    const record = await region.admit();
    const group = (value: object, time: string) => ({
      value,
      stamp: { time, rank: 30, receivedAt: time, hash: 'x' },
    });
    const report = {
      status: 'final',
      category: [{ coding: [{ code: 'RAD' }] }],
      code: { text: 'Рентгенография колена' },
      subject: { reference: `Patient/${record}` },
      effectiveDateTime: '2023-05-05T10:00:00Z',
    };
    await region.world.chart.write({
      items: [
        {
          record,
          resourceType: 'DiagnosticReport',
          id: 'f0000000-0000-8000-8000-000000000001',
          groups: { report: group(report, '2023-05-05T10:00:00.000Z') as never },
        },
      ],
      owners: { [record]: 'north' },
    });
    expect(await priorOf('1.2.3')).toEqual({ reported: '2023-05-05' });
    expect(await priorOf('1.2.1')).toEqual({});
  });
});

describe('curves of an ECG', () => {
  test('are a drawing in millimetres, in which nothing runs', async () => {
    const person: Person = {
      ...{ key: 'child', family: 'Иванов', given: 'Иван', patronymic: 'Иванович', sex: 'M', ageMonths: 37 },
      ...{ clinic: 'district', number: '5999' },
    };
    await region.admit('5999', 'north', {
      name: [{ family: 'Иванов', given: ['Иван', 'Иванович'] }],
      birthDate: '2023-01-28',
      gender: 'male',
    });
    const of = objectOf({ person, study: 'ecg', zone: 'Asia/Yekaterinburg' });
    await region.send(ecg(of));
    const [found] = (await region.ask('/dicomweb/instances?Modality=ECG')).json() as Record<
      string,
      { Value: string[] }
    >[];
    const uid = (tag: string): string => found?.[tag]?.Value[0] ?? '';
    const at = `/dicomweb/studies/${uid('0020000D')}/series/${uid('0020000E')}/instances/${uid('00080018')}`;
    const drawing = await region.ask(`${at}/curves`, { accept: 'image/svg+xml' });
    expect(drawing.headers['content-type']).toBe('image/svg+xml');
    expect(drawing.bytes.toString()).toMatch(/^<svg[^>]*width="\d+mm"/);
    expect(drawing.bytes.toString()).not.toMatch(/<script|Иванов/);
    const listed = (await region.ask(`/dicomweb/studies/${uid('0020000D')}/display`)).json() as {
      items: { kind: string }[];
    };
    expect(listed.items.map(({ kind }) => kind)).toEqual(['curves']);
  });
});
