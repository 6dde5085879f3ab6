import { createHash } from 'node:crypto';
import type { Declared } from '../../platform/intake.ts';
import { intakePrefix, type ObjectStore, segmentKey, segmentsIn } from '../../platform/objects.ts';
import { piecesOf, readPieces, type Stored } from '../../platform/pieces.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { InputKey } from '../../schemas/input.ts';

/** Bytes `[from, to)` of an object. */
export type Range = readonly [from: number, to: number];

/** Segments of an object that lie in intake, in order; those that begin before `before`, where it is given. */
export async function storedSegments(
  objects: ObjectStore,
  bucket: string,
  input: InputKey,
  before?: number,
): Promise<Range[]> {
  const bounded = before === undefined ? {} : { before: segmentKey(input, before), page: pageFor(before) };
  const found = await objects.list(bucket, intakePrefix(input), bounded);
  return segmentsIn(found, input).map(({ from, to }): Range => [from, to]);
}

/** Keys for one question of a listing: as many as so many bytes usually have, and one that ends it. */
const SMALLEST_USUAL_BYTES = 16 * 1024;
const pageFor = (bytes: number): number => Math.min(1000, Math.ceil(bytes / SMALLEST_USUAL_BYTES) + 2);

/** How many bytes from the start are there without a gap. */
export function prefixOf(segments: readonly Range[]): number {
  let end = 0;
  for (const [from, to] of segments) if (from <= end) end = Math.max(end, to);
  return end;
}

/** Neighbours joined, for answers. */
export function joined(segments: readonly Range[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const [from, to] of segments) {
    const last = ranges.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else ranges.push([from, to]);
  }
  return ranges;
}

/** @throws OkaError `segment-conflict`: a segment may come again as it was cut before, but may not overlap another. */
export function refuseOverlap(segments: readonly Range[], [from, to]: Range): void {
  const hit = segments.find(([a, b]) => a < to && from < b && !(a === from && b === to));
  if (hit) throw new OkaError('segment-conflict', `overlaps ${hit[0]}-${hit[1] - 1}`);
}

/** @throws OkaError `segment-conflict` when length or preview differ from what the stored segments say. */
export function refuseOther(stored: Declared | undefined, given: Declared): void {
  if (stored === undefined) return;
  if (stored.length !== given.length) throw new OkaError('segment-conflict', 'length');
  if (stored.preview !== given.preview) throw new OkaError('segment-conflict', 'preview');
}

/**
 * Holds the joined segments to the name of the object, few of them in memory at a time.
 * @throws OkaError `digest-mismatch`; the segments stay and may be overwritten by the same cuts.
 */
export async function requireDigest(
  objects: ObjectStore,
  bucket: string,
  input: InputKey,
  segments: readonly Range[],
): Promise<void> {
  const hash = createHash('sha256');
  const stored = segments.map(([from, to]): Stored => ({ key: segmentKey(input, from), from, to }));
  for await (const bytes of readPieces(objects, bucket, piecesOf(stored))) hash.update(bytes);
  if (hash.digest('hex') !== input.sha256) throw new OkaError('digest-mismatch', 'whole object');
}
