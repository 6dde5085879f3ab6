import { missing, type Range } from '../ranges.ts';
import type { Here } from './door.ts';

/** How far one object is: what the region has confirmed, what is under way, and what is not known. */
export type Progress = {
  readonly length: number;
  /** Bytes of its prefix; undefined where it has none, or none that is of use. */
  preview: number | undefined;
  arrived: Range[];
  flying: Range[];
  /** The line broke, or the edge was started anew: the region is asked before more is sent. */
  isUnsure: boolean;
  /** The last segment as the region has it: sent again when all is there and nobody said that it is complete. */
  last: Range | undefined;
};

export const progressOf = (length: number, preview?: number, isUnsure = false): Progress => ({
  length,
  preview,
  arrived: [],
  flying: [],
  isUnsure,
  last: undefined,
});

export type Step = { readonly what: 'look' } | { readonly what: 'put'; readonly range: Range; readonly more: boolean };

/** Whether all of the prefix has arrived, or there is none. */
export const hasPrefix = ({ preview, arrived }: Progress): boolean =>
  preview === undefined || missing(preview, arrived).length === 0;

/**
 * What may go now of this object, within its prefix or at all; undefined while it has to wait for an answer. The segment
 * after which nothing is missing goes alone: so the region sees then, and only then, that the whole is there.
 */
export function nextStep(progress: Progress, segmentBytes: number): Step | undefined {
  const { length, preview, arrived, flying, isUnsure, last } = progress;
  if (isUnsure) return flying.length === 0 ? { what: 'look' } : undefined;
  const taken = [...arrived, ...flying];
  const end = hasPrefix(progress) ? length : (preview ?? length);
  const [gap] = missing(end, taken);
  if (gap === undefined) {
    if (end < length || flying.length > 0) return undefined;
    return last === undefined ? { what: 'look' } : { what: 'put', range: last, more: false };
  }
  const range: Range = [gap[0], Math.min(gap[1], gap[0] + segmentBytes)];
  const more = missing(length, [...taken, range]).length > 0;
  return more || flying.length === 0 ? { what: 'put', range, more } : undefined;
}

export function began(progress: Progress, { range }: { readonly range: Range }): void {
  progress.flying = [...progress.flying, range];
}

export function ended(progress: Progress, { range }: { readonly range: Range }, hasArrived: boolean): void {
  progress.flying = progress.flying.filter((one) => one !== range);
  if (hasArrived) progress.arrived = joined([...progress.arrived, range]);
}

/** What the region says is the truth; of what lies behind a cut answer nothing is known. */
export function looked(progress: Progress, here: Here): void {
  progress.isUnsure = false;
  progress.last = here.last;
  progress.preview = here.preview ?? progress.preview;
  progress.arrived = joined(here.stored);
}

/** Neighbours joined, in order. */
function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    const before = all.at(-1);
    if (before && from <= before[1]) all[all.length - 1] = [before[0], Math.max(before[1], to)];
    else all.push([from, to]);
  }
  return all;
}
