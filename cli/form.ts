import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadModels } from '../platform/inference/models.ts';
import { OkaError } from '../schemas/errors.ts';
import { command, helped } from './command.ts';
import { bytesOf, filesOf, progress } from './files.ts';
import { formsOfFile } from './form-file.ts';
import { PICTURE_OPTIONS } from './see.ts';
import { checkedZone } from './zone.ts';

const HELP = `oka form PATH… : what the models say of DICOM files, written as DICOM SR, as a PACS gets it

usage: npx oka form PATH… --out FOLDER [--heat-map] [--json] [--zone ZONE] [--models FOLDER]

  PATH             a DICOM file or a folder (all its files, in depth)
  --out FOLDER     where the objects go, each under its SOP Instance UID; made where it is not there
  --heat-map       also the heat map of each finding that has one, as Secondary Capture
  --json           one JSON line per file: {"file","outcome","code"?,"forms"?}
  --zone ZONE      IANA zone of times without an offset (default UTC)
  --models FOLDER  the models to run (default: those of this repository)

Every object is marked RESEARCH: no region has accepted these findings. As with oka see, the age comes from the header alone.
outcomes: written, refused (with the code that the region would give)
exit code 0 when every file was written

examples:
  npx oka form film.dcm --out forms/
  dsrdump forms/*.dcm
`;

/** `oka form`. Gives the exit code: 0 when every file was written, 1 when one was refused, 2 for a wrong call. */
export const form = (args: string[]): Promise<number> => command('form', () => formAll(callOf(args)));

const callOf = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...PICTURE_OPTIONS,
      out: { type: 'string' },
      'heat-map': { type: 'boolean', default: false },
    },
  });

async function formAll({ values, positionals }: ReturnType<typeof callOf>): Promise<number> {
  if (values.help || positionals.length === 0 || values.out === undefined)
    return helped(HELP, values.help, positionals.length === 0 ? 'PATH is missing' : '--out FOLDER is missing');
  const { out } = values;
  const zone = checkedZone(values.zone);
  const files = filesOf(positionals);
  const models = await loadModels(values.models);
  makeFolder(out);
  let refused = false;
  for (const [index, file] of files.entries()) {
    progress(index, files.length);
    const said = await formFile(file, { zone, models, out, heatMaps: values['heat-map'] });
    refused ||= said.outcome === 'refused';
    process.stdout.write(`${JSON.stringify(said, null, values.json ? 0 : 2)}\n`);
  }
  progress(files.length, files.length);
  return refused ? 1 : 0;
}

type Call = Parameters<typeof formsOfFile>[1] & { readonly out: string };

async function formFile(file: string, { out, ...call }: Call) {
  try {
    const forms = await formsOfFile(bytesOf(file), call);
    return {
      file,
      outcome: 'written' as const,
      forms: forms.map(({ bytes, ...about }) => {
        const path = join(out, `${about.sopInstanceUid}.dcm`);
        writeFileSync(path, bytes);
        return { ...about, path };
      }),
    };
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    const { code, detail, whatToDo } = cause;
    return { file, outcome: 'refused' as const, code, ...(detail === undefined ? {} : { detail }), whatToDo };
  }
}

/** @throws OkaError `unreadable-file` where there can be no such folder */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw new OkaError('unreadable-file', path, { cause });
  }
}
