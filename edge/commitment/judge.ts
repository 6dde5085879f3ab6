import type { CommitmentSettings } from '../../schemas/edge/commitment.ts';
import type { SopReference } from '../dicom/services.ts';
import type { SpoolEntry } from '../spool/spool.ts';

/** Failure Reason (0008,1197), PS3.3 §C.14.1.1. */
export const REASON = {
  processingFailure: 0x0110,
  noSuchObject: 0x0112,
  classNotSupported: 0x0122,
  classConflict: 0x0119,
  noResources: 0x0213,
} as const;

/** What may be said of one object now. */
export type Verdict = { readonly held: true } | { readonly held: false; readonly reason: number } | 'pending';

/** So long an object that we do not know may still be on its way: some devices ask before they have sent everything. */
const ON_ITS_WAY_MS = 10 * 60_000;

type Known = Pick<SpoolEntry, 'about' | 'marks' | 'state'>;

/**
 * Whether the region has this object. Success is said on the region's word alone; what it has not answered yet is pending,
 * however long that lasts: a guess would let a modality delete the only copy.
 * @param entries all that lie here under its SOP Instance UID. A request names no bytes (PS3.4 §J.3.2), so that nobody knows
 *   which of several the modality means: the region must have each of them.
 */
export function verdictOn(
  { sopClassUid }: Pick<SopReference, 'sopClassUid'>,
  entries: readonly Known[],
  { counts, waitedMs }: Pick<CommitmentSettings, 'counts'> & { readonly waitedMs: number },
): Verdict {
  if (entries.length === 0) return waitedMs < ON_ITS_WAY_MS ? 'pending' : { held: false, reason: REASON.noSuchObject };
  const meant = entries.filter(({ about }) => about.sopClassUid === undefined || about.sopClassUid === sopClassUid);
  if (meant.length === 0) return { held: false, reason: REASON.classConflict };
  const missing = meant.filter(({ marks }) => !isHeld(marks, counts));
  if (missing.length === 0) return { held: true };
  const isLost = missing.some(({ state }) => state === 'refused' || state === 'damaged');
  return isLost ? { held: false, reason: REASON.processingFailure } : 'pending';
}

const isHeld = (marks: Known['marks'], counts: CommitmentSettings['counts']): boolean =>
  marks.some(({ what }) => what === 'original-drained' || (counts === 'working-copy' && what === 'drained'));
