import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { scoreCase } from '../domain/rules/scores/case.ts';
import { SCORES } from '../domain/rules/scores/catalogue.ts';
import { isScored, type Listing, listCases } from '../domain/rules/scores/listing.ts';
import { OkaError } from '../schemas/errors.ts';
import { command, helped } from './command.ts';
import { filesUnder, jsonOf } from './files.ts';

const help = (): string => `oka score: one rule's figures

usage: npx oka score RULE INPUT.json [--json]
       npx oka score RULE --cases FILE [--json]
       npx oka score --vectors FOLDER [--json]

  RULE          ${Object.keys(SCORES).join(', ')}
  INPUT.json    the inputs of one case; "-" reads standard input
  --cases FILE  {"cases": [{"id", "inputs", "expected"}]}: runs them all and lists what differs
  --vectors FOLDER
                every file RULE.json of a folder: how many cases agree or differ, and which are
                refused because the person lies outside the population of the rule
  --json        one line of JSON

inputs of each rule, as an example that runs:
${Object.entries(SCORES)
  .map(([id, { example }]) => `  ${id}\n    ${JSON.stringify(example)}`)
  .join('\n')}

examples:
  echo '{"egfr": 35, "action": "continue"}' | npx oka score metformin_egfr -
  npx oka score curb65 --cases curb65.json
  npx oka score --vectors vectors/

exit code: 0 figures printed, or every case inside the rule agrees; 1 a case differs, or an
input is refused; 2 wrong use
`;

/** `oka score`: prints the figures of one case, or compares a file of cases; returns the exit code. */
export const score = (args: string[]): Promise<number> => command('score', () => scored(parse(args)), 1);

function scored({ values, positionals }: ReturnType<typeof parse>): number {
  const [rule, input, ...more] = positionals;
  if (values.vectors !== undefined && !values.help)
    return rule === undefined && values.cases === undefined
      ? scoreFolder(values.vectors, values.json)
      : helped(help(), false, '--vectors FOLDER stands alone');
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
      vectors: { type: 'string' },
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

function scoreCases(rule: string, file: string, compact: boolean): number {
  const report = listCases(rule, jsonOf(file), file);
  process.stdout.write(compact ? `${JSON.stringify(report)}\n` : asText(report));
  return failed([report]);
}

/** Every file `<rule>.json` of a folder; files of what is no rule (identifiers, tokens) are named and left. */
function scoreFolder(folder: string, compact: boolean): number {
  const files = filesUnder(folder).filter((file) => file.endsWith('.json'));
  const named = files.map((file) => ({ file, rule: basename(file, '.json') }));
  const reports = named.flatMap(({ file, rule }) => (isScored(rule) ? [listCases(rule, jsonOf(file), file)] : []));
  const noRule = named.flatMap(({ rule }) => (isScored(rule) ? [] : [rule]));
  const without = Object.keys(SCORES).filter((id) => !named.some(({ rule }) => rule === id));
  if (!reports.length) throw new OkaError('unreadable-file', `${folder}: no file is named after a rule`);
  const text = [...reports.map(asText), total(reports), listed('no rule', noRule), listed('no file of cases', without)];
  process.stdout.write(compact ? `${JSON.stringify({ reports, noRule, without })}\n` : text.join(''));
  return failed(reports);
}

const failed = (reports: readonly Listing[]): number =>
  reports.some(({ differing, cases }) => differing.length > 0 || cases === 0) ? 1 : 0;

const total = (reports: readonly Listing[]): string => {
  const sum = (of: (one: Listing) => number): string => String(reports.reduce((all, one) => all + of(one), 0));
  const [differ, outside] = [sum(({ differing }) => differing.length), sum((one) => one.outside.length)];
  return `${reports.length} rules: ${sum(({ cases }) => cases)} cases, ${sum(({ agree }) => agree)} agree, ${differ} differ, ${outside} outside their rule\n`;
};
const listed = (what: string, names: readonly string[]): string =>
  names.length ? `${what}: ${names.join(', ')}\n` : '';

const asText = ({ rule, cases, agree, differing, outside }: Listing): string =>
  [
    `${rule}: ${cases} cases, ${agree} agree, ${differing.length} differ, ${outside.length} outside the rule`,
    ...differing.flatMap((row) =>
      row.differs.map(
        ({ figure, expected, got }) =>
          `  differs  ${row.case}: ${figure} ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`,
      ),
    ),
    ...outside.map((row) => `  outside  ${row.case}: ${row.outside}`),
    '',
  ].join('\n');
