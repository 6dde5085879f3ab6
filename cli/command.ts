import { OkaError } from '../schemas/errors.ts';

/** Runs a command; a fault of the catalogue becomes two lines and exit code 2, as does a wrong option. */
export async function command(name: string, run: () => number | Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof OkaError) process.stderr.write(`${cause.message}\n${cause.whatToDo}\n`);
    else if (isWrongOption(cause)) process.stderr.write(`${cause.message}\nSee oka ${name} --help.\n`);
    else throw cause;
    return 2;
  }
}

/** What parseArgs of node:util throws. */
const isWrongOption = (cause: unknown): cause is Error =>
  /^ERR_PARSE_ARGS/.test((cause as { code?: unknown } | null)?.code?.toString() ?? '');
