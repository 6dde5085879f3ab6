import { parseArgs } from 'node:util';
import { figuresOf } from '../domain/recognition/figures.ts';
import { loadModels, type Model } from '../platform/inference/models.ts';
import { OkaError } from '../schemas/errors.ts';
import { command, helped } from './command.ts';
import { judgeAll } from './model-judge.ts';
import { labelledIn } from './model-labelled.ts';
import { OWN_MODELS } from './see.ts';

const HELP = `oka model evaluate ID FOLDER : a model's figures on a folder of labelled images

usage: npx oka model evaluate ID FOLDER [--positive CLASSES] [--label COLUMNS] [--json] [--models FOLDER]

  FOLDER              one subfolder per class, or a labels.csv with a column "image" (files beside it or in images/)
  --positive CLASSES  names of the positive subfolders, e.g. 2,3,4 (default: the one named like the model's label, or
                      the grades that the model's label means)
  --label COLUMNS     columns of labels.csv, of which one is enough; "any" is every finding that the manifest names
                      (default: the column named like the model's label, else "any")
  --version VERSION   which version of the model, where several lie there (default: the last)
  --json              one JSON object
  --models FOLDER     where the models lie (default: those of this repository)

Images are DICOM, JPEG or PNG. What a header does not say, the manifest's "evaluationAssumes" stands in for; it is
printed. A file that is no DICOM says its side by its name: …L, …R, _left, _right. The image gates stay. Figures are
over assessed images; what was not assessed is counted by its reason.

examples:
  npx oka model evaluate chest-xray-children labelled-films/
  npx oka model evaluate knee-osteoarthritis graded-knees/ --positive 3,4
  npx oka model evaluate chest-xray-adult films-with-table/ --label Effusion
`;

/** `oka model evaluate`. Gives the exit code: 0 with figures, 2 for a wrong call or a fault of the catalogue. */
export const modelEvaluate = (args: string[]): Promise<number> =>
  command('model evaluate', async () => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: EVALUATION });
    const [id, folder] = positionals;
    if (values.help || id === undefined || folder === undefined)
      return helped(
        HELP,
        values.help,
        id === undefined ? 'ID of a model is missing' : 'FOLDER with labelled images is missing',
      );
    const said = await evaluate(await modelNamed(id, values), folder, values);
    process.stdout.write(values.json ? `${JSON.stringify(said)}\n` : forPeople(said));
    return 0;
  });

/** Options that evaluate and report share. */
export const EVALUATION = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  positive: { type: 'string' },
  label: { type: 'string' },
  version: { type: 'string' },
  models: { type: 'string', default: OWN_MODELS },
} as const;

type Choice = { readonly models: string; readonly version?: string | undefined };

/** A model of a folder by its id. @throws OkaError `configuration` */
export async function modelNamed(id: string, { models, version }: Choice): Promise<Model> {
  const all = await loadModels(models);
  const named = all.filter(({ manifest }) => manifest.id === id);
  const chosen = version === undefined ? named.at(-1) : named.find(({ manifest }) => manifest.version === version);
  if (chosen !== undefined) return chosen;
  const there = all.map(({ manifest }) => `${manifest.id} ${manifest.version}`).join(', ');
  const wanted = version === undefined ? id : `${id} ${version}`;
  throw new OkaError('wrong-use', `there is no model ${wanted} in ${models}; there is ${there || 'none'}`);
}

type Wanted = Parameters<typeof labelledIn>[2];

/** What `oka model evaluate` prints. */
async function evaluate(chosen: Model, folder: string, wanted: Wanted) {
  const { id, version, thresholds, evaluationAssumes } = chosen.manifest;
  const { images, positive } = labelledIn(folder, chosen.manifest, wanted);
  const { reported, notAssessed, notAssessedReasons } = await judgeAll(chosen, images);
  const { n, ...figures } = figuresOf(reported, thresholds.present);
  const { present, absent } = thresholds;
  const judgedBy = { model: id, version, positive, thresholds: { present, absent }, evaluationAssumes };
  return { ...judgedBy, ...figures, n, notAssessed, notAssessedReasons };
}

function forPeople(said: Awaited<ReturnType<typeof evaluate>>): string {
  const { evaluationAssumes: assumed, thresholds, notAssessedReasons, ...rest } = said;
  const lines: Record<string, unknown> = {
    ...rest,
    'threshold of present': thresholds.present,
    notAssessedReasons: Object.entries(notAssessedReasons)
      .map(([reason, count]) => `${reason} ${count}`)
      .join(', '),
    'assumed where the header is silent': `${assumed.modality} ${assumed.bodyPart} ${assumed.view}, ${assumed.ageMonths} months`,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name.padEnd(36)}${shown(value)}\n`)
    .join('');
}

function shown(value: unknown): string {
  if (typeof value === 'number')
    return Number.isNaN(value) ? 'not to be had from these films' : String(Number(value.toFixed(4)));
  return Array.isArray(value) ? value.map(shown).join(' – ') : String(value);
}
