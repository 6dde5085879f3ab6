import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decisionFor, shortfallsOf } from '../domain/recognition/standing.ts';
import { evidenceOf, registeredModels } from '../platform/inference/manifests.ts';
import { readRegion } from '../platform/region.ts';

const ROOT = join(import.meta.dirname, '..');
const region = readRegion(join(ROOT, 'samples', 'region', 'region.json'));
const models = registeredModels(join(ROOT, 'models')).map((model) => ({
  ...model,
  name: `${model.manifest.id} ${model.manifest.version}`,
}));
const NOW = '2026-03-01T00:00:00.000Z';

describe('the sample region', () => {
  test.each(models)('has decided on $name, the version that lies in models/', ({ manifest: { id, version } }) => {
    expect(decisionFor(id, version, NOW, region)).toMatchObject({ version });
  });

  test('lets a model speak only where its manifest proves enough', () => {
    const speaking = models.flatMap((model) => {
      const decision = decisionFor(model.manifest.id, model.manifest.version, NOW, region);
      return decision?.state === 'active' ? [[model.name, shortfallsOf(decision, evidenceOf(model))]] : [];
    });
    expect(speaking.length).toBeGreaterThan(0);
    expect(speaking).toEqual(speaking.map(([name]) => [name, []]));
  });

  test('lets the children’s model speak, and the adults’ only be watched', () => {
    const state = (id: string) =>
      models
        .filter(({ manifest }) => manifest.id === id)
        .map(({ manifest }) => decisionFor(id, manifest.version, NOW, region)?.state);
    expect(state('chest-xray-children')).toEqual(['active']);
    expect(state('chest-xray-adult')).toEqual(['shadow']);
  });
});
