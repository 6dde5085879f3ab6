import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { Grey } from '../../domain/imaging/grey.ts';
import type { Activation } from '../../domain/imaging/heat-map.ts';
import { areaResize, mirrored, squareOf } from '../../domain/imaging/resize.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ModelManifest } from '../../schemas/manifest.ts';
import type { Evidence, ImageFacts } from '../../schemas/measurement.ts';
import { evidenceOf, type RegisteredModel, registeredModels } from './manifests.ts';
import { type Gate, loadGate } from './pixel-gate.ts';
import { sessionOf } from './session.ts';

/** A model ready to run: its manifest and its one session of this process. */
export type Model = {
  readonly manifest: ModelManifest;
  /** What the manifest proves, for the region's decisions. */
  readonly evidence: Evidence;
  /**
   * @param input square picture at the network's size (`toInput`)
   * @throws OkaError `model-failed`
   */
  infer(input: Grey): Promise<Answer>;
  /** What kind of picture this is; absent for a model without a pixel gate. */
  readonly gate?: Gate;
};

export type Answer = {
  /** Of the first label. */
  readonly probability: number;
  /** Label id → probability, for the further labels. */
  readonly others: Readonly<Record<string, number>>;
  /** Absent for a network without such an output. */
  readonly activation: Activation | undefined;
};

const loaded = new Map<string, Promise<readonly Model[]>>();

/**
 * The models of a folder (OKA_MODELS), one folder for each version with `manifest.json` and its weights; loaded once per
 * process. Whether a version is run and believed is the region's decision (domain/recognition/standing.ts).
 * @throws OkaError `configuration` for a bad manifest or weights whose SHA-256 is not the manifest's
 */
export function loadModels(folder: string): Promise<readonly Model[]> {
  const known = loaded.get(folder);
  if (known !== undefined) return known;
  const models = (async () => Promise.all(registeredModels(folder).map(loadModel)))();
  loaded.set(folder, models);
  return models;
}

async function loadModel(registered: RegisteredModel): Promise<Model> {
  const { folder, manifest } = registered;
  const weights = readFileSync(join(folder, manifest.file));
  const digest = createHash('sha256').update(weights).digest('hex');
  if (digest !== manifest.sha256)
    throw new OkaError('configuration', `${manifest.id}: ${manifest.file} is not the file of the manifest`);
  const session = await sessionOf(weights, { isOneOfTwo: manifest.gate !== undefined });
  const gate = manifest.gate && (await loadGate(folder, manifest.id, manifest.gate));
  return {
    manifest,
    evidence: evidenceOf(registered),
    infer: (input) => infer(session, manifest, input),
    ...(gate === undefined ? {} : { gate }),
  };
}

/**
 * A picture as the network wants it: a square cut out of the middle or filled up with black, area-averaged (the trainer's
 * `preprocess.py`), right-sided body parts mirrored where the manifest says so.
 */
export function toInput(picture: Grey, { id, input }: ModelManifest, { laterality }: Partial<ImageFacts> = {}): Grey {
  const [rows, columns] = input.shape.slice(-2);
  if (rows === undefined || columns === undefined) throw new OkaError('configuration', `${id}: input.shape`);
  const square = areaResize(picture, rows, columns, squareOf(picture, input.fit));
  return isMirrored(input, { laterality }) ? mirrored(square) : square;
}

/** Does the network see the mirror image of this picture? */
export const isMirrored = ({ mirror }: ModelManifest['input'], { laterality }: Partial<ImageFacts>): boolean =>
  mirror === 'right' && laterality === 'R';

async function infer(
  session: ort.InferenceSession,
  manifest: ModelManifest,
  { rows, columns, values }: Grey,
): Promise<Answer> {
  const { id, input, outputs, labels } = manifest;
  try {
    const answer = await session.run({ [input.name]: new ort.Tensor('float32', values, [1, 1, rows, columns]) });
    const told = labels.map((label) => [label.id, Number(answer[outputs.probability]?.data[label.index])] as const);
    const [first, ...others] = told;
    if (first === undefined || told.some(([, value]) => !(value >= 0 && value <= 1))) throw new RangeError('outputs');
    return {
      probability: first[1],
      others: Object.fromEntries(others),
      activation: outputs.activation === undefined ? undefined : activationIn(answer[outputs.activation], input.fit),
    };
  } catch (cause) {
    throw new OkaError('model-failed', id, { cause });
  }
}

function activationIn(map: ort.Tensor | undefined, fit: 'centre-crop' | 'pad'): Activation {
  if (map === undefined) throw new RangeError('outputs');
  const [rows, columns] = map.dims.slice(-2) as [number, number];
  return { rows, columns, values: new Float32Array(map.data as Float32Array), fit };
}
