import type { Entry } from '../journal/journal.ts';
import type { Source } from '../source.ts';
import type { Lane } from '../spool/meta.ts';
import type { SpoolEntry } from '../spool/spool.ts';
import { type Class, classOf } from './line.ts';
import { hasPrefix, type Progress } from './progress.ts';

/** A message, an object, or the byte-identical original of an object that went as a copy. */
export type What =
  | { readonly kind: 'message'; readonly entry: Entry }
  | { readonly kind: 'object' | 'original'; readonly entry: SpoolEntry };

/** Something on its way to the region. */
export type Job = {
  readonly what: What;
  /** Acceptance, milliseconds since 1970. */
  readonly since: number;
  readonly bytes: number;
  readonly patientKey: string | undefined;
  lane: Lane;
  /** As it goes over the line, once that is known. */
  sending: { readonly source: Source; readonly isCopy: boolean; readonly progress: Progress } | undefined;
  /** Answers of the region that this one did not get through, and not before when (steady clock) it is tried again. */
  failures: number;
  notBefore: number;
  isOver: boolean;
};

export const nameOf = ({ what }: Job): string => `${what.kind} ${what.entry.sha256}`;

/** So small that it goes among the first bytes: it costs no more than a prefix. */
const SMALL_BYTES = 64 * 1024;

/** The class in which it waits now. What has no prefix and is not small waits with the rest. */
export function classOfJob({ what, lane, bytes, sending }: Job): Class {
  if (what.kind === 'original') return 'bulk-rest';
  if (what.kind === 'message') return classOf(lane, bytes <= 4 * SMALL_BYTES ? 'first' : 'rest');
  const { progress } = sending ?? {};
  const hasFirst = progress === undefined || progress.length <= SMALL_BYTES || !hasPrefix(progress);
  return classOf(lane, hasFirst ? 'first' : 'rest');
}
