import type { IdentityEdge } from '../../schemas/chart.ts';
import { compareStamps, edgeName } from '../fhir/merge.ts';

/** The survivor of a record's newest merge, however the statements are ordered; undefined for one that goes on by itself. */
export function mergedInto(record: string, edges: readonly IdentityEdge[]): string | undefined {
  const merges = edges.filter(
    ({ state, survivor, records }) =>
      state === 'joined' && survivor !== undefined && survivor !== record && records.includes(record),
  );
  return merges.sort((a, b) => compareStamps(b.stamp, a.stamp) || (edgeName(a) < edgeName(b) ? -1 : 1))[0]?.survivor;
}

/**
 * Where the way from survivor to survivor ends, given what it has passed and where it goes next: undefined while it goes
 * on. Of records that were merged in a circle the first in order goes on for all.
 */
export function endOfWay(way: readonly string[], next: string | undefined): string | undefined {
  if (next === undefined) return way.at(-1);
  return way.includes(next) ? way.slice(way.indexOf(next)).sort()[0] : undefined;
}

/** The record under which a merged one goes on: the survivor of its newest merge, and of that one's; itself if it was not merged. */
export function survivorIn(record: string, edges: readonly IdentityEdge[]): string {
  const way = [record];
  for (;;) {
    const next = mergedInto(way.at(-1) ?? record, edges);
    const end = endOfWay(way, next);
    if (end !== undefined || next === undefined) return end ?? record;
    way.push(next);
  }
}
