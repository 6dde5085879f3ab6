import type { ChartItem, FieldGroup, IdentityEdge, Stamp } from '../../schemas/chart.ts';
import { canonicalJson } from './canonical.ts';

/**
 * Order of stamps (contract 3): a stamp that is not doubtful above every doubtful one, then time, rank, sending, code map,
 * content hash. Of two corrections under one time of report the one that was sent later is the newer; the same message
 * read again through a newer code map says the newer word, whatever the hashes.
 * Negative: a is older. Times are UTC instants of one form and compare as text.
 */
export function compareStamps(a: Stamp, b: Stamp): number {
  return (
    Number(b.doubtful === true) - Number(a.doubtful === true) ||
    compareText(a.time, b.time) ||
    a.rank - b.rank ||
    compareText(a.sent ?? a.time, b.sent ?? b.time) ||
    compareText(a.map ?? '', b.map ?? '') ||
    compareText(a.hash, b.hash)
  );
}

/**
 * Merges two states of one item: of each field group the one with the higher stamp; a group that one side lacks takes no
 * part. Pure, commutative, associative and idempotent, so any order and any number of repeats end in the same item.
 */
export function mergeItems(a: ChartItem, b: ChartItem): ChartItem {
  if (a.record !== b.record || a.resourceType !== b.resourceType || a.id !== b.id) {
    throw new TypeError('only states of one item can be merged');
  }
  const groups: Record<string, FieldGroup> = {};
  for (const name of [...new Set([...Object.keys(a.groups), ...Object.keys(b.groups)])].sort()) {
    const [one, other] = [a.groups[name], b.groups[name]];
    const newer = one && other ? newerGroup(one, other) : (one ?? other);
    if (newer) groups[name] = newer;
  }
  return { record: a.record, resourceType: a.resourceType, id: a.id, groups };
}

/** Items of which several may be states of one: each item once, in the order in which they were first named. */
export function joinItems(items: readonly ChartItem[]): ChartItem[] {
  const byName = new Map<string, ChartItem>();
  for (const item of items) {
    const name = `${item.record}#${item.resourceType}#${item.id}`;
    const known = byName.get(name);
    byName.set(name, known ? mergeItems(known, item) : item);
  }
  return [...byName.values()];
}

/** Two statements about the same pair and kind: the higher stamp holds. Stored with the records in sorted order. */
export function mergeEdges(a: IdentityEdge, b: IdentityEdge): IdentityEdge {
  const [one, other] = [orderedEdge(a), orderedEdge(b)];
  if (edgeName(one) !== edgeName(other)) throw new TypeError('only statements about one pair and kind can be merged');
  return newest(one, other);
}

/** The edge with its two records in sorted order: an edge has no direction. */
export function orderedEdge(edge: IdentityEdge): IdentityEdge {
  const [a, b] = edge.records;
  return a <= b ? edge : { ...edge, records: [b, a] };
}

/** Names the pair and kind an edge speaks of. */
export const edgeName = (edge: IdentityEdge): string => [...orderedEdge(edge).records, edge.kind].join('#');

/** Of two states of a group: the later reading of its slot, there what is said before what is taken back, then the stamp. */
export function newerGroup(a: FieldGroup, b: FieldGroup): FieldGroup {
  const order = (a.reading ?? 0) - (b.reading ?? 0) || Number(b.retracted === true) - Number(a.retracted === true);
  return order === 0 ? newest(a, b) : order > 0 ? a : b;
}

/** The hash in a stamp decides nearly always; the whole text keeps the order total even for a stamp that lies. */
function newest<T extends { readonly stamp: Stamp }>(a: T, b: T): T {
  const order = compareStamps(a.stamp, b.stamp) || compareText(canonicalJson(a), canonicalJson(b));
  return order >= 0 ? a : b;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
