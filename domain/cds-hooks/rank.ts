import type { Severity } from '../../schemas/result.ts';

export type Ranked = { readonly severity: Severity; readonly matter: string; readonly actions: number };

const WEIGHT: Readonly<Record<Severity, number>> = { critical: 2, warning: 1, info: 0 };

/** The most that is shown of one service. What is critical is never cut, however much there is. */
export const MOST_CARDS = 5;

/** The gravest first, then what can be acted on at once, then by name: the same facts give the same order. */
export const byRank = (a: Ranked, b: Ranked): number =>
  WEIGHT[b.severity] - WEIGHT[a.severity] ||
  Number(b.actions > 0) - Number(a.actions > 0) ||
  (a.matter < b.matter ? -1 : a.matter > b.matter ? 1 : 0);

/** One of each matter, the gravest: two rules that speak of one thing are one card. */
export function onePerMatter<T extends Ranked>(all: readonly T[]): T[] {
  const first = new Map<string, T>();
  for (const one of all.toSorted(byRank)) if (!first.has(one.matter)) first.set(one.matter, one);
  return [...first.values()];
}

/** Every critical one, then as many others as there is room for; `reserved` places are kept for the card of what is open. */
export function cut<T extends Ranked>(
  ranked: readonly T[],
  reserved: number,
): { readonly shown: readonly T[]; readonly hidden: readonly T[] } {
  const critical = ranked.filter(({ severity }) => severity === 'critical').length;
  const places = Math.max(critical, MOST_CARDS - reserved);
  return { shown: ranked.slice(0, places), hidden: ranked.slice(places) };
}
