import type { Clinic, RegionFile } from '../../schemas/region.ts';

/** Clinics without an edge read their queue from the record system itself: nobody there could be heard. */
export const hasEdge = ({ edgeKeys }: Pick<Clinic, 'edgeKeys'>): boolean => edgeKeys.length > 0;

/**
 * Whether a clinic is taken for offline at an instant: its edge was heard before, and not for the time that the region sets.
 * An edge that was never heard is not offline but not there yet.
 */
export function silenceOf(
  { lastHeardAt }: { readonly lastHeardAt?: string | undefined },
  { offlineAfterSeconds }: Pick<RegionFile, 'offlineAfterSeconds'>,
  now: string,
): { readonly offlineSince?: string } {
  if (lastHeardAt === undefined) return {};
  const silentMs = Date.parse(now) - Date.parse(lastHeardAt);
  return silentMs > offlineAfterSeconds * 1000 ? { offlineSince: lastHeardAt } : {};
}
