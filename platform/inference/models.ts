import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { z } from 'zod';
import type { Grey } from '../../domain/imaging/grey.ts';
import type { Activation } from '../../domain/imaging/heat-map.ts';
import { areaResize, centreCrop } from '../../domain/imaging/resize.ts';
import { OkaError } from '../../schemas/errors.ts';
import { ModelManifest } from '../../schemas/manifest.ts';
import { optionalEnvironment } from '../environment.ts';

/** A model ready to run: its manifest and its one session of this process. */
export type Model = {
  readonly manifest: ModelManifest;
  /**
   * @param input square picture at the network's size (`toInput`)
   * @throws OkaError `model-failed`
   */
  infer(input: Grey): Promise<{ probability: number; activation: Activation }>;
};

const loaded = new Map<string, Promise<readonly Model[]>>();

/**
 * The models of a folder (OKA_MODELS), one folder each with `manifest.json` and its weights; loaded once per process.
 * Folders without a manifest are no models. Suspended models are left out.
 * @throws OkaError `configuration` for a bad manifest or weights whose SHA-256 is not the manifest's
 */
export function loadModels(folder: string): Promise<readonly Model[]> {
  const known = loaded.get(folder);
  if (known !== undefined) return known;
  const models = Promise.all(modelFolders(folder).map(loadModel)).then((all) =>
    all.filter(({ manifest }) => manifest.status !== 'suspended'),
  );
  loaded.set(folder, models);
  return models;
}

function modelFolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(folder, entry.name)).includes('manifest.json'))
      .map((entry) => join(folder, entry.name))
      .sort();
  } catch (cause) {
    throw new OkaError('configuration', 'OKA_MODELS is no readable folder', { cause });
  }
}

/** `manifest.json` of a model's folder. @throws OkaError `configuration` with the path of the first fault */
function readManifest(folder: string): ModelManifest {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  } catch (cause) {
    throw new OkaError('configuration', 'manifest.json cannot be read as JSON', { cause });
  }
  const checked = ModelManifest.safeParse(json);
  if (!checked.success) throw new OkaError('configuration', `manifest.json: ${z.prettifyError(checked.error)}`);
  return checked.data;
}

async function loadModel(folder: string): Promise<Model> {
  const manifest = readManifest(folder);
  const weights = readFileSync(join(folder, manifest.file));
  const digest = createHash('sha256').update(weights).digest('hex');
  if (digest !== manifest.sha256)
    throw new OkaError('configuration', `${manifest.id}: ${manifest.file} is not the file of the manifest`);
  const threads = Number(optionalEnvironment('OKA_INFERENCE_THREADS', String(availableParallelism())));
  const session = await ort.InferenceSession.create(weights, {
    intraOpNumThreads: Math.max(1, threads),
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  return { manifest, infer: (input) => infer(session, manifest, input) };
}

/** A picture as the network wants it: centred square, area-averaged (the trainer's `preprocess.py`). */
export function toInput(picture: Grey, { id, input }: ModelManifest): Grey {
  const [rows, columns] = input.shape.slice(-2);
  if (input.fit !== 'centre-crop' || rows === undefined || columns === undefined)
    throw new OkaError('configuration', `${id}: input.fit ${input.fit}`);
  return areaResize(centreCrop(picture), rows, columns);
}

async function infer(session: ort.InferenceSession, manifest: ModelManifest, { rows, columns, values }: Grey) {
  const { id, input, outputs } = manifest;
  try {
    const answer = await session.run({ [input.name]: new ort.Tensor('float32', values, [1, 1, rows, columns]) });
    const probability = Number(answer[outputs.probability]?.data[0]);
    const map = answer[outputs.activation];
    if (map === undefined || !(probability >= 0 && probability <= 1)) throw new RangeError('outputs');
    const [height, width] = map.dims.slice(-2) as [number, number];
    return {
      probability,
      activation: { rows: height, columns: width, values: Float32Array.from(map.data as Float32Array) },
    };
  } catch (cause) {
    throw new OkaError('model-failed', id, { cause });
  }
}
