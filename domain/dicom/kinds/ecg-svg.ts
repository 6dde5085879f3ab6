import { xmlText } from '../../xml-text.ts';
import type { Channel, MultiplexGroup } from './waveform-read.ts';

/** Paper speed and gain of a routine ECG; the drawing says them, so that it can be measured on. */
const MM_PER_SECOND = 25;
const MM_PER_MV = 10;
/** Height of the strip of one lead; what goes higher is drawn over its neighbour, as on paper. */
const STRIP_MM = 24;
const MARGIN_MM = 8;
/** What is drawn of a recording: longer ones are kept whole, the drawing says how much of it there is. */
const MOST_SECONDS = 10;
/** Places to each millimetre at which the least and the greatest value are drawn: no peak is lost, no byte is wasted. */
const STEPS_PER_MM = 4;

/** Millivolts of one unit of a channel; undefined for pressures, sounds and what nobody calibrated. */
const MILLIVOLTS: Readonly<Record<string, number>> = { V: 1000, mV: 1, uV: 0.001, nV: 0.000001 };
const isElectric = ({ unit }: Channel): boolean => MILLIVOLTS[unit ?? ''] !== undefined;

/**
 * The electric channels of a group as SVG to scale: one unit of the drawing is one millimetre, 25 mm/s and 10 mm/mV, with
 * the grid of ECG paper and the calibration pulse of 1 mV. Undefined where nothing is electric. No patient data.
 */
export function ecgSvg(group: MultiplexGroup): string | undefined {
  const channels = group.channels.filter(isElectric);
  if (channels.length === 0) return undefined;
  const recorded = (channels[0]?.samples.length ?? 0) / group.samplesPerSecond;
  const seconds = Math.min(recorded, MOST_SECONDS);
  const width = Math.ceil((seconds * MM_PER_SECOND) / 5) * 5 + 3 * MARGIN_MM;
  const height = channels.length * STRIP_MM + 2 * MARGIN_MM;
  const strips = channels.map((channel, row) => strip(channel, group.samplesPerSecond, seconds, row)).join('');
  // A median beat must not be taken for a rhythm strip.
  const label = group.label === undefined ? '' : ` · ${xmlText(group.label)}`;
  const shown = recorded > seconds ? `, ${seconds} s / ${Math.round(recorded)} s` : '';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}">`,
    '<defs><pattern id="s" width="1" height="1" patternUnits="userSpaceOnUse"><path d="M1 0H0V1" fill="none" stroke="#f4c7c3" stroke-width=".1"/></pattern>',
    '<pattern id="l" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M5 0H0V5" fill="none" stroke="#e29a93" stroke-width=".2"/></pattern></defs>',
    `<rect width="${width}" height="${height}" fill="#fff"/><rect width="${width}" height="${height}" fill="url(#s)"/><rect width="${width}" height="${height}" fill="url(#l)"/>`,
    `<text x="2" y="5" font-family="sans-serif" font-size="3">25 mm/s, 10 mm/mV${shown}${label}</text>`,
    '<g fill="none" stroke="#111" stroke-width=".25" stroke-linejoin="round">',
    strips,
    '</g></svg>',
  ].join('');
}

function strip(channel: Channel, rate: number, seconds: number, row: number): string {
  const zero = MARGIN_MM + STRIP_MM * (row + 0.5);
  const left = 2 * MARGIN_MM;
  const pulse = `M${left - 8} ${zero}h1v-${MM_PER_MV}h5v${MM_PER_MV}h1`;
  const name = xmlText(channel.name);
  return (
    `<path d="${pulse}"/><text x="2" y="${zero - 4}" fill="#111" stroke="none" font-family="sans-serif" font-size="3.5">${name}</text>` +
    `<path data-lead="${name}" d="${curve(channel, rate, seconds, left, zero)}"/>`
  );
}

/** The least and the greatest value of each step, in the order in which they came; a gap begins a new line. */
function curve({ samples, unit }: Channel, rate: number, seconds: number, left: number, zero: number): string {
  const gain = MM_PER_MV * (MILLIVOLTS[unit ?? ''] ?? 0);
  const count = Math.min(samples.length, Math.floor(seconds * rate));
  const perStep = Math.max(1, Math.round(rate / MM_PER_SECOND / STEPS_PER_MM));
  const parts: string[] = [];
  let isOpen = false;
  const draw = (at: number, value: number): void => {
    const x = left + (at / rate) * MM_PER_SECOND;
    parts.push(`${isOpen ? 'L' : 'M'}${rounded(x)} ${rounded(zero - value * gain)}`);
    isOpen = true;
  };
  for (let from = 0; from < count; from += perStep) {
    let least = from;
    let greatest = from;
    for (let at = from; at < Math.min(from + perStep, count); at++) {
      if ((samples[at] as number) < (samples[least] as number)) least = at;
      if ((samples[at] as number) > (samples[greatest] as number)) greatest = at;
    }
    if (Number.isNaN(samples[from])) {
      isOpen = false;
      continue;
    }
    for (const at of [...new Set([least, greatest])].sort((a, b) => a - b)) draw(at, samples[at] as number);
  }
  return parts.join('');
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100);
