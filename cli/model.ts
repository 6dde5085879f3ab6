import { parseArgs } from 'node:util';
import { command } from './command.ts';

type Verb = { readonly what: string; readonly run: () => Promise<(args: string[]) => Promise<number>> };

const VERBS: Readonly<Record<string, Verb>> = {
  evaluate: {
    what: 'a model’s figures on a folder of labelled images',
    run: async () => (await import('./model-evaluate.ts')).modelEvaluate,
  },
  report: {
    what: 'the same as files: figures.json, roc.svg, reliability.svg',
    run: async () => (await import('./model-report.ts')).modelReport,
  },
};

const help = (): string =>
  [
    'oka model: models and how good they are',
    '',
    'usage: npx oka model VERB … (each verb has --help and --json)',
    '',
    ...Object.entries(VERBS).map(([name, { what }]) => `  ${name.padEnd(11)} ${what}`),
    '',
    'example:',
    '  npx oka model evaluate chest-xray-children labelled-films/',
    '',
  ].join('\n');

/** `oka model`. Gives the exit code of the verb: 0 with what was asked for, 2 for a wrong call or a fault of the catalogue. */
export const model = ([verb = '', ...args]: string[]): Promise<number> =>
  command('model', async () => {
    const known = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
    if (known !== undefined) return (await known.run())(args);
    const { values } = parseArgs({ args: [verb, ...args].filter((arg) => arg.startsWith('-')), options: HELP });
    (values.help ? process.stdout : process.stderr).write(help());
    return values.help ? 0 : 2;
  });

const HELP = { help: { type: 'boolean', short: 'h' } } as const;
