import { parseArgs } from 'node:util';
import { z } from 'zod';
import { differences, scoreCase } from '../domain/rules/scores/case.ts';
import { SCORES } from '../domain/rules/scores/catalogue.ts';
import { OkaError } from '../schemas/errors.ts';
import { command, helped } from './command.ts';
import { jsonOf } from './files.ts';

const help = (): string => `oka score: one rule's figures

usage: npx oka score RULE INPUT.json [--json]
       npx oka score RULE --cases FILE [--json]

  RULE          ${Object.keys(SCORES).join(', ')}
  INPUT.json    the inputs of one case; "-" reads standard input
  --cases FILE  {"cases": [{"id", "inputs", "expected"}]}: runs them all and lists what differs
  --json        one line of JSON

inputs of each rule, as an example that runs:
${Object.entries(SCORES)
  .map(([id, { example }]) => `  ${id}\n    ${JSON.stringify(example)}`)
  .join('\n')}

examples:
  echo '{"egfr": 35, "action": "continue"}' | npx oka score metformin_egfr -
  npx oka score curb65 --cases curb65.json

exit code: 0 figures printed, or every case inside the rule agrees; 1 a case differs, or an
input is refused; 2 wrong use
`;

/** `oka score`: prints the figures of one case, or compares a file of cases; returns the exit code. */
export const score = (args: string[]): Promise<number> => command('score', () => scored(parse(args)), 1);

function scored({ values, positionals }: ReturnType<typeof parse>): number {
  const [rule, input, ...more] = positionals;
  if (values.help || rule === undefined) return helped(help(), values.help, 'RULE is missing');
  if (!Object.hasOwn(SCORES, rule)) return helped(help(), false, `there is no rule “${rule}”`);
  if (more.length > 0 || (input === undefined) === (values.cases === undefined))
    return helped(help(), false, 'either one INPUT.json or --cases FILE is needed');
  return values.cases === undefined
    ? scoreOne(rule, input ?? '-', values.json)
    : scoreCases(rule, values.cases, values.json);
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      cases: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

function scoreOne(rule: string, file: string, compact: boolean): number {
  const given = jsonOf(file);
  const wrapped = z.object({ inputs: z.unknown() }).safeParse(given);
  const scored = scoreCase(rule, wrapped.success ? wrapped.data.inputs : given);
  const printed = 'figures' in scored ? scored.figures : { doesNotApply: scored.outside };
  process.stdout.write(`${JSON.stringify(printed, null, compact ? undefined : 2)}\n`);
  return 0;
}

const Case = z.object({ id: z.string().optional(), inputs: z.unknown(), expected: z.record(z.string(), z.unknown()) });
const Cases = z.union([z.object({ cases: z.array(Case) }).transform(({ cases }) => cases), z.array(Case)]);

function scoreCases(rule: string, file: string, compact: boolean): number {
  const parsed = Cases.safeParse(jsonOf(file));
  if (!parsed.success) throw new OkaError('malformed-file', `${file}: ${z.prettifyError(parsed.error)}`);
  const rows = parsed.data.map(({ id, inputs, expected }, index) => {
    const name = id ?? String(index + 1);
    const scored = scoreCase(rule, inputs);
    return 'outside' in scored
      ? { case: name, outside: scored.outside }
      : { case: name, differs: differences(rule, expected, scored.figures) };
  });
  const outside = rows.filter((row) => 'outside' in row);
  const differing = rows.filter((row) => row.differs?.length);
  const report = {
    rule,
    cases: rows.length,
    agree: rows.length - outside.length - differing.length,
    differing,
    outside,
  };
  process.stdout.write(compact ? `${JSON.stringify(report)}\n` : asText(report));
  return differing.length > 0 || rows.length === 0 ? 1 : 0;
}

type Report = {
  readonly rule: string;
  readonly cases: number;
  readonly agree: number;
  readonly differing: readonly {
    case: string;
    differs?: readonly { figure: string; expected: unknown; got: unknown }[];
  }[];
  readonly outside: readonly { case: string; outside?: string }[];
};

const asText = ({ rule, cases, agree, differing, outside }: Report): string =>
  [
    `${rule}: ${cases} cases, ${agree} agree, ${differing.length} differ, ${outside.length} outside the rule`,
    ...differing.flatMap((row) =>
      (row.differs ?? []).map(
        ({ figure, expected, got }) =>
          `  differs  ${row.case}: ${figure} ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`,
      ),
    ),
    ...outside.map((row) => `  outside  ${row.case}: ${row.outside}`),
    '',
  ].join('\n');
