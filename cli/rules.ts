import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderContents } from '../domain/rules/book/contents.ts';
import { pageName, type Region, renderRule } from '../domain/rules/book/render.ts';
import { STATES, standingOf } from '../domain/rules/book/standing.ts';
import { RULES } from '../domain/rules/catalogue.ts';
import { settingsOf } from '../domain/rules/decisions.ts';
import type { Rule } from '../domain/rules/rule.ts';
import { traceOf } from '../domain/rules/trace.ts';
import { OkaError } from '../schemas/errors.ts';
import { RegionFile } from '../schemas/region.ts';
import { checkedMoment, judgeFile, MOMENT_HELP, MOMENT_OPTIONS } from './chart-file.ts';
import { command, helped } from './command.ts';
import { tracedAsJson, tracedAsText } from './rules-trace.ts';

const HELP = `oka rules: the rules, their book, and why one says what it says

usage: npx oka rules list [--region FILE] [--lang ru|en] [--json]
       npx oka rules try CHART.json --rule ID [--explain] [--region FILE] [--as-of INSTANT] [--zone ZONE]
                                    [--lang ru|en] [--json]
       npx oka rules book --out DIR [--region FILE] [--json]
       npx oka rules report … what physicians do with their cards (oka rules report --help)

  list            every rule: id, version, title and, with --region, how it stands there: draft (not
                  signed), outdated (another page was signed), shadow, active
  try             one rule on one chart; --explain tells for every fact the rule looks for what was
                  found, its value and unit, its age, its source, and whether it was used or why not
  book            a page of every rule in Russian and in English (HTML, prints on A4) with a table of
                  contents: DIR/ru/index.html, DIR/en/index.html. A named clinician reads a page and
                  signs it; the line for the region file is printed at its end
  --region FILE   a region file: what it has signed and chosen
${MOMENT_HELP}
  --json          JSON instead of text

examples:
  npx oka rules list --region region.json --lang en
  npx oka rules try chart.json --rule curb65 --explain --lang en
  npx oka rules book --out rule-book --region region.json

exit code: 0 done, 1 a file could not be read, 2 wrong use
`;

/** `oka rules`: list, try, book; `report` asks the region and has options of its own. Returns the exit code. */
export async function rules(args: string[]): Promise<number> {
  const [verb, ...rest] = args;
  if (verb === 'report') return (await import('./rules-report.ts')).rulesReport(rest);
  return command('rules', () => run(parse(args)), 1);
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...MOMENT_OPTIONS,
      rule: { type: 'string' },
      region: { type: 'string' },
      out: { type: 'string' },
      explain: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
type Given = ReturnType<typeof parse>;

function run(given: Given): number {
  const { values, positionals } = given;
  const [verb, file, ...more] = positionals;
  if (values.help || verb === undefined) return helped(HELP, values.help, 'list, try, book or report');
  if (verb === 'list' && file === undefined) return listRules(given);
  if (verb === 'book' && file === undefined) return writeBook(given);
  if (verb === 'try' && file !== undefined && more.length === 0) return tryRule(file, given);
  const wrong = { list: 'list takes no file', book: 'book takes no file', try: 'try takes one CHART.json' }[verb];
  return helped(HELP, false, wrong ?? `there is no “${verb}”: list, try, book or report`);
}

/** @throws OkaError `unreadable-file`, or `configuration` where it is no region file */
function regionOf(file: string | undefined): RegionFile | undefined {
  if (file === undefined) return undefined;
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new OkaError('unreadable-file', file, { cause });
  }
  const parsed = RegionFile.safeParse(parsedJson(content, file));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new OkaError('configuration', `${file}: ${first?.path.join('.')}: ${first?.message}`);
}

function parsedJson(content: string, file: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new OkaError('malformed-file', `${file} is no JSON`, { cause });
  }
}

function listRules({ values }: Given): number {
  const { language } = checkedMoment(values);
  const region = regionOf(values.region);
  const rows = RULES.map((rule) => {
    const standing = region && standingOf(rule, region);
    return {
      id: rule.id,
      version: rule.version,
      title: rule.title[language],
      hooks: rule.hooks,
      ...(standing ? { state: standing.state, ...(standing.signed ? { signed: standing.signed } : {}) } : {}),
    };
  });
  if (values.json) process.stdout.write(`${JSON.stringify(rows)}\n`);
  else {
    const width = Math.max(...rows.map(({ id }) => id.length));
    for (const { id, version, title, state } of rows)
      process.stdout.write(
        `${id.padEnd(width)}  ${version.padEnd(6)} ${(state ?? '').padEnd(region ? 9 : 0)} ${title}\n`,
      );
    const outdated = rows.filter(({ state }) => state === 'outdated').map(({ id }) => id);
    if (outdated.length) process.stdout.write(`\n${STATES.outdated[language]}: ${outdated.join(', ')}\n`);
  }
  return 0;
}

const ruleOf = (id: string | undefined): Rule => {
  if (id === undefined) throw new OkaError('wrong-use', '--rule ID is missing');
  const found = RULES.find((rule) => rule.id === id);
  if (!found) throw new OkaError('wrong-use', `there is no rule “${id}”: oka rules list names them`);
  return found;
};

function tryRule(file: string, { values }: Given): number {
  const rule = ruleOf(values.rule);
  const { language, ...moment } = checkedMoment(values);
  const region = regionOf(values.region);
  const trace = judgeFile(file, moment, (facts) => traceOf(rule, facts), region && settingsOf(region));
  const printed = values.json
    ? `${JSON.stringify(tracedAsJson(rule, trace, language, values.explain))}\n`
    : tracedAsText(rule, trace, language, values.explain);
  process.stdout.write(printed);
  return 0;
}

const LANGUAGES = ['ru', 'en'] as const;

function writeBook({ values }: Given): number {
  const { out } = values;
  if (out === undefined) throw new OkaError('wrong-use', '--out DIR is missing');
  const region = regionOf(values.region);
  const standing = (rule: Rule): Region | undefined =>
    region && { title: region.title, standing: standingOf(rule, region) };
  const files = LANGUAGES.flatMap((language) => {
    const folder = join(out, language);
    return [
      [join(folder, 'index.html'), renderContents(RULES, language, standing)] as const,
      ...RULES.map((rule) => [join(folder, pageName(rule.id)), renderRule(rule, language, standing(rule))] as const),
    ];
  });
  for (const language of LANGUAGES) mkdirSync(join(out, language), { recursive: true });
  for (const [file, page] of files) writeFileSync(file, page);
  const said = {
    pages: files.length,
    rules: RULES.length,
    start: LANGUAGES.map((one) => join(out, one, 'index.html')),
  };
  process.stdout.write(
    values.json
      ? `${JSON.stringify(said)}\n`
      : `${said.rules} rules, ${said.pages} pages: open ${said.start.join(' or ')}\n`,
  );
  return 0;
}
