import type { Facts } from './facts.ts';

/** What many rules ask of the same chart is worked out once for it, and forgotten with it. */
export function perChart<T>(answer: (facts: Facts) => T): (facts: Facts) => T {
  const answered = new WeakMap<Facts, { readonly is: T }>();
  return (facts) => {
    const known = answered.get(facts) ?? { is: answer(facts) };
    answered.set(facts, known);
    return known.is;
  };
}

/** The same for a question with a part that varies: an analyte, a scale. */
export function perChartAnd<K, T>(answer: (facts: Facts, key: K) => T): (facts: Facts, key: K) => T {
  const answersOf = perChart(() => new Map<K, { readonly is: T }>());
  return (facts, key) => {
    const answers = answersOf(facts);
    const known = answers.get(key) ?? { is: answer(facts, key) };
    answers.set(key, known);
    return known.is;
  };
}
