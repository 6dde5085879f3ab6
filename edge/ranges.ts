import { MAX_SEGMENT_BYTES } from '../schemas/api/uploads.ts';

/** Bytes `[from, to)` of an object. */
export type Range = readonly [from: number, to: number];

/** What of `[0, length)` lies in none of the stored ranges. */
export function missing(length: number, stored: readonly Range[]): Range[] {
  const gaps: Range[] = [];
  let at = 0;
  for (const [from, to] of [...stored].sort(([a], [b]) => a - b)) {
    if (from >= length) break;
    if (from > at) gaps.push([at, from]);
    at = Math.max(at, to);
  }
  if (at < length) gaps.push([at, length]);
  return gaps;
}

/**
 * Cuts gaps into segments: at the end of the preview, so that the prefix is complete as early as it can be, and at
 * multiples of 4 MiB from there. The cuts depend on length and preview alone: a second try cuts as the first did.
 */
export function cuts(gaps: readonly Range[], preview = 0): Range[] {
  const segments: Range[] = [];
  for (const [from, to] of gaps) {
    for (let at = from; at < to; ) {
      const base = at < preview ? 0 : preview;
      const next = base + (Math.floor((at - base) / MAX_SEGMENT_BYTES) + 1) * MAX_SEGMENT_BYTES;
      const end = Math.min(to, next, at < preview ? preview : to);
      segments.push([at, end]);
      at = end;
    }
  }
  return segments;
}

/** `0-4194303,4194304-5000000` (inclusive, as `Oka-Segments` says it) as ranges. */
export const parseRanges = (header: string): Range[] =>
  header
    .split(',')
    .filter((part) => part !== '')
    .map((part): Range => {
      const [from = 0, to = 0] = part.split('-').map(Number);
      return [from, to + 1];
    });
