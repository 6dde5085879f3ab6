import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { readDicom } from '../domain/dicom/read.ts';
import { photoSource } from './photo.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-photo-'));
const [photo, dicom] = [join(folder, 'ear.jpg'), join(folder, 'film.dcm')];
beforeAll(async () => {
  writeFileSync(
    photo,
    await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer(),
  );
  writeFileSync(dicom, Buffer.alloc(200));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SAID = { patient: '301', domain: 'DLN', time: '2026-03-01T10:15+07:00' };

describe('oka send of a photo', () => {
  test('sends a DICOM object in its place; the same photo said of the same patient is the same input', async () => {
    const source = await photoSource(photo, { ...SAID, name: 'Баснин Илья', 'birth-date': '2023-07-14' });
    const again = await photoSource(photo, { ...SAID, name: 'Баснин Илья', 'birth-date': '2023-07-14' });
    expect(again?.sha256).toBe(source?.sha256);
    const bytes = (await source?.read(0, source.length)) ?? new Uint8Array();
    const { header } = readDicom(bytes, 'UTC', () => new Uint8Array());
    expect(header).toMatchObject({
      patientId: '301',
      issuer: 'DLN',
      patient: { name: 'Баснин^Илья', birthDate: '2023-07-14' },
      started: '2026-03-01T03:15:00.000Z',
    });
  });

  test('leaves every other file, and one that is not there, to the ordinary way', async () => {
    expect(await photoSource(dicom, {})).toBeUndefined();
    expect(await photoSource(join(folder, 'nowhere.jpg'), {})).toBeUndefined();
  });

  test.each([
    ['--patient', { patient: undefined }],
    ['--domain', { domain: undefined }],
    ['--time', { time: undefined }],
    ['--time', { time: 'yesterday' }],
    ['--sex', { sex: 'X' }],
    ['--birth-date', { 'birth-date': '14.07.2023' }],
  ])('says which fact is missing or wrong: %s', async (option, change) => {
    await expect(photoSource(photo, { ...SAID, ...change })).rejects.toMatchObject({
      code: 'wrong-use',
      detail: expect.stringContaining(option),
    });
  });
});
