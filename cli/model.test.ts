import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import sharp from 'sharp';
import { model } from './model.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oka-model-'));
  for (const [name, kind] of [
    ['NORMAL', 'normal'],
    ['PNEUMONIA', 'pneumonia'],
  ] as const) {
    mkdirSync(join(folder, 'classes', name), { recursive: true });
    for (const k of [1, 2, 3, 4]) writeFileSync(join(folder, 'classes', name, `${k}.png`), await film(`${kind}-${k}`));
  }
  mkdirSync(join(folder, 'table', 'images'), { recursive: true });
  writeFileSync(join(folder, 'table', 'images', 'a.png'), await film('normal-1'));
  writeFileSync(join(folder, 'table', 'images', 'b.png'), await film('pneumonia-1'));
  writeFileSync(join(folder, 'table', 'labels.csv'), 'image,Mass,Pneumonia\na.png,1,0\nb.png,0,1\nmissing.png,0,1\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A synthetic radiograph of the samples in 8 bits, so that the image gates let it through. */
async function film(name: string): Promise<Uint8Array> {
  const { data, info } = await sharp(readFileSync(join(import.meta.dirname, '../samples/radiographs', `${name}.png`)))
    .toColourspace('grey16')
    .extractChannel(0)
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const pixels = Uint8Array.from({ length: info.width * info.height }, (_, k) => data.readUInt16LE(2 * k) >> 4);
  return sharp(pixels, { raw: { width: info.width, height: info.height, channels: 1 } })
    .png()
    .toBuffer();
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const streams = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  const code = await model(args);
  const [out, err] = streams.map((spy) => spy.mock.calls.map(([text]) => String(text)).join('')) as [string, string];
  for (const spy of streams) spy.mockRestore();
  return { code, out, err };
}

describe('oka model evaluate', () => {
  test('counts every image of a folder per class, and says what it assumed', async () => {
    const { code, out } = await run('evaluate', 'chest-xray-children', join(folder, 'classes'), '--json');
    const report = JSON.parse(out) as Record<string, number> & { evaluationAssumes: object };
    expect(code).toBe(0);
    expect((report.n ?? 0) + (report.notAssessed ?? 0)).toBe(8);
    expect(report.n).toBeGreaterThan(0);
    expect(report.evaluationAssumes).toMatchObject({ bodyPart: 'CHEST' });
    for (const name of ['auc', 'aucCi95', 'sensitivity', 'specificity', 'ece', 'brier'])
      expect(report).toHaveProperty(name);
  });

  test('reads labels.csv; a file that is missing is not assessed', async () => {
    const { code, out } = await run(
      'evaluate',
      'chest-xray-children',
      join(folder, 'table'),
      '--label',
      'mass',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ notAssessedReasons: { 'unreadable-file': 1 } });
  });

  test('prints for people what it prints as JSON', async () => {
    const { out } = await run('evaluate', 'chest-xray-children', join(folder, 'classes'));
    expect(out).toMatch(/auc .*\n/);
    expect(out).toMatch(/assumed where the header is silent/);
  });

  test.each([
    [2, ['evaluate', 'no-such-model', '.']],
    [2, ['evaluate', 'chest-xray-children', '/no/such/folder']],
    [2, ['evaluate']],
    [2, ['report', 'chest-xray-children', '.']],
    [2, ['evaluate', 'chest-xray-children', '.', '--wrong']],
    [2, ['judge']],
    [2, []],
  ])('a wrong call ends with %d: %j', async (wanted, args) => {
    const { code, err } = await run(...args);
    expect(code).toBe(wanted);
    expect(err).not.toBe('');
  });

  test('says which classes there are when none is the positive one', async () => {
    const { code, err } = await run('evaluate', 'chest-xray-children', join(folder, 'classes'), '--positive', 'ill');
    expect([code, err.includes('NORMAL, PNEUMONIA')]).toEqual([2, true]);
  });
});

describe('oka model report', () => {
  test('writes the figures that evaluate prints, and both pictures', async () => {
    const out = join(folder, 'report');
    const films = join(folder, 'classes');
    const { code } = await run('report', 'chest-xray-children', films, '--out', out);
    const printed = JSON.parse((await run('evaluate', 'chest-xray-children', films, '--json')).out);
    const written = JSON.parse(readFileSync(join(out, 'figures.json'), 'utf8'));
    expect(code).toBe(0);
    for (const name of ['auc', 'sensitivity', 'specificity', 'ece', 'brier', 'n', 'notAssessed'])
      expect(written[name]).toBeCloseTo(printed[name], 5);
    expect(written.notAssessedReasons).toEqual(printed.notAssessedReasons);
    expect(written.reliability).toHaveLength(10);
    for (const name of ['roc.svg', 'reliability.svg'])
      expect(readFileSync(join(out, name), 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
  });
});

test.each([['--help'], ['evaluate', '--help'], ['report', '--help']])('%s %s explains itself', async (...args) => {
  const { code, out } = await run(...args);
  expect([code, out.includes('usage:')]).toEqual([0, true]);
});
