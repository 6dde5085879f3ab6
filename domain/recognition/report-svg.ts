import { xmlText } from '../xml-text.ts';

/** A share from 0 to 1 on both axes, drawn upwards and to the right. */
export type Place = readonly [x: number, y: number];

const WIDTH = 560;
const HEIGHT = 656;
/** The square of the plot: left, top and side in pixels. */
const PLOT = { left: 84, top: 92, side: 440 } as const;
const INK = '#1a1a1a';
const FAINT = '#c8c8c8';

const rounded = (value: number): string => String(Math.round(value * 100) / 100);
const across = (x: number): string => rounded(PLOT.left + x * PLOT.side);
const down = (y: number): string => rounded(PLOT.top + (1 - y) * PLOT.side);

type Words = { readonly size?: number; readonly anchor?: 'start' | 'middle' | 'end'; readonly turned?: boolean };

const words = (x: number, y: number, text: string, { size = 13, anchor = 'start', turned }: Words = {}): string =>
  `<text x="${rounded(x)}" y="${rounded(y)}" font-size="${size}" text-anchor="${anchor}" fill="${INK}"${
    turned ? ` transform="rotate(-90 ${rounded(x)} ${rounded(y)})"` : ''
  }>${xmlText(text)}</text>`;

/** A line through places. */
export const line = (places: readonly Place[], colour: string, width = 2, dashes = ''): string =>
  `<polyline points="${places.map(([x, y]) => `${across(x)},${down(y)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="${width}"${
    dashes === '' ? '' : ` stroke-dasharray="${dashes}"`
  }/>`;

export const dot = ([x, y]: Place, colour: string, radius = 5): string =>
  `<circle cx="${across(x)}" cy="${down(y)}" r="${rounded(radius)}" fill="${colour}"/>`;

/** A bar that stands on the lower axis. */
export const bar = (from: number, to: number, height: number, colour: string): string =>
  `<rect x="${across(from)}" y="${down(height)}" width="${rounded((to - from) * PLOT.side)}" height="${rounded(
    height * PLOT.side,
  )}" fill="${colour}"/>`;

/** Words beside a place of the plot, shifted by pixels. */
export const note = ([x, y]: Place, text: string, right = 0, below = 0, anchor: Words['anchor'] = 'start'): string =>
  words(PLOT.left + x * PLOT.side + right, PLOT.top + (1 - y) * PLOT.side + below, text, { size: 12, anchor });

/** The size at which a line of text still fits the picture: a letter is about 0.62 of it wide. */
const fitting = (text: string, most: number): number =>
  Math.min(most, Math.floor(((WIDTH - 40) / (0.62 * text.length)) * 10) / 10);

export type Frame = {
  /** Large, above; then a smaller line in the other language. */
  readonly title: string;
  readonly subtitle: string;
  readonly xAxis: string;
  readonly yAxis: string;
  /** Small lines below the plot. */
  readonly below: readonly string[];
};

/**
 * A square plot from 0 to 1 with a grid, numbers and names on both axes, as one SVG file without scripts, fonts or links
 * of its own.
 * @param parts what is drawn in it, the lowest first
 */
export function plot({ title, subtitle, xAxis, yAxis, below }: Frame, parts: readonly string[]): string {
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const { left, top, side } = PLOT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="DejaVu Sans, Arial, sans-serif" role="img">`,
    `<title>${xmlText(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    words(24, 34, title, { size: fitting(title, 17) }),
    words(24, 58, subtitle, { size: fitting(subtitle, 13) }),
    ...ticks.flatMap((tick) => [
      line([[tick, 0], [tick, 1]], FAINT, 1), // biome-ignore format: a line is two places
      line([[0, tick], [1, tick]], FAINT, 1), // biome-ignore format: a line is two places
      words(left + tick * side, top + side + 20, tick.toFixed(1), { anchor: 'middle' }),
      words(left - 10, top + (1 - tick) * side + 5, tick.toFixed(1), { anchor: 'end' }),
    ]),
    ...parts,
    `<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="none" stroke="${INK}"/>`,
    words(left + side / 2, top + side + 44, xAxis, { anchor: 'middle' }),
    words(26, top + side / 2, yAxis, { anchor: 'middle', turned: true }),
    ...below.map((text, row) => words(24, top + side + 68 + 17 * row, text, { size: 12 })),
    '</svg>',
    '',
  ].join('\n');
}
