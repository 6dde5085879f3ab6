import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportFigures } from '../domain/recognition/report.ts';
import { reliabilitySvg, rocSvg } from '../domain/recognition/report-pictures.ts';
import type { Model } from '../platform/inference/models.ts';
import { command, helped } from './command.ts';
import { EVALUATION, modelNamed } from './model-evaluate.ts';
import { judgeAll } from './model-judge.ts';
import { labelledIn } from './model-labelled.ts';

const HELP = `oka model report ID FOLDER --out DIR : the figures of a model on labelled images as files

usage: npx oka model report ID FOLDER --out DIR [--positive CLASSES] [--label COLUMNS] [--json] [--models FOLDER]

  --out DIR  figures.json, roc.svg and reliability.svg are written there; the folder is made where it is missing
  All else is as in oka model evaluate (see its --help).

figures.json holds what evaluate prints, and: predictive values at 5, 10, 20 and 40 % prevalence, both thresholds, each
side of the body by itself, for grades their AUCs, confusion matrix and quadratic kappa, and the points of both curves.

example:
  npx oka model report knee-osteoarthritis graded-knees/ --out report/
`;

/** `oka model report`. Gives the exit code: 0 with the files written, 2 for a wrong call or a fault of the catalogue. */
export const modelReport = (args: string[]): Promise<number> =>
  command('model report', async () => {
    const options = { ...EVALUATION, out: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [id, folder] = positionals;
    if (values.help || id === undefined || folder === undefined || values.out === undefined)
      return helped(HELP, values.help, 'ID, FOLDER and --out DIR are needed');
    const chosen = await modelNamed(id, values);
    const report = await makeReport(chosen, folder, values);
    const files = write(values.out, report, chosen);
    process.stdout.write(values.json ? `${JSON.stringify({ files, ...report })}\n` : `${files.join('\n')}\n`);
    return 0;
  });

type Wanted = Parameters<typeof labelledIn>[2];

async function makeReport(chosen: Model, folder: string, wanted: Wanted) {
  const { id, version, sha256, labels, thresholds, evaluationAssumes, grading } = chosen.manifest;
  const { images, positive } = labelledIn(folder, chosen.manifest, wanted);
  const { reported, notAssessed, notAssessedReasons } = await judgeAll(chosen, images);
  const { present, absent } = thresholds;
  const grades = grading === undefined ? undefined : Math.max(...Object.values(grading.atLeast)) + 1;
  const { n, ...figures } = reportFigures(reported, { present, absent }, grades);
  return {
    model: id,
    version,
    sha256,
    label: labels[0]?.id ?? '',
    folder: basename(folder),
    positive,
    thresholds: { present, absent },
    evaluationAssumes,
    n,
    notAssessed,
    notAssessedReasons,
    ...figures,
  };
}

/** Six digits behind the point are more than any figure is worth, and two machines agree on them. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && Number.isFinite(value) ? Math.round(value * 1e6) / 1e6 : value;

type Report = Awaited<ReturnType<typeof makeReport>>;

function write(out: string, report: Report, { manifest }: Model): string[] {
  const label = manifest.labels[0]?.title ?? manifest.title;
  const heading = { title: label, model: `${manifest.id} ${manifest.version}` };
  mkdirSync(out, { recursive: true });
  const contents = {
    'figures.json': `${JSON.stringify(report, rounded, 2)}\n`,
    'roc.svg': rocSvg(report, heading),
    'reliability.svg': reliabilitySvg(report, heading),
  };
  return Object.entries(contents).map(([name, content]) => {
    const path = join(out, name);
    writeFileSync(path, content);
    return path;
  });
}
