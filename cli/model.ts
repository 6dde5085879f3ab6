import { parseArgs } from 'node:util';
import { command, helped } from './command.ts';

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
  add: {
    what: 'take a network in among the models, as a draft',
    run: async () => (await import('./model-add.ts')).modelAdd,
  },
  reference: {
    what: 'what to hold a region’s films against, from labelled images',
    run: async () => (await import('./model-reference.ts')).modelReference,
  },
  list: {
    what: 'how each version stands at each clinic, and what is missing',
    run: async () => (await import('./model-decide.ts')).modelList,
  },
  history: {
    what: 'all that was ever decided on a model',
    run: async () => (await import('./model-decide.ts')).modelHistory,
  },
  suspend: {
    what: 'take a model out of service, at a clinic or everywhere',
    run: async () => (await import('./model-decide.ts')).modelSuspend,
  },
  resume: {
    what: 'end a suspension',
    run: async () => (await import('./model-decide.ts')).modelResume,
  },
  rollback: {
    what: 'let the version before speak again',
    run: async () => (await import('./model-decide.ts')).modelRollback,
  },
  watch: {
    what: 'volume, abstention, errors, drift and agreement at each clinic',
    run: async () => (await import('./model-watch.ts')).modelWatch,
  },
  compare: {
    what: 'two versions on the images that both have measured',
    run: async () => (await import('./model-watch.ts')).modelCompare,
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
    return helped(help(), values.help, verb === '' ? 'VERB is missing' : `there is no verb “${verb}”`);
  });

const HELP = { help: { type: 'boolean', short: 'h' } } as const;
