import { parseArgs } from 'node:util';
import { type RuleFigures, RuleReportAnswer } from '../schemas/api/rule-report.ts';
import { command, helped } from './command.ts';
import { askJson, CONNECTION_HELP, CONNECTION_OPTIONS, connect } from './connection.ts';

const HELP = `oka rules report: what physicians do with the cards of each rule

usage: npx oka rules report [--from DAY] [--to DAY] [--clinic ID] [--rule ID]

  --from DAY, --to DAY  days (UTC) on which cards were first shown, at most 92; default: the last 30
  --clinic ID           only cards shown there
  --rule ID             only this rule
  --operator NAME       who asks, for the audit (default: the user of this machine)
${CONNECTION_HELP}

A card is one matter on its facts before one physician. ignored: shown more than a day ago, never answered. accepted: share
of all cards but those that still wait, with its 95 % interval. A verdict is given from thirty cards on.

examples:
  npx oka rules report --clinic district
  npx oka rules report --rule critical_labs --from 2026-01-01 --to 2026-03-31 --json
`;

/** `oka rules report`. Gives the exit code: 2 for a wrong call or a refusal. */
export const rulesReport = (args: string[]): Promise<number> =>
  command('rules report', async () => {
    const { values } = parseArgs({
      args,
      options: {
        ...CONNECTION_OPTIONS,
        from: { type: 'string' },
        to: { type: 'string' },
        clinic: { type: 'string' },
        rule: { type: 'string' },
        operator: { type: 'string' },
      },
    });
    if (values.help) return helped(HELP, true, '');
    const name = values.operator ?? process.env.USER ?? process.env.USERNAME ?? 'operator';
    const { from, to, clinic, rule } = values;
    const query = new URLSearchParams(
      Object.entries({ from, to, clinic, rule }).filter((one): one is [string, string] => one[1] !== undefined),
    );
    const report = await askJson(
      connect(values, { operator: name }),
      'GET',
      `/rules/report?${query}`,
      RuleReportAnswer,
    );
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : asText(report));
    return 0;
  });

const COLUMNS = [
  ['rule', 36],
  ['at', 12],
  ['cards', 6],
  ['shown', 6],
  ['accepted', 18],
  ['overridden', 11],
  ['ignored', 8],
  ['waiting', 8],
  ['to act, median', 15],
  ['p90', 8],
] as const;
const row = (cells: readonly string[]): string =>
  COLUMNS.map(([, width], place) => (cells[place] ?? '').padEnd(width))
    .join(' ')
    .concat(' ', cells[COLUMNS.length] ?? '')
    .trimEnd();

/** The table that is printed: a line for each rule, one for each place where there are several, and its reasons. */
export function asText({ from, to, rules }: RuleReportAnswer): string {
  const lines = rules.flatMap(({ rule, all, places }) => {
    const at = Object.entries(places).sort(([a], [b]) => (a < b ? -1 : 1));
    const [only, ...others] = at;
    return [
      line(rule, others.length === 0 ? (only?.[0] ?? '') : 'all', all),
      ...(others.length === 0 ? [] : at.map(([place, figures]) => line('', place, figures))),
      ...Object.entries(all.overridden).map(([reason, count]) => `    ${count} × ${reason}`),
    ];
  });
  const head = row([...COLUMNS.map(([name]) => name), 'verdict']);
  return `${[`cards first shown from ${from} to ${to}`, '', head, ...lines].join('\n')}\n`;
}

function line(rule: string, place: string, figures: RuleFigures): string {
  const { n, shown, accepted, acceptance, overridden, ignored, waiting, timeToAct, verdict } = figures;
  const share = acceptance
    ? ` ${percent(acceptance.rate)} (${percent(acceptance.low)}–${percent(acceptance.high)})`
    : '';
  return row([
    ...[rule, place, String(n), String(shown), `${accepted}${share}`],
    String(Object.values(overridden).reduce((sum, one) => sum + one, 0)),
    ...[String(ignored), String(waiting), lengthOf(timeToAct.median), lengthOf(timeToAct.p90)],
    verdict ?? (n === 0 ? '' : 'too few to judge'),
  ]);
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;

const lengthOf = (seconds: number | undefined): string => {
  if (seconds === undefined) return '–';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
};
