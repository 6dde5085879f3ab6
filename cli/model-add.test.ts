import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { admit, syntheticPicture } from '../platform/inference/admit.ts';
import { loadModels, toInput } from '../platform/inference/models.ts';
import { printed } from '../test/printed.ts';
import { type TinyOptions, tinyManifest, tinyOnnx } from '../test/tiny-onnx.ts';
import { modelAdd } from './model-add.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oka-add-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with a network, its manifest and a card, as its makers hand it over. */
function handedOver(options: TinyOptions = {}, change: object = {}): string {
  const made = join(folder, 'made');
  mkdirSync(made, { recursive: true });
  writeFileSync(join(made, 'model.onnx'), tinyOnnx(options));
  writeFileSync(join(made, 'manifest.json'), JSON.stringify(tinyManifest(change)));
  writeFileSync(join(made, 'CARD.md'), '# Brightness\n');
  return made;
}

async function add(...args: string[]): Promise<{ code: number; said: Record<string, unknown> }> {
  const { code, out } = await printed(() => modelAdd([...args, '--models', join(folder, 'models'), '--json']));
  return { code, said: JSON.parse(out) };
}

describe('oka model add', () => {
  test('takes a network with its manifest in as a draft that can be run, and says what active asks for', async () => {
    const { code, said } = await add(handedOver());
    expect([code, said.outcome, said.id]).toEqual([0, 'added', 'tiny']);
    expect(said.missing).toEqual(expect.arrayContaining([expect.stringContaining('films of the region')]));
    const [model] = await loadModels(join(folder, 'models'));
    const input = model && toInput(syntheticPicture(), model.manifest);
    const answer = input && (await model?.infer(input));
    const mean = (input?.values.reduce((sum, one) => sum + one, 0) ?? 0) / 256;
    expect(answer?.probability).toBeCloseTo(1 / (1 + Math.exp(-mean)), 5);
    expect(answer?.activation).toBeUndefined();
  });

  test('puts a second version beside the first, and refuses the same version', async () => {
    await add(handedOver());
    expect((await add(handedOver({}, { version: '2.0.0' }))).said.folder).toContain('tiny@2.0.0');
    const again = await add(handedOver({ size: 16, opset: 18 }));
    expect([again.code, String(again.said.refused)]).toEqual([1, expect.stringContaining('needs a new version')]);
    expect((await loadModels(join(folder, 'models'))).map(({ manifest }) => manifest.version)).toEqual([
      '1.0.0',
      '2.0.0',
    ]);
  });

  test('takes a single file with --manifest, and nothing is copied where it does not fit', async () => {
    const made = handedOver({ size: 32 });
    const { code, said } = await add(join(made, 'model.onnx'), '--manifest', join(made, 'manifest.json'));
    expect([code, said.outcome]).toEqual([1, 'refused']);
    expect(() => readFileSync(join(folder, 'models', 'tiny', 'manifest.json'))).toThrow();
  });
});

describe('a network is refused in a sentence', () => {
  test.each<[string, TinyOptions, object]>([
    ['shape', { size: 32 }, {}],
    ['There is no input “picture”', {}, { input: { ...tinyManifest().input, name: 'picture' } }],
    ['There is no output “score”', {}, { outputs: { probability: 'score' } }],
    ['There is no output “map”', {}, { outputs: { probability: 'probability', activation: 'map' } }],
    ['probabilities from 0 to 1', { last: 'Neg' }, {}],
    ['something else of the same picture the second time', { last: 'RandomUniformLike' }, {}],
    ['operator set is 3', { opset: 3 }, {}],
    ['operators of com.example', { domain: 'com.example' }, {}],
    ['the labels need [1, 3]', {}, { labels: [{ ...tinyManifest().labels[0], index: 2 }] }],
    ['no id of a model', {}, { id: '../evil' }],
    ['manifest is not complete', {}, { thresholds: undefined }],
    ['thresholds.absent lies above', {}, { thresholds: { present: 0.1, absent: 0.9, chosen: 'wrongly' } }],
  ])('%s', async (sentence, options, change) => {
    const said = await admit(tinyOnnx(options), tinyManifest(change));
    expect('refused' in said && said.refused.join('\n')).toContain(sentence);
  });

  test('that is no ONNX model', async () => {
    const said = await admit(Buffer.from('not a network'), tinyManifest());
    expect('refused' in said && said.refused).toEqual(['The file is no ONNX model.']);
  });
});

test('a model whose weights changed on the disk is not loaded', async () => {
  await add(handedOver());
  const weights = join(folder, 'models', 'tiny', 'model.onnx');
  writeFileSync(weights, tinyOnnx({ opset: 18 }));
  await expect(loadModels(join(folder, 'models'))).rejects.toMatchObject({ code: 'configuration' });
});
