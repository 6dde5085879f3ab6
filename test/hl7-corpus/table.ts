import { differencesOf, type Pair, pairs, readPair } from './corpus.ts';
import type { Field } from './facts.ts';
import { REASONS } from './reasons.ts';

/** In these files the two readings differ in this field for this reason, in so many values that only one of them says. */
export type Row = {
  readonly reason: string;
  readonly field: Field;
  readonly theirs: number;
  readonly ours: number;
  readonly files: readonly string[];
};

export type Compared = {
  readonly rows: readonly Row[];
  /** `file: field: value` without a reason: a fault of one of the two, and to be found out. */
  readonly unexplained: readonly string[];
  /** Values that both say. */
  readonly agreed: number;
};

/** Compares every message that has an expected bundle. */
export function compareAll(all: readonly Pair[] = pairs()): Compared {
  const files = new Map<string, { row: Omit<Row, 'files'>; names: string[] }>();
  const unexplained: string[] = [];
  let agreed = 0;
  for (const pair of all) {
    const reading = readPair(pair);
    const counts = new Map<string, { reason: string; field: Field; theirs: number; ours: number }>();
    for (const difference of differencesOf(reading)) {
      const { field, side, value } = difference;
      const reason = REASONS.find((one) => one.holds(difference, reading));
      if (reason === undefined) {
        unexplained.push(`${pair.name}: ${field}: only ${side}: ${value}`);
        continue;
      }
      const key = `${reason.id} ${field}`;
      const count = counts.get(key) ?? { reason: reason.id, field, theirs: 0, ours: 0 };
      count[side] += 1;
      counts.set(key, count);
    }
    for (const row of counts.values()) {
      const key = JSON.stringify(row);
      const known = files.get(key) ?? { row, names: [] };
      known.names.push(pair.name);
      files.set(key, known);
    }
    const { ours, theirs } = reading;
    for (const field of Object.keys(theirs) as Field[])
      agreed += theirs[field].filter((value) => ours[field].includes(value)).length;
  }
  const rows = [...files.values()].map(({ row, names }) => ({ ...row, files: [...names].sort() }));
  return { rows: rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)), unexplained, agreed };
}

const keyOf = ({ reason, field, theirs, ours }: Row): string =>
  [String(REASONS.findIndex(({ id }) => id === reason)).padStart(2, '0'), field, theirs, ours].join(' ');
