import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { histogramOf, scoresOf } from '../domain/recognition/psi.ts';
import { IN_THE_PICTURE } from '../domain/recognition/watch.ts';
import { registeredModels } from '../platform/inference/manifests.ts';
import { OkaError } from '../schemas/errors.ts';
import type { Reference } from '../schemas/manifest.ts';
import { command, helped } from './command.ts';
import { progress } from './files.ts';
import { EVALUATION, modelNamed } from './model-evaluate.ts';
import { judge } from './model-judge.ts';
import { labelledIn } from './model-labelled.ts';

const HELP = `oka model reference : what to hold a region's films against, from labelled images

usage: npx oka model reference ID FOLDER [--on NAME] [--write] [--positive CLASSES] [--label COLUMNS] [--models FOLDER]

  FOLDER             as for oka model evaluate: the films on which thresholds and calibration were fixed
  --on NAME          what these films are called (default: validation)
  --write            writes it into the model's manifest.json; otherwise it is printed

How brightness, contrast and the border of the network's input are spread over these films, how the scores of the ill and
of the well are, and what share the model holds back because of the picture itself. oka model watch measures drift from it.

example:
  npx oka model reference chest-xray-children validation-films/ --write
`;

const options = { ...EVALUATION, on: { type: 'string', default: 'validation' }, write: { type: 'boolean' } } as const;

/** `oka model reference`. Exit code 0 with the reference, 2 for a wrong call or too few films. */
export const modelReference = (args: string[]): Promise<number> =>
  command('model reference', async () => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [id, folder] = positionals;
    if (values.help || id === undefined || folder === undefined)
      return helped(
        HELP,
        values.help,
        id === undefined ? 'ID of a model is missing' : 'FOLDER with labelled images is missing',
      );
    const chosen = await modelNamed(id, values);
    const made = await referenceOf(chosen, labelledIn(folder, chosen.manifest, values).images, values.on);
    if (values.write) write(values.models, chosen.manifest, made);
    process.stdout.write(`${JSON.stringify(made, null, values.json ? 0 : 2)}\n`);
    return 0;
  });

/** Fewer films of one kind make bins that stand for nothing. */
const LEAST = 30;

async function referenceOf(
  chosen: Parameters<typeof judge>[0],
  images: ReturnType<typeof labelledIn>['images'],
  on: string,
): Promise<Reference> {
  const inputs: Record<string, number[]> = {};
  const scores: Record<'ill' | 'well', number[]> = { ill: [], well: [] };
  let withheld = 0;
  for (const [index, { file, positive }] of images.entries()) {
    progress(index, images.length);
    const { finding, measurement } = await judge(chosen, file);
    if (finding?.state === 'not-assessed' && IN_THE_PICTURE.has(finding.reason ?? '')) withheld += 1;
    if (finding?.probability === undefined) continue;
    scores[positive ? 'ill' : 'well'].push(finding.probability);
    for (const [name, value] of Object.entries(measurement?.network?.inputs ?? {}))
      inputs[name] = [...(inputs[name] ?? []), value];
  }
  progress(images.length, images.length);
  const n = scores.ill.length + scores.well.length;
  if (scores.ill.length < LEAST || scores.well.length < LEAST)
    throw new OkaError(
      'configuration',
      `${scores.ill.length} ill and ${scores.well.length} well: ${LEAST} of each are needed`,
    );
  return {
    on,
    n,
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, all]) => [name, histogramOf(all)])),
    scores: scoresOf(scores.ill, scores.well),
    abstention: withheld / (n + withheld),
  };
}

/** The manifest keeps its order and everything else that stands in it. */
function write(models: string, { id, version }: { id: string; version: string }, reference: Reference): void {
  const own = registeredModels(models).find(({ manifest }) => manifest.id === id && manifest.version === version);
  if (own === undefined) throw new OkaError('not-found', id);
  const file = join(own.folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, `${JSON.stringify({ ...manifest, reference }, null, 2)}\n`);
}
