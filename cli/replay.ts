import { parseArgs } from 'node:util';
import { ReplayAnswer, WaitingAnswer } from '../schemas/api/answers.ts';
import { OkaError } from '../schemas/errors.ts';
import { type InputKey, inputId } from '../schemas/input.ts';
import { command, helped } from './command.ts';
import { askJson, CONNECTION_HELP, CONNECTION_OPTIONS, type Connection, connect } from './connection.ts';
import { replayFinding } from './replay-finding.ts';
import { OWN_MODELS } from './see.ts';
import { inputNamed } from './trace.ts';

const HELP = `oka replay : run inputs that wait for a human again, once the cause is mended; or make a finding again

usage: npx oka replay ID…
       npx oka replay --clinic ID [--code CODE] [--dry-run]
       npx oka replay --finding ID|FILE [IMAGE] [--models FOLDER]

  ID                 kind/clinic/sha256
  --clinic ID        everything of this clinic that is quarantined or unreconciled
  --code CODE        of these only the ones with this code, e.g. unknown-sender
  --dry-run          list them, change nothing
  --operator NAME    who does it, for the audit (default: the user of this machine)
  --finding ID|FILE  make this finding again with the very weights that it names, and say whether it is bit-equal, within
                     1e-5 (on another kind of processor), or differs. ID is the input that brought the image, FILE a
                     published Bundle or DiagnosticReport, or the Result or Finding in it
  IMAGE              the DICOM object, or its working copy (default: asked from the region over DICOMweb)
  --models FOLDER    where the models lie (default: those of this repository)
  --person NAME      on whose behalf chart and image are read, of the clinic that ID or --clinic names (default: the user)
${CONNECTION_HELP}

exit code 0 when every input was sent through again, or every finding was made again

examples:
  npx oka replay --clinic lab --code unknown-sender --dry-run
  npx oka replay record/lab/9a41…
  npx oka replay --finding image/district/3f0c…
  npx oka replay --finding bundle.json film.dcm
`;

type Line = { readonly input: string; readonly outcome: 'replayed' | 'waiting' | 'refused'; readonly code?: string };

/** `oka replay`. Gives the exit code: 0 when all were replayed, 1 when one was refused, 2 for a wrong call. */
export const replay = (args: string[]): Promise<number> =>
  command('replay', async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...CONNECTION_OPTIONS,
        clinic: { type: 'string' },
        code: { type: 'string' },
        'dry-run': { type: 'boolean' },
        operator: { type: 'string' },
        finding: { type: 'string' },
        models: { type: 'string', default: OWN_MODELS },
        person: { type: 'string' },
      },
    });
    const user = process.env.USER ?? process.env.USERNAME ?? 'operator';
    if (values.finding !== undefined && !values.help) {
      const [image, ...more] = positionals;
      if (more.length > 0) return helped(HELP, false, 'one IMAGE at the most belongs to one finding');
      return replayFinding({ ...values, finding: values.finding, image, person: values.person ?? user });
    }
    if (values.help || (positionals.length === 0 && values.clinic === undefined))
      return helped(HELP, values.help, 'ID or --clinic ID is missing');
    const name = values.operator ?? user;
    const connection = connect(values, { operator: name });
    const inputs =
      positionals.length > 0
        ? await Promise.all(positionals.map((id) => inputNamed(id, values.clinic)))
        : await waiting(connection, values.clinic ?? '', values.code);
    let refused = 0;
    for (const { key, code } of inputs.map(asWaiting)) {
      const line: Line = values['dry-run']
        ? { input: inputId(key), outcome: 'waiting', ...(code ? { code } : {}) }
        : await replayOne(connection, key);
      if (line.outcome === 'refused') refused += 1;
      process.stdout.write(
        values.json ? `${JSON.stringify(line)}\n` : `${line.outcome.padEnd(9)} ${line.input}  ${line.code ?? ''}\n`,
      );
    }
    if (!values.json) process.stdout.write(`${inputs.length} inputs\n`);
    return refused === 0 ? 0 : 1;
  });

type Waiting = { readonly key: InputKey; readonly code?: string | undefined };
const asWaiting = (input: InputKey | Waiting): Waiting => ('key' in input ? input : { key: input });

async function waiting(connection: Connection, clinic: string, code: string | undefined): Promise<Waiting[]> {
  const { inputs } = await askJson(connection, 'GET', `/waiting/${clinic}`, WaitingAnswer);
  return inputs
    .filter(({ end }) => code === undefined || end?.code === code)
    .map(({ input, end }) => ({ key: input, code: end?.code }));
}

async function replayOne(connection: Connection, input: InputKey): Promise<Line> {
  try {
    await askJson(connection, 'POST', `/replay/${inputId(input)}`, ReplayAnswer);
    return { input: inputId(input), outcome: 'replayed' };
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    return { input: inputId(input), outcome: 'refused', code: cause.code };
  }
}
