import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ImageRegion } from './region.ts';
import { COLUMNS, FILM, INSTANCE, openStored, ROWS } from './stored.ts';

let region: ImageRegion;
beforeAll(async () => {
  ({ region } = await openStored());
});
afterAll(() => region.it.close());

describe('renderings', () => {
  const sizeOf = async (bytes: Uint8Array) => {
    const { default: sharp } = await import('sharp');
    const { width, height, format } = await sharp(bytes).metadata();
    return [format, width, height];
  };

  test('are JPEG, or PNG for who asks, with window and viewport', async () => {
    const jpeg = await region.ask(`${INSTANCE}/rendered`);
    expect(jpeg.headers['content-type']).toBe('image/jpeg');
    expect(await sizeOf(jpeg.bytes)).toEqual(['jpeg', COLUMNS, ROWS]);
    const png = await region.ask(`${FILM}/frames/2/rendered?viewport=15,15&window=2048,4096,linear`, {
      accept: 'image/png',
    });
    expect(await sizeOf(png.bytes)).toEqual(['png', 11, 15]);
    const narrow = await region.ask(`${INSTANCE}/rendered?window=100,10,linear&accept=image/png`);
    const wide = await region.ask(`${INSTANCE}/rendered?window=2048,4096,linear&accept=image/png`);
    expect(narrow.bytes).not.toEqual(wide.bytes);
  });

  test('as thumbnails are small, of a series too', async () => {
    expect(await sizeOf((await region.ask(`${INSTANCE}/thumbnail`, { accept: 'image/jpeg' })).bytes)).toEqual([
      'jpeg',
      COLUMNS,
      ROWS,
    ]);
    expect(
      await sizeOf((await region.ask('/dicomweb/studies/1.2.20/series/1.2.20.1/thumbnail?viewport=10,10')).bytes),
    ).toEqual(['jpeg', 8, 10]);
  });

  test.each([
    [`${INSTANCE}/rendered?window=x`, 400],
    [`${INSTANCE}/rendered?viewport=0,0`, 400],
    [`${INSTANCE}/rendered?viewport=9999,9999`, 400],
    [`${INSTANCE}/rendered?annotation=patient`, 400],
    [`${FILM}/frames/4/rendered`, 404],
    [`${FILM}/frames/1,2/rendered`, 400],
  ])('%s: %d', async (target, status) => {
    expect((await region.ask(target)).status).toBe(status);
  });

  test('of other types are refused', async () => {
    expect((await region.ask(`${INSTANCE}/rendered`, { accept: 'text/html' })).status).toBe(406);
  });
});
