import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Grey } from '../domain/imaging/grey.ts';
import { mirrored } from '../domain/imaging/resize.ts';
import { findingAlone } from '../domain/recognition/alone.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { readImageFile } from '../platform/inference/image-file.ts';
import { measure } from '../platform/inference/measure.ts';
import { loadModels, type Model } from '../platform/inference/models.ts';
import type { ImageFacts } from '../schemas/measurement.ts';
import type { Finding } from '../schemas/result.ts';

const folder = join(import.meta.dirname, '..', 'models', 'knee-osteoarthritis');
const corpora = process.env.OKA_CORPORA ?? join(import.meta.dirname, '../../shared/data');
const knees = join(corpora, 'knee/val');
const chests = join(corpora, 'cxr/nih/images');
const there = existsSync(knees) && existsSync(chests);
if (!there) process.stderr.write(`skipped: real knees (set OKA_CORPORA; ${corpora} has none)\n`);

let model: Model;
beforeAll(async () => {
  const found = (await loadModels(join(folder, '..'))).find(({ manifest }) => manifest.id === 'knee-osteoarthritis');
  if (found === undefined) throw new Error('no such model');
  model = found;
});

/** A drawn picture of the twin's examples. */
function drawn(name: string): Grey {
  const { cases } = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8')) as {
    cases: { file: string; rows: number; columns: number; maximum: number }[];
  };
  const found = cases.find(({ file }) => file.includes(`/${name}.`));
  if (found === undefined) throw new Error(name);
  const bytes = readFileSync(join(folder, found.file));
  const values = Float32Array.from(
    { length: found.rows * found.columns },
    (_, k) => bytes.readUInt16LE(2 * k) / found.maximum,
  );
  return { rows: found.rows, columns: found.columns, values };
}

async function findingIn(picture: Grey, change: Partial<ImageFacts> = {}, ageMonths = 720): Promise<Finding> {
  const { rows, columns } = picture;
  const stated = { modality: 'DX', bodyPart: 'KNEE', view: 'PA', laterality: 'L', photometric: 'MONOCHROME2' };
  const facts: ImageFacts = { ...stated, words: [], rows, columns, ...change };
  const instance = { sopInstanceUid: '1.2.3', pixelHash: '0'.repeat(64) };
  const { measurement } = await measure(model, picture, { facts, instance, basis: 'whole', derived: {} });
  return findingAlone(measurement, { ageMonths: { least: ageMonths, most: ageMonths } }, '');
}

describe('a knee', () => {
  test('on the right says what its mirror image says on the left, and not what it says unmirrored', async () => {
    const picture = {
      ...drawn('spurs'),
      values: drawn('spurs').values.map((value, at) => (at % 240 < 70 ? value * 0.7 : value)),
    };
    const numbers = async (one: Grey, laterality: string) =>
      (await measure(model, one, {
        facts: { modality: 'DX', laterality, words: [], photometric: 'MONOCHROME2', rows: 240, columns: 240 },
        instance: { sopInstanceUid: '1', pixelHash: '0'.repeat(64) },
        basis: 'whole',
        derived: {},
      })).measurement.network; // biome-ignore format: one call
    const [right, left] = [await numbers(picture, 'R'), await numbers(mirrored(picture), 'L')];
    expect(right?.probability).toBeCloseTo(left?.probability ?? -1, 6);
    expect(right?.tensor).toBe(left?.tensor);
    expect((await numbers(picture, 'L'))?.tensor).not.toBe(right?.tensor);
  });

  test('on the right has its heat map over its own picture, not over the mirror image that the network saw', async () => {
    const picture = drawn('narrow-joint');
    const mapOf = async (one: Grey, laterality: string) => {
      const facts = { modality: 'DX', laterality, words: [], photometric: 'MONOCHROME2', rows: 240, columns: 240 };
      const instance = { sopInstanceUid: '1', pixelHash: '0'.repeat(64) };
      const { activation } = await measure(model, one, { facts, instance, basis: 'whole', derived: {} });
      if (activation === undefined) throw new Error('the network has a map');
      return activation;
    };
    const [right, left] = [await mapOf(picture, 'R'), await mapOf(mirrored(picture), 'L')];
    expect(mirrored(left).values).not.toEqual(left.values);
    expect(right.values).toEqual(mirrored(left).values);
    expect(right.fit).toBe(left.fit);
  });

  test('is shown to the pixel gate from the side that the network sees', async () => {
    const seen: Grey[] = [];
    const watched: Model = {
      ...model,
      gate: async (picture) => {
        seen.push(picture);
        return { kinds: [1, 0, 0, 0, 0, 0, 0], distance: 0, fault: undefined };
      },
    };
    const picture = drawn('spurs');
    const facts = { modality: 'DX', words: [], photometric: 'MONOCHROME2', rows: 240, columns: 240 };
    const about = {
      instance: { sopInstanceUid: '1', pixelHash: '0'.repeat(64) },
      basis: 'whole',
      derived: {},
    } as const;
    for (const laterality of ['L', 'R']) await measure(watched, picture, { facts: { ...facts, laterality }, ...about });
    expect(seen[0]?.values).toEqual(picture.values);
    expect(seen[1]?.values).toEqual(mirrored(picture).values);
  });

  test.each([
    ['laterality', { laterality: undefined }, 720],
    ['laterality', { laterality: 'B' }, 720],
    ['body-part', { bodyPart: 'CHEST' }, 720],
    ['view', { view: 'LATERAL' }, 720],
    ['modality', { modality: 'MR' }, 720],
    ['age-outside', {}, 17 * 12],
  ] as const)('is not assessed: %s', async (reason, change, ageMonths) => {
    expect(await findingIn(drawn('narrow-joint'), change, ageMonths)).toMatchObject({ state: 'not-assessed', reason });
  });
});

(there ? describe : describe.skip)('real knees and other films', () => {
  const pictureOf = async (file: string): Promise<Grey> => {
    const { picture } = await readImageFile(readFileSync(file), 'UTC', await loadCodecs());
    if (picture === undefined) throw new Error('no pixels');
    return picture;
  };
  const some = (path: string, every: number): string[] =>
    readdirSync(path)
      .filter((_, at) => at % every === 0)
      .map((name) => join(path, name));

  test('probabilities of higher grades are never greater, and grades are told with the finding', async () => {
    const said: Finding[] = [];
    for (const file of ['0', '2', '3', '4'].flatMap((grade) => some(join(knees, grade), 15)))
      said.push(await findingIn(await pictureOf(file), { laterality: file.includes('R.') ? 'R' : 'L' }));
    const assessed = said.filter(({ state }) => state !== 'not-assessed');
    expect(assessed.length / said.length).toBeGreaterThan(0.9);
    for (const { probability = -1, grades = {} } of assessed) {
      const falling = [
        grades['osteoarthritis-doubtful'],
        probability,
        grades['osteoarthritis-moderate'],
        grades['osteoarthritis-severe'],
      ];
      expect(falling).toEqual([...falling].sort((a = -1, b = -1) => b - a));
    }
  }, 120_000);

  test('chests get no verdict even where the header calls them knees', async () => {
    for (const file of some(chests, 10))
      expect(await findingIn(await pictureOf(file))).toMatchObject({ state: 'not-assessed' });
  }, 120_000);

  test('both knees side by side, and a knee in a wide black frame, get no verdict', async () => {
    for (const file of some(join(knees, '3'), 12)) {
      const knee = await pictureOf(file);
      for (const whole of [beside(knee, mirrored(knee)), framed(knee, 60)])
        expect(await findingIn(whole)).toMatchObject({ state: 'not-assessed', reason: 'out-of-distribution' });
    }
  }, 120_000);
});

function beside(one: Grey, other: Grey): Grey {
  const values = new Float32Array(2 * one.values.length);
  for (let row = 0; row < one.rows; row++) {
    const line = (grey: Grey) => grey.values.subarray(row * grey.columns, (row + 1) * grey.columns);
    values.set(line(one), 2 * row * one.columns);
    values.set(line(other), (2 * row + 1) * one.columns);
  }
  return { rows: one.rows, columns: 2 * one.columns, values };
}

function framed({ rows, columns, values }: Grey, edge: number): Grey {
  const wide = columns + 2 * edge;
  const out = new Float32Array((rows + 2 * edge) * wide);
  for (let row = 0; row < rows; row++)
    out.set(values.subarray(row * columns, (row + 1) * columns), (row + edge) * wide + edge);
  return { rows: rows + 2 * edge, columns: wide, values: out };
}
