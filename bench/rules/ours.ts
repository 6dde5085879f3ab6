import { RULES } from '../../domain/rules/catalogue.ts';
import { type ChartEntry, makeFacts } from '../../domain/rules/facts.ts';
import { type Outcome, type Rule, runRule } from '../../domain/rules/rule.ts';
import type { ChartResourceType } from '../../schemas/chart.ts';
import { AS_OF, type Chart } from './charts.ts';
import { type Decisions, FIVE } from './five.ts';

const RULES_OF_FIVE = FIVE.map((id) => {
  const rule = RULES.find((one) => one.id === id);
  if (!rule) throw new Error(`the library has no rule ${id}`);
  return rule;
});

const entriesOf = ({ resources }: Chart): ChartEntry[] =>
  resources.map((resource) => ({
    record: 'chart',
    resourceType: resource.resourceType as ChartResourceType,
    id: resource.id ?? '',
    groups: {},
    resource,
  }));

/** From the resources of a chart to what each rule says, texts in two languages and citations included. */
const judge = (chart: Chart, rules: readonly Rule[]): Outcome[] => {
  const facts = makeFacts({ asOf: AS_OF, zone: 'UTC', entries: entriesOf(chart), findings: [] });
  return rules.map((rule) => runRule(rule, facts));
};

export const wholeLibrary = (chart: Chart): Outcome[] => judge(chart, RULES);
export const RULES_IN_LIBRARY = RULES.length;

export function ourDecisions(chart: Chart): Decisions {
  const scores = judge(chart, RULES_OF_FIVE).map((outcome) =>
    outcome.state === 'said' ? outcome.conclusions[0]?.advice.score : undefined,
  );
  const [ckd, metformin, qsofa, curb65, pair] = scores;
  return {
    ckdepi2021: ckd?.stage as string | undefined,
    metformin_egfr: metformin?.result as string | undefined,
    qsofa: qsofa && 'positive',
    curb65: curb65?.total as number | undefined,
    ddi_warfarin_nsaid: pair?.recommendation as string | undefined,
  };
}
