import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bytesOf } from '../cli/files.ts';
import { findingAlone } from '../domain/recognition/alone.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { readImageFile } from '../platform/inference/image-file.ts';
import { measure } from '../platform/inference/measure.ts';
import { loadModels } from '../platform/inference/models.ts';
import type { HeaderPatient, Measurement } from '../schemas/measurement.ts';
import type { Finding } from '../schemas/result.ts';

const models = join(import.meta.dirname, '..', 'models');
const corpora = process.env.OKA_CORPORA ?? join(import.meta.dirname, '../../shared/data');
const folders = {
  children: ['NORMAL', 'PNEUMONIA'].map((name) => join(corpora, 'cxr/kermany/test', name)),
  adults: [join(corpora, 'cxr/nih/images')],
  knees: ['0', '2', '4'].map((grade) => join(corpora, 'knee/test', grade)),
};
const there = Object.values(folders)
  .flat()
  .every((folder) => existsSync(folder));
if (!there)
  process.stderr.write(`skipped: real films before the children's gate (set OKA_CORPORA; ${corpora} has none)\n`);
const whenThere = there ? describe : describe.skip;

/** What the children's model measures on films whose header is taken to be in order, whoever is on them. */
async function measured(paths: readonly string[]): Promise<Measurement[]> {
  const model = (await loadModels(models)).find(({ manifest }) => manifest.id === 'chest-xray-children');
  if (model === undefined) throw new Error('no such model');
  const codecs = await loadCodecs();
  const files = paths.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const measurements: Measurement[] = [];
  for (const file of files) {
    const image = await readImageFile(bytesOf(file), 'UTC', codecs);
    if (image.picture === undefined) throw new Error(`${file} has pixels`);
    const facts = { ...image.facts, modality: 'DX', bodyPart: 'CHEST', view: 'PA', date: '2026-03-01' };
    const instance = { sopInstanceUid: '1.2.3', pixelHash: image.pixelHash };
    const { measurement } = await measure(model, image.picture, { facts, instance, basis: 'whole', derived: {} });
    measurements.push(measurement);
  }
  return measurements;
}

const CHILD: HeaderPatient = { birthDate: '2023-01-20' };
const said = (measurements: readonly Measurement[], patient: HeaderPatient): Finding[] =>
  measurements.map((one) => findingAlone(one, patient, '1.2.3'));
const withoutVerdict = (finding: Finding): boolean =>
  finding.state === 'not-assessed' && finding.probability === undefined;

whenThere('before the children’s model, with a header that says a child’s chest', () => {
  test('at least 97 % of children’s films pass', async () => {
    const findings = said(await measured(folders.children), CHILD);
    expect(findings.length).toBe(314);
    const assessed = findings.filter(({ state }) => state !== 'not-assessed');
    expect(assessed.length / findings.length).toBeGreaterThanOrEqual(0.97);
  }, 240_000);

  test('no adult’s film gets a verdict: not under a child’s age, not under his own, not without any', async () => {
    const films = await measured(folders.adults);
    expect(films.length).toBeGreaterThan(250);
    expect(said(films, CHILD).filter((finding) => !withoutVerdict(finding))).toEqual([]);
    for (const [patient, reason] of [
      [{ birthDate: '1966' }, 'age-outside'],
      [{}, 'age-missing'],
    ] as const)
      expect(new Set(said(films, patient).map((finding) => finding.reason))).toEqual(new Set([reason]));
  }, 240_000);

  test('no knee gets a verdict, and nearly all are known for another body part', async () => {
    const findings = said(await measured(folders.knees), CHILD);
    expect(findings.filter((finding) => !withoutVerdict(finding))).toEqual([]);
    const named = findings.filter(({ reason }) => reason === 'pixels-body-part' || reason === 'size');
    expect(named.length / findings.length).toBeGreaterThan(0.95);
  }, 240_000);
});
