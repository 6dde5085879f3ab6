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
  const likeness = correlation(areaResize(image, size, size).values, values);
  if (!(likeness >= minimumCorrelation)) return 'template';
  const turned = correlation(areaResize(upsideDown(image), size, size).values, values);
  return uprightMargin !== undefined && turned > likeness + uprightMargin ? 'upsideDown' : undefined;
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
  const within = (at: number, margin: number) => at >= margin && at < size - margin;
  let [sum, squares, centre, centreCount, border, borderCount] = [0, 0, 0, 0, 0, 0];
  for (const [at, value] of values.entries()) {
    const [row, column] = [Math.floor(at / size), at % size];
    sum += value;
    squares += value * value;
    if (within(row, quarter) && within(column, quarter)) {
      centre += value;
      centreCount++;
    }
    if (!within(row, eighth) || !within(column, eighth)) {
      border += value;
      borderCount++;
    }
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  return { mean, deviation, bulge: centre / centreCount - border / borderCount };
}

/** Pearson's correlation; NaN (which passes no threshold) where one side does not vary. */
function correlation(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(one), mean(other)];
  let [product, squareOne, squareOther] = [0, 0, 0];
  for (let k = 0; k < one.length; k++) {
    const [x, y] = [(one[k] as number) - a, (other[k] as number) - b];
    product += x * y;
    squareOne += x * x;
    squareOther += y * y;
  }
  return product / Math.sqrt(squareOne * squareOther);
}
