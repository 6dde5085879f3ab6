import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Grey } from '../../domain/imaging/grey.ts';
import { loadModels, toInput } from './models.ts';

/** `parity.json` of a model: synthetic pictures and what the trainer's Python makes of them. */
type Parity = {
  cases: {
    file: string;
    rows: number;
    columns: number;
    maximum: number;
    tensor: {
      mean: number;
      standardDeviation: number;
      samples: { row: number; column: number; value: number }[];
    };
    probability: number;
    activation: { shape: number[]; minimum: number; maximum: number; mean: number };
  }[];
};

const folder = join(import.meta.dirname, '../../models');
const withParity = readdirSync(folder).filter((id) => existsSync(join(folder, id, 'parity.json')));

describe.each(withParity)('the TypeScript twin of %s', (id) => {
  const parity = JSON.parse(readFileSync(join(folder, id, 'parity.json'), 'utf8')) as Parity;

  test.each(parity.cases)('sees and says of $file what the trainer does', async (wanted) => {
    const [model] = (await loadModels(folder)).filter(({ manifest }) => manifest.id === id);
    if (model === undefined) throw new Error('no such model');
    const input = toInput(picture(join(folder, id, wanted.file), wanted), model.manifest);
    const mean = input.values.reduce((sum, value) => sum + value, 0) / input.values.length;
    const square = input.values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / input.values.length;
    expect(mean).toBeCloseTo(wanted.tensor.mean, 5);
    expect(Math.sqrt(square)).toBeCloseTo(wanted.tensor.standardDeviation, 5);
    for (const { row, column, value } of wanted.tensor.samples)
      expect(input.values[row * input.columns + column]).toBeCloseTo(value, 5);

    const { probability, activation } = await model.infer(input);
    expect(Math.abs(probability - wanted.probability)).toBeLessThan(1e-3);
    if (activation === undefined) throw new Error('no activation');
    expect([activation.rows, activation.columns]).toEqual(wanted.activation.shape);
    expect(Math.max(...activation.values)).toBeCloseTo(wanted.activation.maximum, 2);
    expect(Math.min(...activation.values)).toBeCloseTo(wanted.activation.minimum, 2);
  });
});

test('at least one model has its twin checked', () => {
  expect(withParity.length).toBeGreaterThan(0);
});

function picture(path: string, { rows, columns, maximum }: Parity['cases'][number]): Grey {
  const bytes = readFileSync(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Float32Array.from({ length: rows * columns }, (_, k) => view.getUint16(2 * k, true) / maximum);
  return { rows, columns, values };
}
