import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import sharp, { type PngOptions } from 'sharp';
import { readPng } from './png.ts';

const unzip = (bytes: Uint8Array, limit: number): Uint8Array => inflateSync(bytes, { maxOutputLength: limit });
const picture = (rows: number, columns: number, colours: number) =>
  Uint8Array.from({ length: rows * columns * 3 }, (_, k) => (Math.floor(k / 3) * 7919 * ((k % 3) + 1)) % colours);
const written = (rows: number, columns: number, colours: number, options: PngOptions) =>
  sharp(picture(rows, columns, colours), { raw: { width: columns, height: rows, channels: 3 } })
    .png(options)
    .toBuffer();

describe('a PNG of ours', () => {
  test.each<[string, PngOptions]>([
    ['true colour', {}],
    ['true colour with filters', { adaptiveFiltering: true }],
    ['palette', { palette: true, colours: 128 }],
  ])('with %s is read as another reader reads it', async (_, options) => {
    const png = await written(37, 53, 251, options);
    const other = await sharp(png).removeAlpha().raw().toBuffer();
    expect(Buffer.from(readPng(png, unzip).bytes).equals(other)).toBe(true);
  });

  test('of any size with any filter is read right (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), async (rows, columns) => {
        const png = await written(rows, columns, 256, { adaptiveFiltering: true });
        expect(Buffer.from(readPng(png, unzip).bytes)).toEqual(Buffer.from(picture(rows, columns, 256)));
      }),
      { numRuns: 30 },
    );
  });

  test.each<[string, (png: Buffer) => Uint8Array]>([
    ['no PNG', () => Uint8Array.from({ length: 100 }, (_, k) => k)],
    ['a cut one', (png) => png.subarray(0, 40)],
    [
      'one of absurd size',
      (png) => Buffer.concat([png.subarray(0, 16), Buffer.from([0, 1, 0, 0, 0, 1, 0, 0]), png.subarray(24)]),
    ],
    ['one with too little in it', (png) => withData(png, deflateSync(Buffer.alloc(10)))],
  ])('that is %s is refused with a code', async (_, change) => {
    const png = change(await written(8, 8, 256, {}));
    const outcome = () => readPng(png, unzip);
    expect(outcome).toThrow(expect.objectContaining({ code: 'dicom-pixels' }));
  });
});

/** The picture with other image data. */
function withData(png: Buffer, data: Buffer): Buffer {
  const at = png.indexOf('IDAT') - 4;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([png.subarray(0, at), length, Buffer.from('IDAT'), data, Buffer.alloc(4)]);
}
