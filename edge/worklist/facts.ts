import { z } from 'zod';
import { newerGroup } from '../../domain/fhir/merge.ts';
import { FieldGroup } from '../../schemas/chart.ts';
import { Instant } from '../../schemas/input.ts';

/** What a fact is about. Each kind has groups of its own; what is in them is written down beside who reads them. */
export const KINDS = ['patient', 'merge', 'order', 'appointment', 'step', 'walk-in'] as const;
export type FactKind = (typeof KINDS)[number];

/**
 * One thing that the worklist knows, as stamped groups (contract 3). `names` are derived from its key when it is first
 * heard of and never change, also when the key of the edge does.
 */
export const WorklistFact = z.strictObject({
  kind: z.enum(KINDS),
  id: z.string(),
  groups: z.record(z.string(), FieldGroup),
  names: z.record(z.string(), z.string()),
  /** When anything of it was last accepted: it is forgotten long after that. */
  at: Instant,
});
export type WorklistFact = z.infer<typeof WorklistFact>;

export const factKey = ({ kind, id }: Pick<WorklistFact, 'kind' | 'id'>): string => `${kind}#${id}`;

/**
 * Two states of one fact: of each group the newer one. Pure, commutative, associative and idempotent, so any order and
 * any number of repeats end in the same fact.
 */
export function mergeFacts(a: WorklistFact, b: WorklistFact): WorklistFact {
  if (factKey(a) !== factKey(b)) throw new TypeError('only states of one fact can be merged');
  const groups: Record<string, FieldGroup> = { ...a.groups };
  for (const [name, group] of Object.entries(b.groups)) {
    const known = groups[name];
    groups[name] = known === undefined ? group : newerGroup(known, group);
  }
  const names: Record<string, string> = { ...a.names };
  for (const [name, value] of Object.entries(b.names)) {
    const known = names[name];
    names[name] = known === undefined || value < known ? value : known;
  }
  return { kind: a.kind, id: a.id, groups: sorted(groups), names: sorted(names), at: later(a.at, b.at) };
}

const later = (a: string, b: string): string => (a.localeCompare(b) > 0 ? a : b);

/** Equal facts are equal texts. */
const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
