import { loadCodecs } from '../platform/codecs.ts';
import { loadHtj2k } from '../platform/htj2k.ts';
import { type Attributes, dicomExample, type ExampleForm } from './dicom.ts';
import { randomOf } from './random.ts';

/** The codecs of this process, for tests of pure code that has them handed in. */
export const codecsForTests = async () => ({ codecs: await loadCodecs(), htj2k: await loadHtj2k() });

export type Synthetic = {
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
  readonly signed?: boolean;
  readonly samples?: 1 | 3;
  readonly frames?: number;
  readonly seed?: number;
};

/** Smooth shapes with grain, and the least and greatest value, as little-endian containers. */
export function syntheticPixels(image: Synthetic): Uint8Array {
  const { rows, columns, bits, signed = false, samples = 1, frames = 1, seed = 1 } = image;
  const random = randomOf(seed);
  const count = rows * columns * samples * frames;
  const most = 2 ** bits - 1;
  const container = bits > 8 ? new Uint16Array(count) : new Uint8Array(count);
  for (let k = 0; k < count; k++) {
    const [row, column] = [Math.floor(k / samples / columns) % rows, Math.floor(k / samples) % columns];
    const shape = 0.5 + 0.35 * Math.sin((5 * row) / rows + (k % samples)) * Math.cos((9 * column) / columns);
    const level = Math.round(most * Math.min(1, Math.max(0, shape + 0.06 * (random() - 0.5))));
    // Signed values are the same levels about zero, in two's complement of the bits stored.
    container[k] = signed ? (level - 2 ** (bits - 1)) & most : level;
  }
  container[0] = signed ? 2 ** (bits - 1) : 0;
  container[count - 1] = signed ? 2 ** (bits - 1) - 1 : most;
  return new Uint8Array(container.buffer);
}

/** Such an image as a DICOM object of a child's chest (`test/dicom.ts`), native pixels. */
export function syntheticImage(
  image: Synthetic,
  changes: Partial<Attributes> = {},
  form: ExampleForm = {},
): Uint8Array {
  const { rows, columns, bits, signed = false, samples = 1, frames = 1 } = image;
  return dicomExample(
    {
      '00280002': ['US', samples],
      '00280004': ['CS', samples === 3 ? 'RGB' : 'MONOCHROME2'],
      ...(samples === 3 ? { '00280006': ['US', 0] as const } : {}),
      ...(frames > 1 ? { '00280008': ['IS', String(frames)] as const } : {}),
      '00280010': ['US', rows],
      '00280011': ['US', columns],
      '00280100': ['US', bits > 8 ? 16 : 8],
      '00280101': ['US', bits],
      '00280102': ['US', bits - 1],
      '00280103': ['US', signed ? 1 : 0],
      '7fe00010': [bits > 8 ? 'OW' : 'OB', syntheticPixels(image)],
      ...changes,
    },
    form,
  );
}

/** An RLE frame of these segments (PS3.5 §G.5): the header of 64 bytes with their number and offsets, then they. */
export function rleFrame(segments: readonly (readonly number[])[]): Uint8Array {
  const header = new Uint32Array(16);
  header[0] = segments.length;
  let at = 64;
  segments.forEach((segment, k) => {
    header[k + 1] = at;
    at += segment.length;
  });
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()]);
}
