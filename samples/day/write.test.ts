import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDicom } from '../../domain/dicom/read.ts';
import { readEach } from '../../domain/hl7/read/read.ts';
import type { Day } from '../../schemas/day.ts';
import { some } from '../../test/some.ts';
import { bornMonthsBefore } from './time.ts';
import { writeDay } from './write.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-sample-day-'));
const radiographs = join(import.meta.dirname, '..', 'radiographs');
const endsAt = new Date('2026-03-02T09:30:15.500Z');
let day: Day;

beforeAll(async () => {
  day = await writeDay(folder, radiographs, endsAt);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytesOf = (file: string): Uint8Array => readFileSync(join(folder, file));

describe('the sample day', () => {
  test('has forty-four patients of three clinics, films and records', () => {
    expect(new Set(day.files.map(({ person }) => person)).size).toBe(44);
    expect(new Set(day.files.map(({ clinic }) => clinic))).toEqual(new Set(['district', 'post', 'lab']));
    expect(day.files.filter(({ kind }) => kind === 'image').length).toBeGreaterThanOrEqual(16);
  });

  test('is written once: a later start reads the same day with the same times', async () => {
    const again = await writeDay(folder, radiographs, new Date('2027-01-01T00:00:00.000Z'));
    expect(again).toEqual(day);
    expect(day.endsAt).toBe('2026-03-02T09:30:15.000Z');
  });

  test('its films are DICOM objects that our reader reads, all but the one that is cut off', () => {
    const codes = day.files
      .filter(({ name }) => name.startsWith('film-'))
      .map(({ file, person }) => {
        try {
          const { header } = readDicom(bytesOf(file), 'Asia/Yekaterinburg', (bytes, limit) =>
            inflateRawSync(bytes, { maxOutputLength: limit }),
          );
          expect(header).toMatchObject({ bodyPart: 'CHEST', pixels: { bitsStored: 12 } });
          return undefined;
        } catch (cause) {
          return `${person}: ${(cause as { code?: string }).code}`;
        }
      })
      .filter((code) => code !== undefined);
    expect(codes).toEqual(['post-corrupt: dicom-truncated']);
  });

  test('its records are HL7 v2 messages; the laboratory writes windows-1251 and declares nothing', () => {
    for (const { file, clinic } of some(day.files.filter(({ kind }) => kind === 'record'))) {
      const [message, ...more] = readEach(bytesOf(file));
      expect(more).toEqual([]);
      expect(message).not.toBeInstanceOf(Error);
      if (clinic === 'lab') expect(message).toMatchObject({ charset: 'windows-1251' });
    }
  });

  test('the same bytes come twice where the day says so, and only there', () => {
    const seen = Map.groupBy(day.files, ({ sha256 }) => sha256);
    const twice = [...seen.values()].filter((files) => files.length > 1).map(([first]) => first?.person);
    expect(twice.sort()).toEqual(['child-twice', 'sent-twice']);
  });
});

test.each([
  ['2026-03-31T00:00:00.000Z', 1],
  ['2026-03-31T00:00:00.000Z', 13],
  ['2024-02-29T00:00:00.000Z', 24],
])('somebody born %s minus %i months has lived that many full months', (at, months) => {
  const born = bornMonthsBefore(new Date(at), months);
  const now = new Date(at);
  const full =
    (now.getUTCFullYear() - born.getUTCFullYear()) * 12 +
    now.getUTCMonth() -
    born.getUTCMonth() -
    (now.getUTCDate() < born.getUTCDate() ? 1 : 0);
  expect(full).toBe(months);
});
