import { factsOf, handedTo } from './examples.ts';
import type { ChartEntry, Facts } from './facts.ts';
import { type Conclusion, type Outcome, type Rule, runRule } from './rule.ts';

/** How a rule is asked in tests: of invented entries, all at the moment of examples.ts, as far as it has asked for them. */
export const ask = (rule: Rule, entries: readonly ChartEntry[], change: Partial<Facts> = {}): Outcome =>
  runRule(rule, factsOf(handedTo(rule, entries), change));

/** The one advice a rule gives, in the figures a test looks at; the reason in English where it gives none. */
export function told(rule: Rule, entries: readonly ChartEntry[], change: Partial<Facts> = {}) {
  const outcome = ask(rule, entries, change);
  if (outcome.state !== 'said') return `${outcome.state}: ${outcome.why.en}`;
  const { conclusions } = outcome;
  if (conclusions.length > 1) throw new Error(`${conclusions.length} conclusions`);
  const [only] = conclusions;
  return only ? adviceOf(only) : 'nothing to say';
}

const adviceOf = ({ advice, cited }: Conclusion) => ({
  severity: advice.severity,
  summary: advice.summary,
  detail: advice.detail,
  action: advice.action,
  score: advice.score,
  missing: advice.missing.map(({ en }) => en),
  cited: cited.map(({ label, value }) => `${label.en}: ${value}`).sort(),
});
