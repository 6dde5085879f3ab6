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

/**
 * Help that was asked for goes to standard output: exit code 0. Else the call was wrong: help and, behind it, where who reads
 * a long page still sees it, what is wrong. Exit code 2.
 */
export function helped(help: string, wanted: boolean | undefined, wrong: string): number {
  if (wanted) process.stdout.write(help);
  else process.stderr.write(`${help}\nNot done: ${wrong}.\n`);
  return wanted ? 0 : 2;
}

/** What parseArgs of node:util throws. */
const isWrongOption = (cause: unknown): cause is Error =>
  /^ERR_PARSE_ARGS/.test((cause as { code?: unknown } | null)?.code?.toString() ?? '');
