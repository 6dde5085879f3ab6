import { parseArgs } from 'node:util';
import { ReplayAnswer, WaitingAnswer } from '../schemas/api/answers.ts';
import { OkaError } from '../schemas/errors.ts';
import { type InputKey, inputId } from '../schemas/input.ts';
import { command, helped } from './command.ts';
import { askJson, CONNECTION_HELP, CONNECTION_OPTIONS, type Connection, connect } from './connection.ts';
import { inputNamed } from './trace.ts';

const HELP = `oka replay : run inputs that wait for a human again, once the cause is mended

usage: npx oka replay ID…
       npx oka replay --clinic ID [--code CODE] [--dry-run]

  ID                 kind/clinic/sha256
  --clinic ID        everything of this clinic that is quarantined or unreconciled
  --code CODE        of these only the ones with this code, e.g. unknown-sender
  --dry-run          list them, change nothing
  --operator NAME    who does it, for the audit (default: the user of this machine)
${CONNECTION_HELP}

exit code 0 when every input was sent through again

examples:
  npx oka replay --clinic lab --code unknown-sender --dry-run
  npx oka replay record/lab/9a41…
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
      },
    });
    if (values.help || (positionals.length === 0 && values.clinic === undefined))
      return helped(HELP, values.help, 'ID or --clinic ID is missing');
    const name = values.operator ?? process.env.USER ?? process.env.USERNAME ?? 'operator';
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
