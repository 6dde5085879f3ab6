import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Kind, kindOf } from '../domain/dicom/kinds/kind.ts';
import type { View } from '../domain/imaging/display.ts';
import { findingAlone } from '../domain/recognition/alone.ts';
import { findingText } from '../domain/recognition/words.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { type ImageFile, readImageFile } from '../platform/inference/image-file.ts';
import { measure } from '../platform/inference/measure.ts';
import { loadModels, type Model } from '../platform/inference/models.ts';
import { OkaError } from '../schemas/errors.ts';
import type { Finding } from '../schemas/result.ts';
import { command, helped } from './command.ts';
import { bytesOf, filesOf, progress } from './files.ts';
import { checkedZone } from './zone.ts';

const HELP = `oka see PATH… : DICOM, JPEG or PNG files → metadata, quality gate and findings as JSON, or the error code

usage: npx oka see PATH… [--json] [--zone ZONE] [--models FOLDER]

  PATH             a file or a folder (all its files, in depth)
  --json           one JSON line per file: {"file","outcome","code"?,"kind"?,"header"?,"pixelHash"?,"findings"?}
  --zone ZONE      IANA zone of times without an offset (default UTC)
  --models FOLDER  the models to run (default: those of this repository)

There is no chart here, so the age comes from the header alone; without one nothing is assessed.
outcomes: seen, refused (with the code that the region would give)
exit code 0 when every file was seen

examples:
  npx oka see film.dcm
  npx oka see scans/ --json
`;

export const OWN_MODELS = join(import.meta.dirname, '..', 'models');

type SeenFinding = Finding & {
  readonly text: { readonly en: string; readonly ru: string };
  readonly qualityFault?: string;
};
export type Seen =
  | {
      readonly file: string;
      readonly outcome: 'seen';
      /** What the object is to Oka (domain/dicom/kinds/kind.ts); a JPEG or PNG has none until it is wrapped. */
      readonly kind?: Kind;
      readonly header: ImageFile['header'];
      readonly pixelHash: string;
      /** How the picture is shown to the models, and how else it may be. */
      readonly shown?: View;
      readonly alsoShown?: readonly View[];
      readonly findings: readonly SeenFinding[];
    }
  | {
      readonly file: string;
      readonly outcome: 'refused';
      readonly code: string;
      readonly detail?: string;
      readonly whatToDo: string;
    };

/** `oka see`. Gives the exit code: 0 when every file was seen, 1 when one was refused, 2 for a wrong call. */
export const see = (args: string[]): Promise<number> => command('see', () => seeAll(callOf(args)));

async function seeAll({ values, positionals }: ReturnType<typeof callOf>): Promise<number> {
  if (values.help || positionals.length === 0) return helped(HELP, values.help, 'PATH is missing');
  const zone = checkedZone(values.zone);
  const files = filesOf(positionals);
  const models = await loadModels(values.models);
  let refused = false;
  for (const [index, file] of files.entries()) {
    progress(index, files.length);
    const seen = await seeFile(file, zone, models);
    refused ||= seen.outcome === 'refused';
    process.stdout.write(`${JSON.stringify(seen, null, values.json ? 0 : 2)}\n`);
  }
  progress(files.length, files.length);
  return refused ? 1 : 0;
}

/** Options of the commands that look at files of images. */
export const PICTURE_OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  zone: { type: 'string', default: 'UTC' },
  models: { type: 'string', default: OWN_MODELS },
} as const;

const callOf = (args: string[]) => parseArgs({ args, allowPositionals: true, options: PICTURE_OPTIONS });

/** Reads one file and asks every model about it, as the region would. */
export async function seeFile(file: string, zone: string, models: readonly Model[]): Promise<Seen> {
  try {
    const image = await readImageFile(bytesOf(file), zone, await loadCodecs());
    const { header, pixelHash, views: [shown, ...alsoShown] = [] } = image;
    const views = shown === undefined ? {} : { shown, alsoShown };
    const kind = header === undefined ? {} : { kind: kindOf(header) };
    return { file, outcome: 'seen', ...kind, header, pixelHash, ...views, findings: await findingsOf(image, models) };
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    const { code, detail, whatToDo } = cause;
    return { file, outcome: 'refused', code, ...(detail === undefined ? {} : { detail }), whatToDo };
  }
}

async function findingsOf(
  { picture, facts, header, pixelHash }: ImageFile,
  models: readonly Model[],
): Promise<SeenFinding[]> {
  if (picture === undefined) return [];
  const findings: SeenFinding[] = [];
  for (const model of models) {
    const instance = { sopInstanceUid: header?.sopInstanceUid ?? '', pixelHash };
    const { measurement } = await measure(model, picture, { facts, instance, basis: 'whole', derived: {} });
    const finding = findingAlone(measurement, header?.patient ?? {}, header?.studyInstanceUid ?? '');
    const fault = measurement.network?.qualityFault;
    findings.push({ ...finding, text: findingText(finding), ...(fault === undefined ? {} : { qualityFault: fault }) });
  }
  return findings;
}
