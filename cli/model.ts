import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findingAlone } from '../domain/recognition/alone.ts';
import { figuresOf, type Judged } from '../domain/recognition/figures.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { readImageFile } from '../platform/inference/image-file.ts';
import { measure } from '../platform/inference/measure.ts';
import { loadModels, type Model } from '../platform/inference/models.ts';
import { OkaError } from '../schemas/errors.ts';
import type { ImageFacts } from '../schemas/measurement.ts';
import { bytesOf, filesUnder, isFolder, progress } from './files.ts';
import { OWN_MODELS } from './see.ts';

const HELP = `oka model evaluate ID FOLDER : a model's figures on a folder of labelled images

usage: npx oka model evaluate ID FOLDER [--positive CLASSES] [--label COLUMN] [--json] [--models FOLDER]

  FOLDER              one subfolder per class, or a labels.csv with a column "image" (files beside it or in images/)
  --positive CLASSES  names of the positive subfolders, e.g. 2,3,4 (default: the one named like the model's label)
  --label COLUMN      column of labels.csv (default: the one named like the model's label)
  --json              one JSON object
  --models FOLDER     where the models lie (default: those of this repository)

Images are DICOM, JPEG or PNG. What a header does not say, the manifest's "evaluationAssumes" stands in for; it is
printed. The image gates stay. Figures are over assessed images.

example:
  npx oka model evaluate chest-xray-children labelled-films/
`;

type Labelled = { readonly file: string; readonly positive: boolean };
type Assumed = Model['manifest']['evaluationAssumes'];

/** `oka model`. Gives the exit code: 0 with figures, 1 on an error of the catalogue, 2 for a wrong call. */
export async function model(args: string[]): Promise<number> {
  const call = callOf(args);
  if (call === undefined) return 2;
  const { values, positionals } = call;
  const [verb, id, folder] = positionals;
  if (values.help || verb !== 'evaluate' || id === undefined || folder === undefined) {
    (values.help ? process.stdout : process.stderr).write(HELP);
    return values.help ? 0 : 2;
  }
  try {
    const chosen = (await loadModels(values.models)).find(({ manifest }) => manifest.id === id);
    if (chosen === undefined) throw new OkaError('configuration', `there is no model ${id} in ${values.models}`);
    const report = await evaluate(chosen, labelledIn(folder, chosen, values.positive, values.label));
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : forPeople(report));
    return 0;
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    process.stderr.write(`${cause.message}\n${cause.whatToDo}\n`);
    return 1;
  }
}

function callOf(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        json: { type: 'boolean' },
        positive: { type: 'string' },
        label: { type: 'string' },
        models: { type: 'string', default: OWN_MODELS },
      },
    });
  } catch (cause) {
    process.stderr.write(`${(cause as Error).message}\nSee oka model --help.\n`);
    return undefined;
  }
}

const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

function labelledIn(
  folder: string,
  { manifest }: Model,
  positive: string | undefined,
  label: string | undefined,
): Labelled[] {
  if (!isFolder(folder)) throw new OkaError('unreadable-file', folder);
  const labelId = manifest.labels[0]?.id ?? '';
  const table = join(folder, 'labels.csv');
  if (statSync(table, { throwIfNoEntry: false })?.isFile()) return fromTable(folder, table, label ?? labelId);
  const classes = readdirSync(folder).filter((name) => isFolder(join(folder, name)));
  const wanted = positive?.split(',') ?? [labelId];
  const isPositive = (name: string): boolean => wanted.some((one) => same(one, name));
  if (!classes.some(isPositive))
    throw new OkaError('configuration', `--positive: the folder has the classes ${classes.join(', ') || 'none'}`);
  return classes
    .sort()
    .flatMap((name) => filesUnder(join(folder, name)).map((file) => ({ file, positive: isPositive(name) })));
}

/** A plain CSV without quoting: file name first or in the column "image", 0 or 1 in the column of the label. */
function fromTable(folder: string, table: string, label: string): Labelled[] {
  const [head = '', ...rows] = readFileSync(table, 'utf8').trim().split(/\r?\n/);
  const columns = head.split(',');
  const image = Math.max(
    0,
    columns.findIndex((name) => same(name, 'image')),
  );
  const column = columns.findIndex((name) => same(name, label));
  if (column < 0)
    throw new OkaError('configuration', `--label: labels.csv has the columns ${columns.slice(1).join(', ')}`);
  const inner = isFolder(join(folder, 'images')) ? join(folder, 'images') : folder;
  return rows.map((row) => {
    const cells = row.split(',');
    return { file: join(inner, cells[image] ?? ''), positive: Number(cells[column]) >= 0.5 };
  });
}

/** What `oka model evaluate` prints. */
async function evaluate(chosen: Model, labelled: readonly Labelled[]) {
  const { id, version, thresholds, evaluationAssumes } = chosen.manifest;
  const judged: Judged[] = [];
  const reasons: Record<string, number> = {};
  for (const [index, { file, positive }] of labelled.entries()) {
    progress(index, labelled.length);
    const { probability, reason = 'decode' } = await judge(chosen, file, evaluationAssumes);
    if (probability === undefined) reasons[reason] = (reasons[reason] ?? 0) + 1;
    else judged.push({ positive, probability });
  }
  progress(labelled.length, labelled.length);
  const { n, ...figures } = figuresOf(judged, thresholds.present);
  const notAssessed = labelled.length - judged.length;
  return { model: id, version, thresholds, evaluationAssumes, ...figures, n, notAssessed, notAssessedReasons: reasons };
}

/** The finding of one file, with what the header does not say assumed; a file that cannot be read is not assessed. */
async function judge(
  chosen: Model,
  file: string,
  assumed: Assumed,
): Promise<{ probability?: number; reason?: string }> {
  try {
    const { facts, header, picture, pixelHash } = await readImageFile(bytesOf(file), 'UTC', await loadCodecs());
    if (picture === undefined) return { reason: 'decode' };
    const instance = { sopInstanceUid: header?.sopInstanceUid ?? '', pixelHash };
    const about = { facts: withAssumed(facts, assumed), instance, basis: 'whole' as const, derived: {} };
    const { measurement } = await measure(chosen, picture, about);
    const known = header?.patient ?? {};
    const hasAge = known.ageMonths !== undefined || (known.birthDate !== undefined && facts.date !== undefined);
    const months = { least: assumed.ageMonths, most: assumed.ageMonths };
    const { probability, reason } = findingAlone(measurement, hasAge ? known : { ageMonths: months }, '');
    return { ...(probability === undefined ? {} : { probability }), ...(reason === undefined ? {} : { reason }) };
  } catch (cause) {
    if (cause instanceof OkaError && cause.code !== 'model-failed') return { reason: cause.code };
    throw cause;
  }
}

const withAssumed = (facts: ImageFacts, { modality, bodyPart, view }: Assumed): ImageFacts => ({
  ...facts,
  modality: facts.modality ?? modality,
  bodyPart: facts.bodyPart ?? bodyPart,
  view: facts.view ?? view,
});

function forPeople(report: Awaited<ReturnType<typeof evaluate>>): string {
  const { evaluationAssumes: assumed, aucCi95, thresholds, notAssessedReasons, ...rest } = report;
  const lines = Object.entries({
    ...rest,
    aucCi95: aucCi95.map((value) => value.toFixed(4)).join(' – '),
    threshold: thresholds.present,
    notAssessedReasons: JSON.stringify(notAssessedReasons),
    'assumed where the header is silent': `${assumed.modality} ${assumed.bodyPart} ${assumed.view}, ${assumed.ageMonths} months`,
  });
  return lines
    .map(([name, value]) => `${name.padEnd(36)}${typeof value === 'number' ? Number(value.toFixed(4)) : value}\n`)
    .join('');
}
