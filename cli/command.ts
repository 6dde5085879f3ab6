import { OkaError } from '../schemas/errors.ts';

/**
 * Runs a command. A fault of the catalogue becomes two lines: code and meaning, then what to do.
 * @param refused exit code of a fault; 2 for a wrong call in any case
 */
export async function command(name: string, run: () => number | Promise<number>, refused = 2): Promise<number> {
  try {
    return await run();
  } catch (cause) {
    const fault = cause instanceof OkaError ? cause : wrongOption(cause);
    if (fault === undefined) throw cause;
    const isWrongUse = fault.code === 'wrong-use';
    const more = isWrongUse ? ` See oka ${name} --help.` : '';
    process.stderr.write(`oka ${name}: ${fault.message}\n${fault.whatToDo}${more}\n`);
    return isWrongUse ? 2 : refused;
  }
}

/**
 * Help that was asked for goes to standard output: exit code 0. Else the call was wrong: help and, behind it, where who reads
 * a long page still sees it, what is wrong. Exit code 2.
 */
export function helped(help: string, wanted: boolean | undefined, wrong: string): number {
  if (wanted) process.stdout.write(help);
  else process.stderr.write(`${help}\nwrong-use: ${wrong}.\n`);
  return wanted ? 0 : 2;
}

/** What parseArgs of node:util throws; its first sentence names the option. */
function wrongOption(cause: unknown): OkaError | undefined {
  const { code, message } = cause as { code?: unknown; message: string };
  if (!/^ERR_PARSE_ARGS/.test(String(code))) return undefined;
  return new OkaError('wrong-use', message.split('. ')[0], { cause });
}
