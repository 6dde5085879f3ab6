import { createHash } from 'node:crypto';
import * as ort from 'onnxruntime-node';
import { z } from 'zod';
import type { Grey } from '../../domain/imaging/grey.ts';
import { ModelManifest } from '../../schemas/manifest.ts';
import { toInput } from './models.ts';
import { onnxFacts } from './onnx.ts';

/** Operator sets that onnxruntime 1.30 runs and that older exporters still write. */
const OPSETS = { least: 7, most: 24 } as const;
const STANDARD = new Set(['', 'ai.onnx']);
const MOST_BYTES = 20 * 1024 * 1024;

export type Admission =
  | { readonly manifest: ModelManifest }
  /** What keeps the model out, in sentences for who has made it. */
  | { readonly refused: readonly string[] };

/**
 * Looks a network over before it may lie among the models: size, operator sets, names, types and shapes against its
 * manifest, and one run on a synthetic picture. `file`, `sha256` and `bytes` of the manifest are filled in.
 * @param json the manifest as written; what it says of the file is replaced by what the file is
 */
export async function admit(weights: Uint8Array, json: unknown): Promise<Admission> {
  const said = z.looseObject({}).safeParse(json);
  const sha256 = createHash('sha256').update(weights).digest('hex');
  const checked = ModelManifest.safeParse({ ...said.data, file: 'model.onnx', sha256, bytes: weights.length });
  if (!checked.success) return { refused: [`The manifest is not complete. ${z.prettifyError(checked.error)}`] };
  const manifest = checked.data;
  const refused = [...fileFaults(weights), ...manifestFaults(manifest)];
  if (refused.length > 0) return { refused };
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(weights, { logSeverityLevel: 3 });
  } catch (cause) {
    return { refused: [`onnxruntime cannot load the network: ${(cause as Error).message}`] };
  }
  const faults = [...shapeFaults(session, manifest)];
  const found = faults.length > 0 ? faults : await runFaults(session, manifest);
  await session.release();
  return found.length > 0 ? { refused: found } : { manifest };
}

function fileFaults(weights: Uint8Array): string[] {
  if (weights.length > MOST_BYTES)
    return [`The file has ${weights.length} bytes; at most ${MOST_BYTES} fit the function that runs the models.`];
  try {
    const { opsets, external } = onnxFacts(weights);
    const version = opsets[''] ?? opsets['ai.onnx'] ?? 0;
    const foreign = Object.keys(opsets).filter((domain) => !STANDARD.has(domain));
    return [
      ...(external ? ['The weights lie in a file beside the network; export it as one file.'] : []),
      ...(version >= OPSETS.least && version <= OPSETS.most
        ? []
        : [`The operator set is ${version}; ${OPSETS.least} to ${OPSETS.most} are run.`]),
      ...foreign.map((domain) => `The network uses operators of ${domain}, which the runtime here does not have.`),
    ];
  } catch {
    return ['The file is no ONNX model.'];
  }
}

function manifestFaults({ input, labels, thresholds, id, version }: ModelManifest): string[] {
  const [channels, rows, columns] = input.shape.slice(-3);
  const indices = labels.map(({ index }) => index);
  return [
    ...(/^[a-z0-9][a-z0-9-]{1,60}$/.test(id) ? [] : [`“${id}” is no id of a model: small letters, digits, hyphens.`]),
    ...(/^[A-Za-z0-9][\w.+-]{0,40}$/.test(version) ? [] : [`“${version}” is no version such as 1.0.0.`]),
    ...(input.shape.length === 3 && channels === 1 && (rows ?? 0) > 0 && rows === columns
      ? []
      : [`input.shape is ${JSON.stringify(input.shape)}; a square greyscale picture [1, N, N] is given.`]),
    ...(new Set(indices).size === indices.length ? [] : ['Two labels have one index.']),
    ...(thresholds.absent <= thresholds.present ? [] : ['thresholds.absent lies above thresholds.present.']),
  ];
}

type Described = {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  readonly shape?: readonly (number | string)[];
};

function shapeFaults(session: ort.InferenceSession, { input, outputs, labels }: ModelManifest): string[] {
  const inputs = session.inputMetadata as readonly Described[];
  const named = new Map((session.outputMetadata as readonly Described[]).map((one) => [one.name, one]));
  const wanted = [1, ...input.shape];
  const own = inputs.find(({ name }) => name === input.name);
  const names = inputs.map(({ name }) => name).join(', ');
  const probability = named.get(outputs.probability);
  const outputNames = [...named.keys()].join(', ');
  const least = Math.max(...labels.map(({ index }) => index)) + 1;
  return [
    ...(own === undefined ? [`There is no input “${input.name}”; the network has ${names}.`] : []),
    ...(inputs.length > 1 ? [`The network has ${inputs.length} inputs (${names}); one picture is given.`] : []),
    ...(own !== undefined && own.type !== 'float32' ? [`The input is ${own.type}; float32 is given.`] : []),
    ...(own !== undefined && !fits(own.shape ?? [], wanted)
      ? [`The input has the shape ${JSON.stringify(own.shape)}, the manifest says ${JSON.stringify(wanted)}.`]
      : []),
    ...(probability === undefined
      ? [`There is no output “${outputs.probability}”; the network has ${outputNames}.`]
      : probability.type === 'float32'
        ? []
        : [`The output “${outputs.probability}” is ${probability.type}, not float32.`]),
    ...(probability !== undefined && isTooShort(probability.shape ?? [], least)
      ? [
          `The output “${outputs.probability}” has the shape ${JSON.stringify(probability.shape)}; the labels need [1, ${least}].`,
        ]
      : []),
    ...(outputs.activation !== undefined && !named.has(outputs.activation)
      ? [`There is no output “${outputs.activation}”; the network has ${outputNames}.`]
      : []),
  ];
}

/** A dimension with a name takes any number. */
const fits = (shape: readonly (number | string)[], wanted: readonly number[]): boolean =>
  shape.length === wanted.length &&
  shape.every((side, at) => typeof side === 'string' || side < 0 || side === wanted[at]);

function isTooShort(shape: readonly (number | string)[], least: number): boolean {
  const last = shape.at(-1);
  return typeof last === 'number' && last >= 0 && last < least;
}

/** One synthetic picture, twice: probabilities must be such, and equal. */
async function runFaults(session: ort.InferenceSession, manifest: ModelManifest): Promise<string[]> {
  const { input, outputs, labels } = manifest;
  const { rows, columns, values } = toInput(syntheticPicture(), manifest);
  const run = async (): Promise<number[]> => {
    const tensor = new ort.Tensor('float32', Float32Array.from(values), [1, 1, rows, columns]);
    const answer = await session.run({ [input.name]: tensor });
    return labels.map(({ index }) => Number(answer[outputs.probability]?.data[index]));
  };
  try {
    const [first, second] = [await run(), await run()];
    const wrong = first.filter((value) => !(value >= 0 && value <= 1));
    return [
      ...(wrong.length > 0
        ? [`On a synthetic picture it says ${wrong.join(', ')}; probabilities from 0 to 1 are needed.`]
        : []),
      ...(first.every((value, at) => Object.is(value, second[at]))
        ? []
        : ['It says something else of the same picture the second time; a finding could not be made again.']),
    ];
  } catch (cause) {
    return [`It fails on a synthetic picture: ${(cause as Error).message}`];
  }
}

/** A bright oval in the middle of a dark field with a slope across: nobody's film. */
export function syntheticPicture(size = 512): Grey {
  const values = Float32Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size) / size - 0.5, (at % size) / size - 0.5];
    return Math.min(1, Math.max(0, 0.9 - 2.5 * (row * row + 1.6 * column * column) + 0.1 * column));
  });
  return { rows: size, columns: size, values };
}
