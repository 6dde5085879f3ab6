import { join } from 'node:path';
import sharp from 'sharp';

const RADIOGRAPHS = join(import.meta.dirname, '../samples/radiographs');
/** A detector of 5 megapixels, as a CR plate of 35 × 43 cm is read at 0.168 mm. */
export const ROWS = 2560;
export const COLUMNS = 2048;
/** Standard deviation of the grain, in the 4096 grey levels of the film. */
export const GRAIN = 6;

/**
 * A synthetic radiograph at the size of a CR, as a PNG of 16 bits: smooth between the pixels of the sample, with grain in each,
 * for without it a film would compress as no real one does. The same seed gives the same film.
 */
export async function largeFilm(name: string, path: string, seed: number): Promise<void> {
  const { data } = await sharp(join(RADIOGRAPHS, name))
    .resize({ width: COLUMNS, height: ROWS, kernel: 'cubic', fit: 'fill' })
    .toColourspace('grey16')
    .extractChannel(0)
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  const random = generator(seed);
  for (let k = 0; k < pixels.length; k++) {
    // The sum of four even numbers is close to a bell.
    const bell = (random() + random() + random() + random() - 2) * Math.sqrt(3) * GRAIN;
    pixels[k] = Math.min(4095, Math.max(0, Math.round((pixels[k] as number) + bell)));
  }
  await sharp(pixels, { raw: { width: COLUMNS, height: ROWS, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toFile(path);
}

/** Park and Miller's, good enough for grain. */
function generator(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
