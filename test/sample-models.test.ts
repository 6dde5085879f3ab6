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
    expect(decisionFor(id, version, NOW, region)).toBeDefined();
  });

  test.each(models)('lets $name speak only where its manifest proves enough', (model) => {
    const { id, version } = model.manifest;
    const decision = decisionFor(id, version, NOW, region);
    if (decision?.state !== 'active') return;
    expect(shortfallsOf(decision, evidenceOf(model))).toEqual([]);
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
