import { parseArgs } from 'node:util';
import { STANDING } from '../domain/recognition/standing.ts';
import { type ModelAct, ModelHistoryAnswer, ModelsAnswer } from '../schemas/api/models.ts';
import { command, helped } from './command.ts';
import {
  askJson,
  CONNECTION_HELP,
  CONNECTION_OPTIONS,
  type Connection,
  type ConnectionValues,
  connect,
} from './connection.ts';

const OPERATOR = `  --operator NAME    who says it, for the history (default: the user of this machine)
${CONNECTION_HELP}`;

const LIST_HELP = `oka model list : how each version of each model stands at each clinic

usage: npx oka model list [--json]

${OPERATOR}

${Object.entries(STANDING)
  .map(([name, meaning]) => `  ${name.padEnd(10)} ${meaning}`)
  .join('\n')}

Where the region file says "active" and something is missing, the version is in shadow and the list says what is missing.

example:
  npx oka model list --json
`;

const HISTORY_HELP = `oka model history : all that was ever decided on a model

usage: npx oka model history ID [--json]

${OPERATOR}

The decisions of the region file and those that were made at once, in their order, with who and why.

example:
  npx oka model history chest-xray-children
`;

const actHelp = (act: string, what: string, more: string, example: string): string => `oka model ${act} : ${what}

usage: npx oka model ${act} ID --why TEXT [--clinic ID] [--version VERSION] [--since INSTANT] [--json]

  --why TEXT         kept for ever with your name; names no patient
  --clinic ID        at this clinic only (default: everywhere)
  --version VERSION  this version only (default: ${act === 'rollback' ? 'the newest active one' : 'every version'})
  --since INSTANT    for images accepted from here on (default: ${act === 'rollback' ? 'since the version became active' : 'now'})
${OPERATOR}

${more}

example:
  npx oka model ${act} chest-xray-children ${example}
`;

const ACTS = {
  suspend: actHelp(
    'suspend',
    'takes a model out of service',
    `Images accepted later get “not assessed: the model is suspended”; what was told before stays, unless --since reaches back
to it. The network goes on measuring, so that you can see when it is well again.`,
    '--clinic post --why "new tube, not yet calibrated"',
  ),
  resume: actHelp(
    'resume',
    'ends a suspension',
    `A suspension of one clinic ends with --clinic, one of every clinic without. Images accepted in between stay not assessed,
unless --since reaches back to them. The watch begins anew: what it held against the model is not held against it again.`,
    '--clinic post --why "calibrated, 20 films looked at"',
  ),
  rollback: actHelp(
    'rollback',
    'lets the version before speak again',
    `The newest active version is suspended from its first day on. The one before has measured the same images, so its findings
take the place of the newer ones at once, each as a new version of its result.`,
    '--why "1.1.0 misses infants at the district hospital"',
  ),
} as const;

const options = {
  ...CONNECTION_OPTIONS,
  operator: { type: 'string' },
  clinic: { type: 'string' },
  version: { type: 'string' },
  since: { type: 'string' },
  why: { type: 'string' },
} as const;

type Values = ConnectionValues & { readonly operator?: string | undefined };

/** As an operator, under the name of who sits here. */
export const asOperator = (values: Values): Connection =>
  connect(values, { operator: values.operator ?? process.env.USER ?? process.env.USERNAME ?? 'operator' });

/** `oka model list`. Exit code 0 with the list, 2 for a wrong call. */
export const modelList = (args: string[]): Promise<number> =>
  command('model list', async () => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    if (values.help || positionals.length > 0) return helped(LIST_HELP, values.help, 'it takes no ID');
    const answer = await askJson(asOperator(values), 'GET', '/models', ModelsAnswer);
    process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : listOf(answer));
    return 0;
  });

/** `oka model history`. Exit code 0 with the history, 2 for a wrong call. */
export const modelHistory = (args: string[]): Promise<number> =>
  command('model history', async () => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [id] = positionals;
    if (values.help || id === undefined || positionals.length > 1)
      return helped(HISTORY_HELP, values.help, 'one ID of a model is needed');
    const path = `/models/${encodeURIComponent(id)}/decisions`;
    const answer = await askJson(asOperator(values), 'GET', path, ModelHistoryAnswer);
    process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : historyText(answer));
    return 0;
  });

const deciding =
  (act: keyof typeof ACTS) =>
  (args: string[]): Promise<number> =>
    command(`model ${act}`, async () => {
      const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
      const [id] = positionals;
      const { why, clinic, version, since } = values;
      if (values.help || id === undefined || positionals.length > 1 || why === undefined)
        return helped(
          ACTS[act],
          values.help,
          why === undefined ? '--why TEXT is missing' : 'one ID of a model is needed',
        );
      const said: ModelAct = {
        why,
        ...(clinic === undefined ? {} : { clinic }),
        ...(version === undefined ? {} : { version }),
        ...(since === undefined ? {} : { since }),
      };
      const path = `/models/${encodeURIComponent(id)}/${act}`;
      const answer = await askJson(asOperator(values), 'POST', path, ModelHistoryAnswer, said);
      process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : historyText(answer));
      return 0;
    });

export const modelSuspend = deciding('suspend');
export const modelResume = deciding('resume');
export const modelRollback = deciding('rollback');

export function listOf({ models }: ModelsAnswer): string {
  if (models.length === 0) return 'No model is installed, and the region speaks of none.\n';
  return models
    .flatMap(({ id, versions }) => [
      id,
      ...versions.flatMap(({ version, decision, shortfalls, standing, sha256 }) => [
        `  ${version}${sha256 === undefined ? ' (not installed)' : ''}  ${standings(standing)}`,
        ...(decision === undefined
          ? []
          : [`    ${decision.state} since ${decision.on} by ${decision.by}: ${decision.why}`]),
        ...shortfalls.map((one) => `    in shadow: ${one}`),
      ]),
      '',
    ])
    .join('\n');
}

/** `active: district, post; suspended: lab` */
function standings(standing: Readonly<Record<string, string>>): string {
  const states = [...new Set(Object.values(standing))].sort();
  const clinicsOf = (state: string) => Object.keys(standing).filter((clinic) => standing[clinic] === state);
  return states.length === 1 && states[0] !== undefined
    ? states[0]
    : states.map((state) => `${state}: ${clinicsOf(state).join(', ')}`).join('; ');
}

export function historyText({ model, file, stored }: ModelHistoryAnswer): string {
  const lines = [
    ...file.map(({ on, version, state, by, why, waiver }) => ({
      at: on,
      text: `${on.padEnd(24)} ${version.padEnd(10)} ${state.padEnd(10)} by ${by}: ${why}${waiver === undefined ? '' : ` (${waiver})`}`,
    })),
    ...stored.map(({ at, act, version = 'all', clinic = 'every clinic', since, by, why }) => ({
      at,
      text: `${at.padEnd(24)} ${version.padEnd(10)} ${act.padEnd(10)} by ${by} at ${clinic}${since === at ? '' : ` for images since ${since}`}: ${why}`,
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  return lines.length === 0
    ? `Nothing was ever decided on ${model}: it is a draft.\n`
    : `${[model, ...lines.map(({ text }) => `  ${text}`)].join('\n')}\n`;
}
