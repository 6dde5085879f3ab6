import type { Quality } from '../../schemas/quality.ts';
import type { Grey } from './grey.ts';
import { areaResize } from './resize.ts';

/**
 * The first quality number of a square picture, at the network's size, that lies outside what the training films look
 * like, or undefined. The twin of the trainer's `gate.py`.
 */
export function qualityFault(image: Grey, quality: Quality): string | undefined {
  const { mean, deviation, bulge } = measures(image);
  const outside = (value: number, [least, most]: readonly [number, number]) => !(value >= least && value <= most);
  if (outside(mean, quality.mean)) return 'mean';
  if (outside(deviation, quality.contrast)) return 'contrast';
  if (outside(bulge, quality.centreMinusBorder)) return 'centreMinusBorder';
  const { size, values, minimumCorrelation, uprightMargin } = quality.template;
  const small = areaResize(image, size, size);
  const likeness = correlation(small.values, values);
  if (!(likeness >= minimumCorrelation)) return 'template';
  if (uprightMargin === undefined) return undefined;
  return correlation(upsideDown(small).values, values) > likeness + uprightMargin ? 'upsideDown' : undefined;
}

const upsideDown = ({ rows, columns, values }: Grey): Grey => ({
  rows,
  columns,
  values: values.map((_, at) => values[(rows - 1 - Math.floor(at / columns)) * columns + (at % columns)] as number),
});

/** Mean, standard deviation, and mean of the middle half in each direction minus that of the outer eighth. */
function measures({ rows: size, values }: Grey): { mean: number; deviation: number; bulge: number } {
  const eighth = Math.floor(size / 8);
  const quarter = Math.floor(size / 4);
  let sum = 0;
  let squares = 0;
  let centre = 0;
  let centreCount = 0;
  let border = 0;
  let borderCount = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = values[row * size + column] as number;
      const edge = Math.min(row, column, size - 1 - row, size - 1 - column);
      sum += value;
      squares += value * value;
      if (edge >= quarter) {
        centre += value;
        centreCount++;
      } else if (edge < eighth) {
        border += value;
        borderCount++;
      }
    }
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  return { mean, deviation, bulge: centre / centreCount - border / borderCount };
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
