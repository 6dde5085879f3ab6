import type { ImageFault, PixelGate, Quality } from '../../schemas/quality.ts';
import type { Grey } from './grey.ts';
import { areaResize } from './resize.ts';

/** A standard deviation below this is a blank image, whatever a model was trained on: 1 % of the range from black to white. */
const BLANK = 0.01;

/**
 * The first fault of a square picture, at the network's size, whose numbers lie outside what the training films look
 * like, or undefined. The twin of the trainer's `gate.py`.
 * @param numbers `measures` of the picture, where they are known already
 */
export function qualityFault(
  image: Grey,
  quality: Quality,
  { mean, deviation, bulge }: Measures = measures(image),
): ImageFault | undefined {
  const outside = (value: number, [least, most]: readonly [number, number]) => !(value >= least && value <= most);
  if (!(deviation >= BLANK)) return 'quality-blank';
  if (outside(mean, quality.mean)) return 'quality-exposure';
  if (outside(deviation, quality.contrast)) return 'quality-contrast';
  const unlike = outside(bulge, quality.centreMinusBorder) ? 'out-of-distribution' : undefined;
  return (quality.template && templateFault(image, quality.template)) ?? unlike;
}

/** Inverted and upside-down pictures by their likeness to the mean training film (Pearson's correlation). */
function templateFault(image: Grey, template: NonNullable<Quality['template']>): ImageFault | undefined {
  const { size, values, minimumCorrelation, uprightMargin } = template;
  const small = areaResize(image, size, size);
  const likeness = correlation(small.values, values);
  const turned = uprightMargin === undefined ? Number.NaN : correlation(upsideDown(small).values, values);
  if (turned > likeness + (uprightMargin ?? 0) && turned >= minimumCorrelation) return 'quality-rotated';
  if (-likeness >= minimumCorrelation && minimumCorrelation > 0) return 'quality-inverted';
  // NaN, where nothing varies at the template's size, passes no threshold.
  return likeness >= minimumCorrelation ? undefined : 'out-of-distribution';
}

/**
 * What a pixel gate's answer forbids, or undefined: the fault of the likeliest kind where the kinds the model is made for
 * are too unlikely together or one with a fault is likelier than they are, save a neighbour; else a distance from the
 * training films that is too great. The twin of `refused` in the trainer's `gate.py`.
 * @param kinds probabilities in the order of the manifest's kinds; anything but numbers passes nothing
 */
export function gateFault(
  { kinds, distance }: { readonly kinds: readonly number[]; readonly distance: number },
  gate: Pick<PixelGate, 'kinds' | 'minimumFit' | 'maximumDistance'>,
): ImageFault | undefined {
  const fit = gate.kinds.reduce((sum, kind, at) => sum + (kind.fault === undefined ? (kinds[at] ?? 0) : 0), 0);
  const faulty = gate.kinds
    .map((kind, at) => ({ ...kind, probability: kinds[at] ?? 0 }))
    .filter(({ fault }) => fault !== undefined)
    .sort((one, other) => other.probability - one.probability);
  if (!(fit >= gate.minimumFit)) return faulty[0]?.fault ?? 'out-of-distribution';
  const likelier = faulty.find(({ neighbour = false, probability }) => !neighbour && probability > fit);
  return likelier?.fault ?? (distance <= gate.maximumDistance ? undefined : 'out-of-distribution');
}

const upsideDown = ({ rows, columns, values }: Grey): Grey => ({
  rows,
  columns,
  values: values.map((_, at) => values[(rows - 1 - Math.floor(at / columns)) * columns + (at % columns)] as number),
});

export type Measures = { readonly mean: number; readonly deviation: number; readonly bulge: number };

/** Mean, standard deviation, and mean of the middle half in each direction minus that of the outer eighth, of a square picture. */
export function measures({ rows: size, values }: Grey): Measures {
  const eighth = Math.floor(size / 8);
  const quarter = Math.floor(size / 4);
  let total = 0;
  let squares = 0;
  let centre = 0;
  let border = 0;
  for (let row = 0; row < size; row++) {
    const [begin, end] = [row * size, (row + 1) * size];
    const edge = Math.min(row, size - 1 - row);
    const line = sumOf(values, begin, end);
    total += line;
    squares += sumOfSquares(values, begin, end);
    border += edge < eighth ? line : sumOf(values, begin, begin + eighth) + sumOf(values, end - eighth, end);
    if (edge >= quarter) centre += sumOf(values, begin + quarter, end - quarter);
  }
  const mean = total / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  const within = (margin: number): number => (size - 2 * margin) ** 2;
  return { mean, deviation, bulge: centre / within(quarter) - border / (size * size - within(eighth)) };
}

/** Two sums side by side: each addition waits for the one before it in its own sum only. */
function sumOf(values: Float32Array, begin: number, end: number): number {
  let even = 0;
  let odd = 0;
  let k = begin;
  for (; k + 2 <= end; k += 2) {
    even += values[k] as number;
    odd += values[k + 1] as number;
  }
  return even + odd + (k < end ? (values[k] as number) : 0);
}

function sumOfSquares(values: Float32Array, begin: number, end: number): number {
  let even = 0;
  let odd = 0;
  let k = begin;
  for (; k + 2 <= end; k += 2) {
    even += (values[k] as number) ** 2;
    odd += (values[k + 1] as number) ** 2;
  }
  return even + odd + (k < end ? (values[k] as number) ** 2 : 0);
}

/** Pearson's correlation; NaN (which passes no threshold) where one side does not vary. */
function correlation(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const a = meanOf(one);
  const b = meanOf(other);
  let product = 0;
  let squareOne = 0;
  let squareOther = 0;
  for (let k = 0; k < one.length; k++) {
    const x = (one[k] as number) - a;
    const y = (other[k] as number) - b;
    product += x * y;
    squareOne += x * x;
    squareOther += y * y;
  }
  return product / Math.sqrt(squareOne * squareOther);
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] as number;
  return sum / values.length;
}
