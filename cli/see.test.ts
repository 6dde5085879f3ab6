import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { loadModels, type Model } from '../platform/inference/models.ts';
import { dicomExample } from '../test/dicom.ts';
import { printed } from '../test/printed.ts';
import { OWN_MODELS, type Seen, see, seeFile } from './see.ts';

let models: readonly Model[];
let folder: string;
beforeAll(async () => {
  models = await loadModels(OWN_MODELS);
  folder = mkdtempSync(join(tmpdir(), 'oka-see-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const seeAll = async (files: readonly string[]): Promise<Seen[]> => {
  const all: Seen[] = [];
  for (const file of files) all.push(await seeFile(file, 'UTC', models));
  return all;
};
const statesOf = (seen: Seen): string[] =>
  seen.outcome === 'seen' ? seen.findings.map(({ state, reason }) => `${state} ${reason ?? ''}`.trim()) : [seen.code];

describe('oka see', () => {
  test('prints one JSON line per file and fails when one was refused', async () => {
    writeFileSync(join(folder, 'film.dcm'), dicomExample());
    writeFileSync(join(folder, 'text.txt'), 'no image');
    const { code, out } = await printed(() => see([folder, '--json', '--zone', 'Asia/Yekaterinburg']));
    expect(code).toBe(1);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      {
        outcome: 'seen',
        header: { modality: 'DX', started: '2026-03-01T05:15:00.000Z' },
        findings: models.map(({ manifest }) => ({ model: { id: manifest.id }, state: 'not-assessed' })),
      },
      { outcome: 'refused', code: 'not-dicom' },
    ]);
  });

  test('gives a picture without a header no verdict: nobody said whose chest it is, or that it is one', async () => {
    const file = join(folder, 'picture.png');
    await sharp({ create: { width: 300, height: 300, channels: 3, background: '#808080' } })
      .png()
      .toFile(file);
    expect(statesOf(await seeFile(file, 'UTC', models))).toEqual(models.map(() => 'not-assessed modality'));
  });

  test('says what is wrong with a call', async () => {
    const calls = [await printed(() => see([])), await printed(() => see(['--nothing']))];
    expect(calls.map(({ code }) => code)).toEqual([2, 2]);
    for (const { err } of calls) expect(err).toMatch(/\S+ \S+/);
  });
});

const corpora = process.env.OKA_CORPORA ?? join(import.meta.dirname, '../../shared/data');
const films = join(corpora, 'dicom');
const adults = join(corpora, 'cxr/nih/images');
const there = existsSync(films) && existsSync(adults);
if (!there) process.stderr.write(`skipped: real images (set OKA_CORPORA; ${corpora} has none)\n`);

/**
 * Pixel hashes or codes of real files. The hashes are those of other implementations: gdcm 3.0.21 (all but the one baseline
 * JPEG), dcmtk 3.6.7 (all JPEG), and of the files marked * pydicom 3.0.2 too (NumPy, Pillow). Every lossy image is of one
 * component, where the integer transform leaves no room for a difference.
 */
const KNOWN: Readonly<Record<string, string>> = {
  // Its number of frames reads `1A`, and it has pixels for fifteen.
  'BROKEN_badVR.dcm': 'dicom-structure',
  'BROKEN_bad_sequence.dcm': 'ef7120ddfc77c166ecdc5ffb99715deff8be9f3e7c0409021c0e06b962d2a61a',
  // No pixels: the hash of no bytes.
  'BROKEN_invalid_rows.dcm': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'BROKEN_meta_missing_tsyntax.dcm': 'dicom-structure',
  'BROKEN_mr_truncated.dcm': 'dicom-truncated',
  'BROKEN_no_meta.dcm': 'not-dicom',
  'BROKEN_rtplan_truncated.dcm': 'dicom-truncated',
  /* * */ 'CR_chest_j2k.dcm': '88aa9135b12d8582316d1db5c45b4c2c55dd1da74c3c52a80a7be49f145c7149',
  /* * */ 'CR_mono1_chest_explLE.dcm': '400ebd95cd99725097d903597ca26d5d9cf81e339b4dcbc61a164483f0bee213',
  /* * */ 'CR_mono1_jpegbase.dcm': '35046a79d0e8d47a69180cd6eb26c071db6ec980f7b0a67544d0fc220bbcac3b',
  /* * */ 'CT_explLE.dcm': '1add6ede29758c6f0c68f01749ddc6c907e68a312be4eb9da8489e376e0bbd34',
  /* * */ 'DX_nih_chest_implLE.dcm': '8a771769a267418e92560b937fcb66b067c71a3e2e857ff4713993a72cfe21e1',
  'DX_vet_jpegbase.dcm': 'dicom-structure',
  'MG_cc_overlay_jpegll.dcm': '32ceae3b3310f6e81f995d25998470801322a4d700af9b8aa75468e92adc950b',
  /* * */ 'MG_j2k.dcm': '7a09b8d8ad18e860dc94d44b7143c18b8b8d99f0ae15cdb1e3894c73348c5583',
  'MG_jpegext12.dcm': 'dd93c17dc41ec90d9e8f7ea5bf834b0abb1567a227e24b983bd6428c9f19d88b',
  /* * */ 'US_explLE_rgb.dcm': 'e16892020c73095e42ff4cf7368de5206f11012e25feaed53cc2bc614602bb9a',
  /* * */ 'XA_explLE.dcm': '797b3375a2d1f94ccac04c657b5b5d90d9b4051f76508c867f2dea465d1a7f3b',
};

(there ? describe : describe.skip)('real images', () => {
  test('each gives its known pixels or its known code, and no verdict of a children’s or a knee’s model', async () => {
    const seen = await seeAll(
      readdirSync(films)
        .sort()
        .map((name) => join(films, name)),
    );
    const known = seen.map((one) => [
      one.file.slice(films.length + 1),
      one.outcome === 'seen' ? one.pixelHash : one.code,
    ]);
    expect(Object.fromEntries(known)).toMatchObject(KNOWN);
    const verdicts = seen.flatMap((one) =>
      one.outcome === 'seen' ? one.findings.filter(({ model }) => model.id !== 'chest-xray-adult') : [],
    );
    expect(verdicts.length).toBeGreaterThan(5);
    expect(verdicts.filter(({ state, probability }) => state !== 'not-assessed' || probability !== undefined)).toEqual(
      [],
    );
  }, 120_000);

  test('of adults, as files without a header, get no verdict', async () => {
    const seen = await seeAll(readdirSync(adults).map((name) => join(adults, name)));
    expect(new Set(seen.flatMap(statesOf))).toEqual(new Set(['not-assessed modality']));
  }, 120_000);
});
