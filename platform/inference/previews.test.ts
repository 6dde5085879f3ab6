import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { readDicom } from '../../domain/dicom/read.ts';
import { decodeOne } from '../../domain/imaging/decode.ts';
import { type Rendering, renderFrame } from '../../domain/imaging/rendering.ts';
import { PREVIEW_BYTES_MOST } from '../../schemas/display.ts';
import { randomOf } from '../../test/random.ts';
import { loadCodecs } from '../codecs.ts';
import { smallPicture } from './previews.ts';

const CORPORA = process.env.OKA_CORPORA;

/** Noise is what no coder makes small. */
function noise(rows: number, columns: number, channels: 1 | 3): Rendering {
  const random = randomOf(7);
  return {
    rows,
    columns,
    channels,
    bytes: Uint8Array.from({ length: rows * columns * channels }, () => 256 * random()),
  };
}
const smooth = (rows: number, columns: number): Rendering => ({
  rows,
  columns,
  channels: 1,
  bytes: Uint8Array.from({ length: rows * columns }, (_, k) => (255 * (k % columns)) / columns),
});

describe('a preview', () => {
  test.each([
    ['grey noise', noise(1500, 1200, 1), 'jpeg'],
    ['grey noise', noise(1500, 1200, 1), 'webp'],
    ['colour noise', noise(900, 1200, 3), 'jpeg'],
    ['colour noise', noise(900, 1200, 3), 'webp'],
    ['a strip', noise(4000, 30, 1), 'jpeg'],
    ['one pixel', noise(1, 1, 1), 'jpeg'],
  ] as const)('of %s (%#) is at most 40,000 bytes', async (_, picture, type) => {
    const bytes = await smallPicture(picture, type, true);
    expect(bytes.length).toBeLessThanOrEqual(PREVIEW_BYTES_MOST);
    expect((await sharp(bytes).metadata()).format).toBe(type);
  });

  test('is as large as its bytes allow, never larger than the picture', async () => {
    expect(await sharp(await smallPicture(smooth(2000, 1000), 'jpeg', false)).metadata()).toMatchObject({
      width: 384,
      height: 768,
      channels: 1,
    });
    expect(await sharp(await smallPicture(smooth(40, 30), 'jpeg', false)).metadata()).toMatchObject({ width: 30 });
  });

  test('carries under it what it is not for, unless the page says so itself', async () => {
    const [marked, bare] = await Promise.all(
      [true, false].map(async (isMarked) =>
        sharp(await smallPicture(smooth(600, 600), 'jpeg', isMarked))
          .raw()
          .toBuffer(),
      ),
    );
    const strip = (marked as Buffer).subarray((bare as Buffer).length);
    expect(strip.length).toBeGreaterThan(0);
    expect(strip.filter((value) => value > 200).length).toBeGreaterThan(500);
    const differing = (bare as Buffer).filter((value, k) => Math.abs(value - ((marked as Buffer)[k] as number)) > 8);
    // JPEG lets the letters ring into the last lines of the picture, no further.
    expect(differing.length).toBeLessThan(768 * 8);
  });

  const folder = CORPORA === undefined ? '' : join(CORPORA, 'dicom');
  (CORPORA !== undefined && existsSync(folder) ? test : test.skip)(
    'of every real image that can be read is at most 40,000 bytes (OKA_CORPORA)',
    async () => {
      let count = 0;
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const codecs = await loadCodecs();
        const picture = pictureIn(join(folder, name), codecs);
        if (picture === undefined) continue;
        for (const type of ['jpeg', 'webp'] as const)
          expect((await smallPicture(picture, type, true)).length).toBeLessThanOrEqual(PREVIEW_BYTES_MOST);
        count += 1;
      }
      expect(count).toBeGreaterThan(10);
    },
    600_000,
  );
});

/** What is no readable image is none of a preview's business. */
function pictureIn(file: string, codecs: Awaited<ReturnType<typeof loadCodecs>>): Rendering | undefined {
  try {
    const { object, header } = readDicom(readFileSync(file), 'UTC', codecs.inflate);
    return header.pixels && renderFrame(decodeOne(object, header.pixels, codecs, 0), object.dataSet);
  } catch {
    return undefined;
  }
}
