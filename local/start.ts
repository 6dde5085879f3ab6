// `npm start`: the whole region on this machine. Boots, plays the sample clinic day, prints each result as it reaches the
// record system, and stays up. See `npm start -- --help`.
import { join } from 'node:path';
import { OkaError } from '../schemas/errors.ts';
import { type Running, startDemonstration } from './demonstration.ts';
import { localSettings } from './settings.ts';

const HELP = `npm start                 boots the region, plays the sample clinic day, stays up
npm start -- --once       plays the day, waits until every input has ended and every deadline of the day has
                          passed, prints the table, exits 0 if nothing is missing
npm start -- --empty      boots without the day

Environment: OKA_DATA (.oka), OKA_HTTP_PORT (8080), OKA_S3_PORT (4566), OKA_SQS_PORT (9324),
OKA_DYNAMODB_PORT (8000), OKA_DUE_SECONDS (5); of the edge OKA_MLLP_PORT (2575), OKA_DICOM_PORT (11112, AE title OKA),
OKA_EDGE_PAGE_PORT (8090); of the desk's sign-in OKA_SIGN_IN_PORT (8091), of the record systems' pages
OKA_EHR_PORT (8092). 0 is any free port. Everything listens on the loopback address only.
The physicians' pages lie in .oka/ehr/, the functions' logs in .oka/logs/. For development and demonstration.
`;

type Mode = 'stay' | 'once' | 'empty' | 'help';

function modeOf(args: readonly string[]): Mode {
  const [first, ...more] = args;
  if (first === undefined) return 'stay';
  if (more.length === 0 && first === '--once') return 'once';
  if (more.length === 0 && first === '--empty') return 'empty';
  if (first === '--help') return 'help';
  throw new OkaError('configuration', `“${args.join(' ')}” is not understood; npm start -- --help`);
}

async function main(): Promise<number> {
  const mode = modeOf(process.argv.slice(2));
  if (mode === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const settings = localSettings();
  const running: Running = await startDemonstration(settings, (line) => process.stdout.write(`${line}\n`));
  const stop = async (): Promise<void> => {
    await running.stop();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());

  if (mode !== 'empty') {
    const whole = await running.playDay();
    if (mode === 'once') {
      await running.stop();
      return whole ? 0 : 1;
    }
  }
  process.stdout.write(
    `\nThe desk: ${running.deskUrl} · sign in as ${running.people.map(({ id }) => id).join(', ')} · from a record system: ${running.ehrPages.join(' ')}\n`,
  );
  process.stdout.write(
    `The region is up: API ${running.apiUrl} · ${running.doors} · pages ${join(settings.dataFolder, 'ehr')} · npx oka --help · Ctrl-C ends it.\n`,
  );
  return new Promise<number>(() => undefined);
}

try {
  process.exitCode = await main();
} catch (cause) {
  process.stderr.write(
    `oka: ${cause instanceof OkaError ? `${cause.message}\n     ${cause.whatToDo}` : String(cause)}\n`,
  );
  process.exitCode = 1;
}
