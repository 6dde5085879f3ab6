import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { shortfallsOf } from '../domain/recognition/standing.ts';
import { admit } from '../platform/inference/admit.ts';
import { evidenceOf, registeredModels } from '../platform/inference/manifests.ts';
import { OkaError } from '../schemas/errors.ts';
import { command, helped } from './command.ts';
import { bytesOf, isFolder } from './files.ts';
import { OWN_MODELS } from './see.ts';

const HELP = `oka model add : takes a network in among the models, as a draft

usage: npx oka model add FOLDER [--models FOLDER] [--json]
       npx oka model add FILE.onnx --manifest FILE.json [--models FOLDER] [--json]

  FOLDER             holds manifest.json, model.onnx (or the file that the manifest names) and CARD.md
  --manifest FILE    what the model is for, how it is fed and read, how well it did (docs/models.md)
  --models FOLDER    where the models lie (default: those of this repository)
  --json             JSON instead of text

Any ONNX classifier of greyscale pictures is taken: one input [1, 1, N, N], one output [1, K] of probabilities. Names,
types, shapes and operator set are checked and the network is run once on a synthetic picture; what does not fit is told
in sentences and nothing is copied. file, sha256 and bytes of the manifest are written for you. A second version goes
beside the first as ID@VERSION.

A model that lies there is a draft: it is not run in a region until the region file takes it up ("models").
exit code 0 when the model was taken in, 1 when it was refused

example:
  npx oka model add my-network/ --models models
`;

const options = {
  manifest: { type: 'string' },
  models: { type: 'string', default: OWN_MODELS },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `oka model add`. Gives the exit code: 0 taken in, 1 refused, 2 for a wrong call. */
export const modelAdd = (args: string[]): Promise<number> =>
  command('model add', async () => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [path, ...more] = positionals;
    if (values.help || path === undefined || more.length > 0)
      return helped(HELP, values.help, path === undefined ? 'FOLDER or FILE.onnx is missing' : 'one network at a time');
    const said = await take(path, values.manifest, values.models);
    process.stdout.write(values.json ? `${JSON.stringify(said)}\n` : textOf(said));
    return said.outcome === 'added' ? 0 : 1;
  });

type Taken =
  | {
      readonly outcome: 'added';
      readonly id: string;
      readonly version: string;
      readonly sha256: string;
      readonly folder: string;
      readonly missing: readonly string[];
    }
  | { readonly outcome: 'refused'; readonly refused: readonly string[] };

async function take(path: string, manifestPath: string | undefined, models: string): Promise<Taken> {
  if (!isFolder(path) && manifestPath === undefined)
    throw new OkaError('wrong-use', `${path} is no folder; of a FILE.onnx say --manifest FILE too`);
  const source = isFolder(path) ? path : dirname(path);
  const manifestFile = manifestPath ?? join(source, 'manifest.json');
  const json = jsonIn(manifestFile);
  const named = (json as { file?: unknown } | null)?.file;
  const weights = isFolder(path) ? join(path, typeof named === 'string' ? basename(named) : 'model.onnx') : path;
  const admitted = await admit(bytesOf(weights), json);
  if ('refused' in admitted) return { outcome: 'refused', refused: admitted.refused };
  const { manifest } = admitted;
  const { id, version, sha256 } = manifest;
  const others = existsSync(models) ? registeredModels(models).filter((one) => one.manifest.id === id) : [];
  if (others.some((one) => one.manifest.version === version))
    return {
      outcome: 'refused',
      refused: [`${id} ${version} is there already; a changed network needs a new version.`],
    };
  const folder = join(models, others.length === 0 && !existsSync(join(models, id)) ? id : `${id}@${version}`);
  mkdirSync(folder, { recursive: true });
  copyFileSync(weights, join(folder, manifest.file));
  for (const file of [...(manifest.gate === undefined ? [] : [basename(manifest.gate.file)]), 'CARD.md'])
    if (existsSync(join(source, file))) copyFileSync(join(source, file), join(folder, file));
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const evidence = evidenceOf({ folder, manifest, hasCard: existsSync(join(folder, 'CARD.md')) });
  const decision = { version, state: 'active', by: '-', on: '2000-01-01', why: '-' } as const;
  const missing = [
    ...shortfallsOf(decision, evidence),
    ...(manifest.reference === undefined ? ['its manifest has no reference: drift cannot be watched'] : []),
  ];
  return { outcome: 'added', id, version, sha256, folder, missing };
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new OkaError('malformed-file', `${file} is not JSON`, { cause });
  }
}

function textOf(taken: Taken): string {
  if (taken.outcome === 'refused') return `${['Refused; nothing was copied:', ...taken.refused].join('\n  ')}\n`;
  const { id, version, sha256, folder, missing } = taken;
  const lines = [`${id} ${version} lies in ${folder} as a draft (weights ${sha256.slice(0, 12)}…).`];
  lines.push('The region file takes it up: first in shadow. Before it may be active:');
  return `${[...lines, ...missing.map((one) => `  ${one}`)].join('\n')}\n`;
}
