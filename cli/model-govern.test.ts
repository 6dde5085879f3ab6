import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findingAlone } from '../domain/recognition/alone.ts';
import { compareVersions } from '../domain/recognition/compare.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { admit } from '../platform/inference/admit.ts';
import { readImageFile } from '../platform/inference/image-file.ts';
import { measure } from '../platform/inference/measure.ts';
import { loadModels, type Model } from '../platform/inference/models.ts';
import { reproduce } from '../platform/inference/reproduce.ts';
import type { Finding } from '../schemas/result.ts';
import type { WatchedImage } from '../schemas/watch.ts';
import { dicomExample } from '../test/dicom.ts';
import { printed } from '../test/printed.ts';
import { sha256Hex } from '../test/sha256.ts';
import { tinyManifest, tinyOnnx } from '../test/tiny-onnx.ts';
import { historyText, listOf } from './model-decide.ts';
import { compareText, sparkline, watchText } from './model-watch.ts';
import { replay } from './replay.ts';

let folder: string;
let models: readonly Model[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oka-tiny-'));
  const weights = tinyOnnx();
  const admitted = await admit(weights, tinyManifest());
  if ('refused' in admitted) throw new Error(admitted.refused.join());
  const own = join(folder, 'models', 'tiny');
  await import('node:fs/promises').then(({ mkdir }) => mkdir(own, { recursive: true }));
  writeFileSync(join(own, 'model.onnx'), weights);
  writeFileSync(join(own, 'manifest.json'), JSON.stringify(admitted.manifest));
  models = await loadModels(join(folder, 'models'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const film = (): Uint8Array =>
  dicomExample({
    '00280010': ['US', 200],
    '00280011': ['US', 200],
    '7fe00010': ['OW', new Uint8Array(Uint16Array.from({ length: 40_000 }, (_, k) => (k * 7919) % 4096).buffer)],
  });

/** What the region would publish of the film. */
async function published(bytes: Uint8Array): Promise<Finding> {
  const [model] = models;
  const { facts, picture, pixelHash, header } = await readImageFile(bytes, 'UTC', await loadCodecs());
  if (model === undefined || picture === undefined) throw new Error('no model or picture');
  const instance = { sopInstanceUid: header?.sopInstanceUid ?? '', pixelHash };
  const origin = { clinic: 'north', sha256: sha256Hex(bytes), acceptedAt: '2026-03-01T08:00:00.000Z' };
  const known = { ...facts, modality: 'DX', bodyPart: 'CHEST', view: 'PA', photometric: 'MONOCHROME2' };
  const { measurement } = await measure(model, picture, {
    facts: known,
    instance,
    basis: 'whole',
    derived: {},
    origin,
  });
  return findingAlone(measurement, { ageMonths: { least: 36, most: 36 } }, '1.2.3');
}

describe('a finding is made again', () => {
  test('equal to the last bit on this kind of processor, and names what it was made of', async () => {
    const bytes = film();
    const finding = await published(bytes);
    expect(finding.made).toMatchObject({ input: sha256Hex(bytes), tensor: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await reproduce(finding, bytes, models, await loadCodecs())).toMatchObject({
      ...{ outcome: 'equal', sameProcessor: true, sameInput: true, sameTensor: true, probability: finding.probability },
    });
  });

  test.each([
    ['as it is', 0, 0, 'Bit-equal'],
    ['with another value', 0.1, 1, 'It DIFFERS'],
  ])('by oka replay --finding from a file, %s', async (_, shift, code, verdict) => {
    const bytes = film();
    const finding = await published(bytes);
    const study = { ...finding.study, id: '00000000-0000-8000-8000-000000000001' };
    const [json, image] = [join(folder, 'finding.json'), join(folder, 'film.dcm')];
    writeFileSync(
      json,
      JSON.stringify({ ...finding, study, probability: Math.abs((finding.probability ?? 0) - shift) }),
    );
    writeFileSync(image, bytes);
    const args = ['--finding', json, image, '--models', join(folder, 'models')];
    const said = await printed(() => replay(args));
    expect(said).toMatchObject({ code, err: '' });
    for (const named of [verdict, finding.model.sha256, sha256Hex(bytes), finding.made?.tensor ?? 'no tensor'])
      expect(said.out).toContain(named);
  });

  test('within 1e-5 on another kind; the same kind must give the same bits', async () => {
    const bytes = film();
    const finding = await published(bytes);
    const codecs = await loadCodecs();
    const shifted = { ...finding, probability: (finding.probability ?? 0) + 5e-6 };
    const elsewhere = { ...shifted, made: { ...finding.made, processor: 'arm64 Another' } };
    expect((await reproduce(elsewhere, bytes, models, codecs)).outcome).toBe('close');
    expect((await reproduce(shifted, bytes, models, codecs)).outcome).toBe('different');
    const far = { ...elsewhere, probability: (finding.probability ?? 0) + 5e-5 };
    expect((await reproduce(far, bytes, models, codecs)).outcome).toBe('different');
  });

  test('not from another image, other weights or a finding without a value', async () => {
    const bytes = film();
    const finding = await published(bytes);
    const codecs = await loadCodecs();
    const others = { ...finding, model: { ...finding.model, sha256: 'f'.repeat(64) } };
    expect((await reproduce(others, bytes, models, codecs)).why).toContain('not installed');
    const { probability: _, ...silent } = finding;
    expect(
      (await reproduce({ ...silent, state: 'not-assessed', reason: 'age-outside' }, bytes, models, codecs)).why,
    ).toContain('age-outside');
    const image = { ...finding, instance: { ...finding.instance, pixelHash: 'e'.repeat(64) } };
    expect((await reproduce(image, bytes, models, codecs)).why).toContain('another image');
  });
});

const row = (n: number, version: string, probability: number, state: WatchedImage['state']): WatchedImage => ({
  ...{ observation: `00000000-0000-8000-8000-00000000000${n}`, model: 'm', version, clinic: 'north' },
  ...{ acceptedAt: '2026-03-01T08:00:00.000Z', record: '00000000-0000-8000-8000-000000000001' },
  ...{ study: `study-${n}`, image: String(n), standing: 'active', state, probability },
});

describe('two versions are compared', () => {
  const a = [
    row(1, '1', 0.9, 'present'),
    row(2, '1', 0.1, 'absent'),
    row(3, '1', 0.8, 'present'),
    row(4, '1', 0.1, 'absent'),
  ];
  const b = [
    row(1, '2', 0.8, 'present'),
    row(2, '2', 0.2, 'absent'),
    row(3, '2', 0.1, 'absent'),
    row(5, '2', 0.5, 'indeterminate'),
  ];

  test('on the images that both have measured, in any order of the rows', () => {
    const report = compareVersions('m', ['1', '2'], [a, b]);
    expect(report).toMatchObject({
      ...{ n: 3, onlyA: 1, onlyB: 1, table: { 'present present': 1, 'absent absent': 1, 'present absent': 1 } },
      disagreements: [{ study: 'study-3', a: { state: 'present', probability: 0.8 }, b: { state: 'absent' } }],
    });
    expect(report.agreement).toBeCloseTo(2 / 3);
    expect(report.kappa).toBeCloseTo(0.4);
    expect(compareVersions('m', ['1', '2'], [[...a].reverse(), [...b].reverse()])).toEqual(report);
    expect(compareText(report)).toContain('study-3');
  });

  test('and where no image has both, that is said', () => {
    expect(compareText(compareVersions('m', ['1', '2'], [a, []]))).toContain('No image has been measured by both');
  });
});

describe('what an operator reads', () => {
  test('a line of bars: a dot for none, the tallest for the most', () => {
    expect(sparkline([0, 1, 4, 8])).toBe('·▁▄█');
    expect(sparkline([0, 0])).toBe('··');
  });

  test('the watch names the place, the figures, what is too early to say, and what is not collected', () => {
    const figures = {
      ...{
        images: 120,
        states: { absent: 120 },
        reasons: {},
        abstention: { count: 0, of: 120 },
        errors: { count: 0, of: 120 },
      },
      ...{
        inputs: { mean: 0.4 },
        scores: 0.02,
        driftOf: 120,
        reports: { count: 9, of: 10 },
        blind: { count: 0, of: 0 },
      },
    };
    const place = {
      model: 'm',
      version: '1',
      clinic: 'north',
      standing: 'active' as const,
      figures,
      days: [0, 3],
      signals: [],
    };
    const text = watchText({ model: 'm', places: [place] });
    for (const words of [
      'm 1 at north: active',
      '120 of 200 images: no verdict yet',
      '9 of 10 (90.0 %)',
      'no verdict before 100',
      'not collected',
    ])
      expect(text).toContain(words);
    expect(watchText({ model: 'm', places: [] })).toContain('Nothing has been measured');
  });

  test('the list says where a version stands and what is missing, the history who decided what', () => {
    const decision = { version: '1', state: 'active' as const, by: 'chief', on: '2026-01-01', why: 'wanted' };
    const standing = { north: 'shadow' as const, south: 'suspended' as const };
    const text = listOf({
      models: [{ id: 'm', versions: [{ version: '1', decision, shortfalls: ['no legal basis is named'], standing }] }],
    });
    expect(text).toContain('shadow: north; suspended: south');
    expect(text).toContain('in shadow: no legal basis is named');
    const at = '2026-03-01T08:00:00.000Z';
    const stored = [
      { model: 'm', act: 'suspend' as const, clinic: 'south', since: at, at, by: 'watch', why: 'PSI 0.4' },
    ];
    expect(historyText({ model: 'm', file: [decision], stored })).toMatch(
      /chief: wanted[\s\S]*suspend.*watch at south: PSI 0.4/,
    );
  });
});
