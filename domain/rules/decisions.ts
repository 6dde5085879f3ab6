import type { RegionFile } from '../../schemas/region.ts';
import { DIGESTS } from './digests.ts';
import type { Facts } from './facts.ts';
import { LIST_SETTING } from './library/tables/region-limits.ts';
import type { Rule } from './rule.ts';

/** What a region file says of its rules. */
export type Decisions = Pick<RegionFile, 'rules'> & { readonly critical?: Pick<RegionFile['critical'], 'list'> };

/** How a rule stands in a region: only an active one is told to anybody. */
export const RULE_STATE = {
  draft: 'No named clinician has signed the page of this rule as it is now: it runs in shadow at most.',
  shadow: 'Signed, and not switched on.',
  active: 'Signed as it is now, and switched on.',
} as const;
export type RuleState = keyof typeof RULE_STATE;

/** The recorded digest of a rule's page, if it was recorded for the version that runs. */
export function digestOf({ id, version }: Pick<Rule, 'id' | 'version'>): string | undefined {
  const [recorded, digest] = (Object.hasOwn(DIGESTS, id) ? DIGESTS[id] : undefined) ?? [];
  return recorded === version ? digest : undefined;
}

/** A rule is in force only while the page that was signed is the page that it has: any change of it returns it to draft. */
export function stateOf(rule: Pick<Rule, 'id' | 'version'>, { rules }: Decisions): RuleState {
  const decision = Object.hasOwn(rules, rule.id) ? rules[rule.id] : undefined;
  if (decision?.signed === undefined || decision.signed.digest !== digestOf(rule)) return 'draft';
  return decision.state;
}

/** What the region has chosen where publications differ, and its list of what is critical, for `Facts.settings`. */
export function settingsOf({ rules, critical }: Decisions): NonNullable<Facts['settings']> {
  const chosen = Object.fromEntries(
    Object.entries(rules).flatMap(([id, { settings }]) => (settings ? [[id, settings]] : [])),
  );
  if (critical?.list === undefined) return chosen;
  const list = { [LIST_SETTING]: JSON.stringify(critical.list.entries) };
  return { ...chosen, critical_labs: { ...chosen.critical_labs, ...list } };
}
