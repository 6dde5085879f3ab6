import type { Bilingual } from '../../../schemas/result.ts';
import { both, type Cell, type Table } from './entry.ts';

/** Tables of the book are read off the functions that rules compute with: a table cannot say other than its rule does. */

type Step = { readonly from: number; readonly to: number; readonly by: number; readonly digits?: number };

/**
 * The steps of a function: `bands(points, { from: 5, to: 30, by: 1 })` gives `≤ 8: 3`, `9–11: 1`, …
 * Looked at from `from` to `to` in steps of `by`; the first and the last band are open.
 */
export function bands<T>(of: (value: number) => T, { from, to, by, digits = 0 }: Step): [range: string, value: T][] {
  const found: { low: number; high: number; value: T }[] = [];
  for (let index = 0; from + index * by <= to + by / 2; index += 1) {
    const at = Number((from + index * by).toFixed(digits));
    const value = of(at);
    const last = found.at(-1);
    if (last && last.value === value) last.high = at;
    else found.push({ low: at, high: at, value });
  }
  return found.map(({ low, high, value }, index) => {
    const first = index === 0;
    const last = index === found.length - 1;
    return [
      first && last ? '–' : first ? `≤ ${high}` : last ? `≥ ${low}` : low === high ? `${low}` : `${low}–${high}`,
      value,
    ];
  });
}

export const POINTS: Bilingual = both('Points', 'Баллы');
export const CRITERION: Bilingual = both('Criterion', 'Критерий');
export const MEANING: Bilingual = both('Meaning', 'Значение');
export const TOTAL: Bilingual = both('Total', 'Сумма');

/** Criteria of a score with what each is worth, read off the score itself: one criterion met at a time. */
export function criteriaTable<C extends Readonly<Record<string, boolean | undefined>>>(
  title: Bilingual,
  none: C,
  score: (criteria: C) => { readonly least: number; readonly met: readonly Bilingual[] },
): Table {
  const rows = Object.keys(none).map((name): Cell[] => {
    const { least, met } = score({ ...none, [name]: true });
    return [met[0] ?? name, `${least}`];
  });
  return { title, head: [CRITERION, POINTS], rows };
}

/** Totals with what they mean. */
export const meaningTable = <T extends string>(
  title: Bilingual,
  of: (total: number) => T,
  step: Step,
  words: Readonly<Record<T, Bilingual>>,
): Table => ({
  title,
  head: [TOTAL, MEANING],
  rows: bands(of, step).map(([range, value]) => [range, words[value]]),
});
