import { offsetAt } from '../../zone.ts';

/** A busy door writes thousands of answers in one second, and asking the zone is a sixth of the work of an answer. */
let last = { second: Number.NaN, zone: '', written: '' };

/**
 * An instant as HL7 DTM to the second on the clock of `zone`, with its offset: `20260110151500+0500` (HL7 v2.5.1
 * ch. 2.A.22). Receivers that know no offsets read the local time they expect.
 */
export function writeTime(instant: string, zone: string): string {
  const second = Math.floor(Date.parse(instant) / 1000);
  if (last.second !== second || last.zone !== zone) last = { second, zone, written: formatted(second, zone) };
  return last.written;
}

function formatted(second: number, zone: string): string {
  const minutes = offsetAt(second * 1000, zone);
  const clock = new Date((second + minutes * 60) * 1000).toISOString().slice(0, 19).replace(/\D/g, '');
  const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${clock}${minutes < 0 ? '-' : '+'}${pad(hour)}${pad(minute)}`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
