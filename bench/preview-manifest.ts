// `node bench/preview-manifest.ts`: what each manifest must say of previews, from measurement (OKA_CORPORA).
import { type Measured, MOST_INPUT, MOST_PROBABILITY, measurePreviews, SIZES } from './preview.ts';

const worst = (measured: readonly Measured[], id: string, what: 'input' | 'probability'): number =>
  Math.max(0, ...measured.map(({ models }) => models[id]?.[what] ?? 0));

const measured = await measurePreviews((line) => void process.stderr.write(`${line}\n`));
if (measured.length === 0) process.stderr.write('no images: set OKA_CORPORA\n');
for (const id of Object.keys(measured[0]?.models ?? {})) {
  const figures = SIZES.map((size) => {
    const of = measured.filter((one) => one.size === size);
    return { size, images: of.length, input: worst(of, id, 'input'), probability: worst(of, id, 'probability') };
  });
  // The smallest size from which on every larger one holds too.
  const holds = figures.map(
    ({ images, input, probability }) => images > 0 && input <= MOST_INPUT && probability <= MOST_PROBABILITY,
  );
  const first = holds.findIndex((_, place) => holds.slice(place).every(Boolean));
  const { size = 0, images = 0 } = figures[first] ?? {};
  const preview =
    first < 0
      ? {
          minimumPixels: SIZES[SIZES.length - 1],
          allowed: false,
          why: 'No preview size keeps the input within 1/255 and the probability within 0.01.',
        }
      : {
          minimumPixels: size,
          allowed: true,
          why: `Measured on ${images} real images: input within 1/255, probability within 0.01 of the whole.`,
        };
  process.stdout.write(`${JSON.stringify({ id, preview, figures }, undefined, 1)}\n`);
}
