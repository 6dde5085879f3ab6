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

/**
 * Whether the region has this object. Success is said on the region's word alone; what it has not answered yet is pending,
 * however long that lasts: a guess would let a modality delete the only copy.
 */
export function verdictOn(
  { sopClassUid }: Pick<SopReference, 'sopClassUid'>,
  entry: Pick<SpoolEntry, 'about' | 'marks' | 'state'> | undefined,
  { counts, waitedMs }: Pick<CommitmentSettings, 'counts'> & { readonly waitedMs: number },
): Verdict {
  if (entry === undefined) return waitedMs < ON_ITS_WAY_MS ? 'pending' : { held: false, reason: REASON.noSuchObject };
  if (entry.about.sopClassUid !== undefined && entry.about.sopClassUid !== sopClassUid)
    return { held: false, reason: REASON.classConflict };
  const has = (what: 'drained' | 'original-drained'): boolean => entry.marks.some((mark) => mark.what === what);
  const isHeld = has('original-drained') || (counts === 'working-copy' && has('drained'));
  if (isHeld) return { held: true };
  if (entry.state === 'refused' || (entry.state as string) === 'damaged')
    return { held: false, reason: REASON.processingFailure };
  return 'pending';
}
