import { parseArgs } from 'node:util';
import { type Card, cardOf, type Language } from '../domain/rules/cards.ts';
import { RULES } from '../domain/rules/catalogue.ts';
import type { Facts } from '../domain/rules/facts.ts';
import { runRule } from '../domain/rules/rule.ts';
import { checkedMoment, judgeFile, MOMENT_HELP, MOMENT_OPTIONS } from './chart-file.ts';
import { command, helped } from './command.ts';

const HELP = `oka advise: what the rules say of a chart

usage: npx oka advise CHART.json [--as-of INSTANT] [--zone ZONE] [--lang ru|en] [--json]

${MOMENT_HELP}
  --json          one line of JSON instead of indented JSON

It prints {"asOf", "cards", "notChecked"}: cards as CDS Hooks 2.0 has them, and every rule that
was not checked with its reason. Findings in the bundle are taken as those of active models.
Why one rule says what it says: oka rules try CHART.json --rule ID --explain.

examples:
  npx oka advise chart.json
  npx oka advise chart.json --as-of 2026-01-31T09:30:00Z --lang en
  npx oka read message.hl7 --json | jq .bundle | npx oka advise -

exit code: 0 the chart was read, 1 it could not be, 2 wrong use
`;

type Advised = {
  readonly asOf: string;
  readonly cards: readonly Card[];
  readonly notChecked: readonly { rule: string; title: string; state: 'does-not-apply' | 'idle'; why: string }[];
};

/** `oka advise`: prints the cards for a FHIR bundle; returns the exit code. */
export const advise = (args: string[]): Promise<number> => command('advise', () => adviseOn(parse(args)), 1);

function adviseOn({ values, positionals }: ReturnType<typeof parse>): number {
  const [file, ...more] = positionals;
  if (values.help || file === undefined || more.length > 0)
    return helped(HELP, values.help, file === undefined ? 'CHART.json is missing' : 'one CHART.json at a time');
  const { language, ...moment } = checkedMoment(values);
  const advised = judgeFile(file, moment, (facts) => adviseChart(facts, language));
  process.stdout.write(`${JSON.stringify(advised, null, values.json ? undefined : 2)}\n`);
  return 0;
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...MOMENT_OPTIONS,
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

/** All rules over the resources of one patient. */
function adviseChart(facts: Facts, language: Language): Advised {
  const outcomes = RULES.map((rule) => ({ rule, outcome: runRule(rule, facts) }));
  return {
    asOf: facts.asOf,
    cards: outcomes.flatMap(({ rule, outcome }) =>
      outcome.state === 'said' ? outcome.conclusions.map((one) => cardOf(one, rule.title, language)) : [],
    ),
    notChecked: outcomes.flatMap(({ rule, outcome }) =>
      outcome.state === 'said'
        ? []
        : [{ rule: rule.id, title: rule.title[language], state: outcome.state, why: outcome.why[language] }],
    ),
  };
}
