import { parseArgs } from 'node:util';
import { WATCH } from '../domain/recognition/watch.ts';
import { CompareAnswer, WatchAnswer, type WatchPlaceAnswer } from '../schemas/api/models.ts';
import { command, helped } from './command.ts';
import { askJson, CONNECTION_HELP, CONNECTION_OPTIONS } from './connection.ts';
import { asOperator } from './model-decide.ts';

const WATCH_HELP = `oka model watch : what comes in, what a model says, and whether it still agrees with people

usage: npx oka model watch ID [--clinic ID] [--json]

  --clinic ID        this clinic only
  --operator NAME    who asks, for the audit (default: the user of this machine)
${CONNECTION_HELP}

Over the newest ${WATCH.window} images of each clinic. PSI says how far images and scores have moved from the films the model was
tuned on: below ${WATCH.drift.soft} nothing has, above ${WATCH.drift.hard} at ${WATCH.drift.least} images the model is suspended for that clinic. Agreement is judged from
${WATCH.agreement.least} studies on. The line of bars is the number of images of each of the last 30 days.

example:
  npx oka model watch chest-xray-children --clinic post
`;

const COMPARE_HELP = `oka model compare : two versions of a model on the images that both have measured

usage: npx oka model compare ID VERSION-A VERSION-B [--json]

  --operator NAME    who asks, for the audit (default: the user of this machine)
${CONNECTION_HELP}

From what the region has stored of both, in shadow or not: nothing is run again.

example:
  npx oka model compare chest-xray-children 1.0.0 1.1.0
`;

const options = { ...CONNECTION_OPTIONS, operator: { type: 'string' }, clinic: { type: 'string' } } as const;

/** `oka model watch`. Exit code 0 with the figures, 2 for a wrong call. */
export const modelWatch = (args: string[]): Promise<number> =>
  command('model watch', async () => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [id] = positionals;
    if (values.help || id === undefined || positionals.length > 1)
      return helped(WATCH_HELP, values.help, 'one ID of a model is needed');
    const path = `/models/${encodeURIComponent(id)}/watch`;
    const answer = await askJson(asOperator(values), 'GET', path, WatchAnswer);
    const { clinic } = values;
    const places = answer.places.filter((place) => clinic === undefined || place.clinic === clinic);
    process.stdout.write(values.json ? `${JSON.stringify({ ...answer, places })}\n` : watchText({ ...answer, places }));
    return 0;
  });

/** `oka model compare`. Exit code 0 with the report, 2 for a wrong call. */
export const modelCompare = (args: string[]): Promise<number> =>
  command('model compare', async () => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [id, a, b] = positionals;
    if (values.help || id === undefined || a === undefined || b === undefined)
      return helped(COMPARE_HELP, values.help, 'ID, VERSION-A and VERSION-B are needed');
    const path = `/models/${[id, 'compare', a, b].map(encodeURIComponent).join('/')}`;
    const answer = await askJson(asOperator(values), 'GET', path, CompareAnswer);
    process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : compareText(answer));
    return 0;
  });

export function watchText({ model, places }: WatchAnswer): string {
  if (places.length === 0) return `Nothing has been measured by ${model} yet.\n`;
  return `${places.map(placeText).join('\n')}\n`;
}

type Rate = WatchPlaceAnswer['figures']['errors'];

function placeText({ model, version, clinic, standing, figures, days, signals }: WatchPlaceAnswer): string {
  const {
    images,
    from,
    to,
    states,
    reasons,
    abstention,
    errors,
    inputs = {},
    scores,
    driftOf,
    reports,
    blind,
  } = figures;
  const drift = [...Object.entries(inputs), ...(scores === undefined ? [] : [['scores', scores] as const])];
  const named = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  const rows: [string, string][] = [
    ['images', `${images}${from === undefined ? '' : `  ${from.slice(0, 10)} … ${to?.slice(0, 10)}`}`],
    ['a day', sparkline(days)],
    ['said', named(states)],
    ['not assessed', named(reasons) || 'none'],
    ['withheld, picture', rateText(abstention)],
    ['failed', rateText(errors)],
    ...drift.map(([name, value]): [string, string] => [`drift ${name}`, driftText(value, driftOf)]),
    ...(drift.length === 0 ? [['drift', 'the manifest has no reference'] as [string, string]] : []),
    ['agrees with reports', agreementText(reports)],
    ['agrees, blind sample', agreementText(blind)],
    ['clicks', 'not collected yet; they will be told apart from agreement'],
  ];
  return [
    `${model} ${version} at ${clinic}: ${standing}`,
    ...rows.map(([name, value]) => `  ${name.padEnd(21)}${value}`),
    ...signals.map(({ level, sentence }) => `  ${level === 'hard' ? 'SUSPENDS' : 'LOOK'}: ${sentence}`),
    '',
  ].join('\n');
}

const BARS = '▁▂▃▄▅▆▇█';

/** One character for each number, the tallest for the largest; a dot for none. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(1, ...values);
  return values.map((value) => (value === 0 ? '·' : BARS[Math.ceil((value / most) * BARS.length) - 1])).join('');
}

const rateText = ({ count, of }: Rate): string => (of === 0 ? 'of none' : `${count} of ${of} (${percent(count / of)})`);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function driftText(value: number, n: number): string {
  const { least, hard, soft } = WATCH.drift;
  const meaning =
    n < least
      ? `${n} of ${least} images: no verdict yet`
      : value > hard
        ? 'another population'
        : value > soft
          ? 'moved'
          : 'as expected';
  return `PSI ${value.toFixed(2)}  ${meaning}`;
}

function agreementText(rate: Rate): string {
  if (rate.of === 0) return 'none to compare with';
  const early = rate.of < WATCH.agreement.least ? `  (no verdict before ${WATCH.agreement.least})` : '';
  return `${rateText(rate)}${early}`;
}

const LISTED = 20;

export function compareText({
  model,
  a,
  b,
  n,
  onlyA,
  onlyB,
  table,
  agreement,
  kappa,
  psi,
  meanDifference,
  ...rest
}: CompareAnswer): string {
  if (n === 0)
    return `No image has been measured by both ${model} ${a} and ${b} (only ${a}: ${onlyA}, only ${b}: ${onlyB}).\n`;
  const states = [...new Set(Object.keys(table).flatMap((cell) => cell.split(' ')))].sort();
  const rows = states.map((one) => [one, ...states.map((other) => String(table[`${one} ${other}`] ?? 0))]);
  const lines = [
    `${model}: ${a} (down) against ${b} (across), ${n} images; only ${a} ${onlyA}, only ${b} ${onlyB}`,
    `  ${['', ...states].map((cell) => cell.padEnd(16)).join('')}`,
    ...rows.map((cells) => `  ${cells.map((cell) => cell.padEnd(16)).join('')}`),
    `  agree ${agreement === undefined ? '–' : percent(agreement)}, kappa ${kappa?.toFixed(2) ?? '–'}`,
    `  scores: PSI ${psi?.toFixed(3) ?? '–'}, ${b} minus ${a} ${meanDifference?.toFixed(4) ?? '–'}`,
    `  with reports: ${a} ${rateText(rest.reportsA)}, ${b} ${rateText(rest.reportsB)}`,
    ...rest.disagreements
      .slice(0, LISTED)
      .map(({ study, clinic, a: one, b: other }) => `  ${study} ${clinic}: ${saidText(one)} – ${saidText(other)}`),
  ];
  return `${lines.join('\n')}\n`;
}

const saidText = ({ state, probability }: CompareAnswer['disagreements'][number]['a']): string =>
  probability === undefined ? state : `${state} ${probability.toFixed(3)}`;
