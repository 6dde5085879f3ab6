import type { RegionFile } from '../../schemas/region.ts';
import type { Facts } from './facts.ts';
import type { Rule } from './rule.ts';

/** What a region file says of its rules. */
export type Decisions = Pick<RegionFile, 'rules'>;

/** How a rule stands in a region: only an active one is told to anybody. */
export const RULE_STATE = {
  draft: 'No named clinician has signed this version for the region: it runs in shadow at most.',
  shadow: 'Signed, and not switched on.',
  active: 'Signed in this version and switched on.',
} as const;
export type RuleState = keyof typeof RULE_STATE;

/** Any change of a rule raises its version, and so returns it to draft until its page has been read and signed again. */
export function stateOf({ id, version }: Pick<Rule, 'id' | 'version'>, { rules }: Decisions): RuleState {
  const decision = Object.hasOwn(rules, id) ? rules[id] : undefined;
  if (decision?.signed?.version !== version) return 'draft';
  return decision.state;
}

/** Switched on, but signed in another version: what people believe to be watched is not. */
export const outdatedOf = (rules: readonly Rule[], decisions: Decisions): Rule[] =>
  rules.filter((rule) => decisions.rules[rule.id]?.state === 'active' && stateOf(rule, decisions) === 'draft');

/** What the region has chosen where publications differ, for `Facts.settings`. */
export const settingsOf = ({ rules }: Decisions): NonNullable<Facts['settings']> =>
  Object.fromEntries(Object.entries(rules).flatMap(([id, { settings }]) => (settings ? [[id, settings]] : [])));
