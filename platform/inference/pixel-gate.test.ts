import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { Grey } from '../../domain/imaging/grey.ts';
import { loadModels, type Model } from './models.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'models', 'chest-xray-children');
const children = async (): Promise<Model & { gate: NonNullable<Model['gate']> }> => {
  const model = (await loadModels(join(root, 'models'))).find(({ manifest }) => manifest.id === 'chest-xray-children');
  if (model?.gate === undefined) throw new Error('the children’s model has a pixel gate');
  return { ...model, gate: model.gate };
};
/** A sample radiograph with bright dense tissue, 0..1. */
async function sample(file: string): Promise<Grey> {
  const { data, info } = await sharp(readFileSync(join(root, 'samples/radiographs', file)))
    .toColourspace('grey16')
    .extractChannel(0)
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  return { rows: info.height, columns: info.width, values: Float32Array.from(pixels, (value) => value / 4095) };
}
const changed = (picture: Grey, from: (row: number, column: number, side: number) => number): Grey => ({
  ...picture,
  values: picture.values.map((_, at) => from(Math.floor(at / picture.columns), at % picture.columns, picture.rows)),
});
const films = readdirSync(join(root, 'samples/radiographs')).filter((name) => /^(normal|pneumonia)-.*png$/.test(name));

describe('the pixel gate of the children’s model', () => {
  test.each(films)('lets the sample film %s through', async (file) => {
    expect((await (await children()).gate(await sample(file))).fault).toBeUndefined();
  });

  test.each<[string, (film: Grey) => Grey, readonly string[]]>([
    [
      'with black and white exchanged',
      (film) => changed(film, (r, c, s) => 1 - at(film, r, c, s)),
      ['quality-inverted'],
    ],
    ['upside down', (film) => changed(film, (r, c, s) => at(film, s - 1 - r, c, s)), ['quality-rotated']],
    ['on its left side', (film) => changed(film, (r, c, s) => at(film, c, s - 1 - r, s)), ['quality-rotated']],
    ['on its right side', (film) => changed(film, (r, c, s) => at(film, s - 1 - c, r, s)), ['quality-rotated']],
    [
      'cut down to a corner',
      (film) => changed(film, (r, c, s) => at(film, Math.floor(r * 0.4), Math.floor(c * 0.4), s)),
      ['quality-cropped', 'pixels-view', 'out-of-distribution'],
    ],
    [
      'of a chequered pattern',
      (film) => changed(film, (r, c) => ((r >> 5) + (c >> 5)) % 2),
      ['out-of-distribution', 'quality-text'],
    ],
  ])('refuses a film %s', async (_, change, faults) => {
    const { gate } = await children();
    for (const file of films.slice(0, 3)) expect(faults).toContain((await gate(change(await sample(file)))).fault);
  });

  test('says what the trainer’s Python says', async () => {
    const { cases } = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8')) as Parity;
    const { gate } = await children();
    for (const { file, rows, columns, maximum, gate: wanted } of cases) {
      const bytes = readFileSync(join(folder, file));
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const values = Float32Array.from({ length: rows * columns }, (_, k) => view.getUint16(2 * k, true) / maximum);
      const said = await gate({ rows, columns, values });
      wanted.kinds.forEach((probability, kind) => {
        expect(Math.abs((said.kinds[kind] ?? 0) - probability)).toBeLessThan(1e-3);
      });
      expect(Math.abs(said.distance - wanted.distance)).toBeLessThan(1e-2);
    }
  });
});

type Parity = {
  cases: {
    file: string;
    rows: number;
    columns: number;
    maximum: number;
    gate: { kinds: number[]; distance: number };
  }[];
};

const at = (film: Grey, row: number, column: number, side: number): number => film.values[row * side + column] ?? 0;
