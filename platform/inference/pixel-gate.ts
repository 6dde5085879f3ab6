import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { Grey } from '../../domain/imaging/grey.ts';
import { gateFault } from '../../domain/imaging/quality.ts';
import { areaResize, squareOf } from '../../domain/imaging/resize.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ImageFault, PixelGate } from '../../schemas/quality.ts';
import { sessionOf } from './session.ts';

/** What the small network before the model says of a picture. */
export type GateAnswer = {
  /** Probabilities in the order of the manifest's kinds. */
  readonly kinds: readonly number[];
  /** From the training films. */
  readonly distance: number;
  readonly fault: ImageFault | undefined;
};

/**
 * @param square what the model's own network is given, where it is the same square of the picture: its area averages are
 * averaged again, which gives the same numbers without a second pass over millions of pixels
 * @throws OkaError `model-failed`
 */
export type Gate = (picture: Grey, square?: Grey) => Promise<GateAnswer>;

/**
 * The pixel gate of a model's folder, ready to run.
 * @throws OkaError `configuration` when the file's SHA-256 is not the manifest's
 */
export async function loadGate(folder: string, modelId: string, gate: PixelGate): Promise<Gate> {
  const weights = readFileSync(join(folder, gate.file));
  if (createHash('sha256').update(weights).digest('hex') !== gate.sha256)
    throw new OkaError('configuration', `${modelId}: ${gate.file} is not the file of the manifest`);
  const session = await sessionOf(weights, { isOneOfTwo: true });
  return async (picture, square) => {
    try {
      const { rows, columns, values } = toGateInput(picture, gate, square);
      const tensor = new ort.Tensor('float32', values, [1, 1, rows, columns]);
      const said = await session.run({ [gate.input.name]: tensor });
      const kinds = Array.from(said[gate.outputs.kinds]?.data as Float32Array);
      const distance = Number(said[gate.outputs.distance]?.data[0]);
      return { kinds, distance, fault: gateFault({ kinds, distance }, gate) };
    } catch (cause) {
      throw new OkaError('model-failed', `${modelId} gate`, { cause });
    }
  };
}

/** A picture as the gate wants it: a square, area-averaged (the trainer's `preprocess.py`). */
export function toGateInput(picture: Grey, { input }: PixelGate, square?: Grey): Grey {
  const [rows, columns] = input.shape.slice(-2);
  if (rows === undefined || columns === undefined) throw new OkaError('configuration', 'gate.input.shape');
  if (square !== undefined && square.rows % rows === 0 && square.columns % columns === 0)
    return areaResize(square, rows, columns);
  return areaResize(picture, rows, columns, squareOf(picture, input.fit));
}
