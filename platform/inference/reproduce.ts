import { createHash } from 'node:crypto';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import type { Finding } from '../../schemas/result.ts';
import { readImageFile } from './image-file.ts';
import { processorKind, tensorDigest } from './measure.ts';
import { type Model, toInput } from './models.ts';

/** Largest difference of a probability between two kinds of processor. */
export const TOLERANCE = 1e-5;

export type Reproduced = {
  /** `equal`: every bit; `close`: within 1e-5 on another kind of processor; `different`: neither; `cannot`: see `why`. */
  readonly outcome: 'equal' | 'close' | 'different' | 'cannot';
  readonly sameProcessor: boolean;
  readonly sameInput: boolean;
  readonly sameTensor: boolean;
  readonly probability?: number;
  readonly said?: number;
  readonly why?: string;
};

/**
 * Makes a finding again from its image, with the very weights that it names.
 * @param bytes the object as it was sent, or its working copy: the pixels decide
 * @throws OkaError of reading and decoding, `model-failed`
 */
export async function reproduce(
  finding: Finding,
  bytes: Uint8Array,
  models: readonly Model[],
  codecs: Codecs,
): Promise<Reproduced> {
  const { made, model: named, instance, probability: said } = finding;
  const sameInput = createHash('sha256').update(bytes).digest('hex') === made?.input;
  const sameProcessor = processorKind() === made?.processor;
  const cannot = (why: string): Reproduced => ({ outcome: 'cannot', sameProcessor, sameInput, sameTensor: false, why });
  const model = models.find(({ manifest }) => manifest.id === named.id && manifest.sha256 === named.sha256);
  if (model === undefined)
    return cannot(`the weights ${named.sha256.slice(0, 12)}… of ${named.id} ${named.version} are not installed`);
  if (said === undefined) return cannot(`the finding says “${finding.reason ?? finding.state}” and no value`);
  const { picture, pixelHash, facts } = await readImageFile(bytes, 'UTC', codecs);
  if (picture === undefined || pixelHash !== instance.pixelHash) return cannot('the file holds another image');
  const input = toInput(picture, model.manifest, facts);
  const sameTensor = tensorDigest(input) === made?.tensor;
  const { probability } = await model.infer(input);
  const outcome =
    probability === said
      ? 'equal'
      : Math.abs(probability - said) <= TOLERANCE && !sameProcessor
        ? 'close'
        : 'different';
  return { outcome, sameProcessor, sameInput, sameTensor, probability, said };
}
