import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { some } from '../test/some.ts';
import { BOX_NAMES } from './boxes.ts';
import { bundleBoxes } from './constructs/bundle.ts';
import { synthesizeSample } from './fixture.ts';

/** Read with a default where they are missing: set by whoever runs the function elsewhere. */
const OPTIONAL = ['OKA_INFERENCE_THREADS'];
const MB = 1_000_000;

const synthesized = synthesizeSample({ codeOf: bundleBoxes() });
const { ofType, outdir, resources } = synthesized;
afterAll(synthesized.remove);

const functionsByBox = new Map(
  ofType('AWS::Lambda::Function').map(([, lambda]) => [
    String(lambda.FunctionName).replace('oka-sample-', ''),
    lambda as { Code: { S3Key: string }; Layers: { Ref: string }[]; Environment: { Variables: object } },
  ]),
);
const assetOf = (key: string): string => join(outdir, `asset.${key.replace('.zip', '')}`);
const folderOf = (box: string): string => assetOf(functionsByBox.get(box)?.Code.S3Key ?? '');
const layersOf = (box: string): string[] =>
  (functionsByBox.get(box)?.Layers ?? []).map(({ Ref }) =>
    assetOf((resources[Ref]?.Properties.Content as { S3Key?: string } | undefined)?.S3Key ?? ''),
  );
const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

/** Packages of the layers, where Lambda would find them. */
const NODE_PATH = layersOf('recognise')
  .map((layer) => join(layer, 'nodejs', 'node_modules'))
  .join(delimiter);

describe.each(BOX_NAMES)('the bundle of %s', (box) => {
  test('is one file', () => {
    expect(readdirSync(folderOf(box))).toEqual(['index.js']);
  });

  test('reads only variables that the template sets, and is set none that it does not read', () => {
    const read = new Set(readFileSync(join(folderOf(box), 'index.js'), 'utf8').match(/\bOKA_[A-Z][A-Z_]*[A-Z]\b/g));
    const given = Object.keys(functionsByBox.get(box)?.Environment.Variables ?? {});
    expect([...read].filter((name) => !OPTIONAL.includes(name)).sort()).toEqual(given.sort());
  });

  test('with its layers is at most 80 MB unzipped', () => {
    const bytes = [folderOf(box), ...layersOf(box)].map(bytesIn).reduce((sum, one) => sum + one);
    expect(bytes / MB).toBeLessThanOrEqual(80);
  });
});

test('every network that a manifest names, its pixel gate too, lies in the layers of recognise', () => {
  const models = layersOf('recognise').map((layer) => join(layer, 'models'));
  const folder = models.find((one) => existsSync(one)) ?? '';
  for (const id of some(readdirSync(folder).filter((name) => existsSync(join(folder, name, 'manifest.json'))))) {
    const { file, gate } = JSON.parse(readFileSync(join(folder, id, 'manifest.json'), 'utf8'));
    for (const network of [file, ...(gate === undefined ? [] : [gate.file])])
      expect([id, network, existsSync(join(folder, id, network))]).toEqual([id, network, true]);
  }
});

test('every bundle starts under the Node that the runtime brings, and exports its handler', () => {
  // The one global of Lambda's runtime that a streaming handler asks for when it is loaded.
  const runtime = 'globalThis.awslambda = { streamifyResponse: (handle) => handle };';
  const program = `${runtime} for (const file of process.argv.slice(1)) if (typeof require(file).handler !== 'function') throw new Error(file)`;
  const files = BOX_NAMES.map((box) => join(folderOf(box), 'index.js'));
  expect(() =>
    execFileSync(process.execPath, ['-e', program, '--', ...files], {
      env: { ...process.env, NODE_PATH },
      stdio: 'pipe',
    }),
  ).not.toThrow();
});

test('the layers bring all that native modules and codecs load', () => {
  const program = `
    const ort = require('onnxruntime-node'); if (!ort.InferenceSession) throw new Error('onnxruntime');
    const sharp = require('sharp'); if (!sharp.versions.vips) throw new Error('sharp');
    for (const name of ['codec-charls/decodewasmjs', 'codec-openjpeg/decodewasmjs', 'codec-libjpeg-turbo-8bit/decodewasmjs', 'codec-openjph/wasmjs'])
      require('@cornerstonejs/' + name);`;
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  // In a folder outside the repository, so that nothing is found in its node_modules.
  expect(() =>
    execFileSync(process.execPath, ['-e', program], { cwd: outdir, env: { ...process.env, NODE_PATH }, stdio: 'pipe' }),
  ).not.toThrow();
});
