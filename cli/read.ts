import { parseArgs } from 'node:util';
import { type ExplainedValue, explainMessage } from '../domain/hl7/explain/explain.ts';
import { toBundle } from '../domain/hl7/map/bundle.ts';
import { type Hl7Context, openContext, regionContext } from '../domain/hl7/map/context.ts';
import { type MappedInput, mapHl7, readingIn } from '../domain/hl7/map/map.ts';
import { readEach } from '../domain/hl7/read.ts';
import { readRegion } from '../platform/region.ts';
import { ERRORS, OkaError } from '../schemas/errors.ts';
import { command } from './command.ts';
import { explainedLines } from './explain.ts';
import { bytesOf, filesOf, progress } from './files.ts';

const HELP = `oka read PATH… : HL7 v2 files → FHIR R4 bundle, or the error code

usage: npx oka read PATH… [--explain] [--json] [--zone ZONE] [--region FILE --clinic ID]

  PATH           a file or a folder (all its files, in depth)
  --explain      instead of the bundle each value that was sent, and its way into FHIR; found by mapping the message
                 again with that one value changed
  --json         one JSON line per file: {"file","outcome","code"?,"messages","bundle"?,"explained"?}
  --zone ZONE    IANA zone of times without an offset (default UTC)
  --region FILE  read as this region does: senders, domains and code maps of the file
  --clinic ID    the clinic of the region file that sends (default: its first)

A single file prints its bundle; character set and warnings of each message come on the error output.

outcomes: mapped, stored (kept, type not processed), quarantined (refused with a code)
exit code 0 when every file was mapped

examples:
  npx oka read message.hl7
  npx oka read message.hl7 --explain
  npx oka read feed/ --json --zone Asia/Yekaterinburg
`;

/** Ids in a printed bundle are made with this key: stable, and of no region. */
const NO_REGION_KEY = '00'.repeat(32);

type Outcome = {
  readonly file: string;
  readonly outcome: 'mapped' | 'stored' | 'quarantined';
  readonly code?: string;
  readonly detail?: string;
  readonly messages?: MappedInput['messages'];
  readonly unmapped?: MappedInput['unmapped'];
  readonly bundle?: fhir4.Bundle;
  /** Of each message that could be read, with `--explain`. */
  readonly explained?: readonly { readonly number: number; readonly values: readonly ExplainedValue[] }[];
};

const optionsOf = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      json: { type: 'boolean' },
      explain: { type: 'boolean' },
      zone: { type: 'string', default: 'UTC' },
      region: { type: 'string' },
      clinic: { type: 'string' },
    },
  });

/** `oka read`. Gives the exit code: 0 when every file was mapped, 1 when one was not, 2 for a wrong call. */
export const read = (args: string[]): Promise<number> => command('read', () => readAll(optionsOf(args)));

function readAll({ values, positionals }: ReturnType<typeof optionsOf>): number {
  if (values.help || positionals.length === 0) {
    (values.help ? process.stdout : process.stderr).write(HELP);
    return values.help ? 0 : 2;
  }
  const context = contextOf(values);
  const files = filesOf(positionals);
  let failed = false;
  for (const [index, file] of files.entries()) {
    progress(index, files.length);
    const outcome = { ...readOne(file, context), ...(values.explain && explained(file, context)) };
    failed ||= outcome.outcome !== 'mapped';
    if (values.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
    else printForPeople(outcome, files.length === 1);
  }
  return failed ? 1 : 0;
}

function contextOf({ zone, region, clinic }: { zone: string; region?: string; clinic?: string }): Hl7Context {
  // A file that lies on a disk was received when it is read.
  const said = { idKey: NO_REGION_KEY, receivedAt: new Date().toISOString() };
  if (region === undefined) return openContext({ ...said, zone: checkedZone(zone) });
  const parsed = readRegion(region);
  return regionContext(parsed, clinic ?? parsed.clinics[0]?.id ?? '', said);
}

function checkedZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new OkaError('configuration', `--zone ${zone} is no IANA time zone`);
  }
}

function readOne(file: string, context: Hl7Context): Outcome {
  try {
    return outcomeOf(file, mapHl7(bytesOf(file), context));
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    return { file, outcome: 'quarantined', code: cause.code, ...(cause.detail && { detail: cause.detail }) };
  }
}

/** Each message that can be read, explained; what cannot be read is said by the outcome. */
function explained(file: string, context: Hl7Context): Pick<Outcome, 'explained'> {
  try {
    const messages = readEach(bytesOf(file), readingIn(context));
    return {
      explained: messages.flatMap((message, place) =>
        message instanceof OkaError ? [] : [{ number: place + 1, values: explainMessage(message, context) }],
      ),
    };
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    return {};
  }
}

/** The end that the region would give this input, with what it would write. */
function outcomeOf(file: string, mapped: MappedInput): Outcome {
  const { messages, unmapped } = mapped;
  const fault = messages.find(({ error }) => error !== undefined && error.code !== 'hl7-unsupported');
  const skipped = messages.find(({ error }) => error !== undefined);
  const bundle = toBundle(mapped);
  const read = { messages, unmapped, ...(bundle.entry?.length ? { bundle } : {}) };
  const said = fault ?? (bundle.entry?.length ? undefined : skipped);
  if (said?.error === undefined) return { file, outcome: 'mapped', ...read };
  const detail = `message ${said.number}${said.error.detail ? `: ${said.error.detail}` : ''}`;
  return { file, outcome: fault ? 'quarantined' : 'stored', code: said.error.code, detail, ...read };
}

function printForPeople(outcome: Outcome, alone: boolean): void {
  const { file, code, detail, bundle, messages = [] } = outcome;
  if (!alone) {
    const what = bundle ? `${bundle.entry?.length} resources` : '';
    process.stdout.write(`${outcome.outcome.padEnd(12)} ${(code ?? '').padEnd(16)} ${what.padEnd(14)} ${file}\n`);
  }
  for (const { number, values } of outcome.explained ?? []) {
    const name = `message ${number} ${messages[number - 1]?.type ?? ''}`;
    process.stdout.write(`${[name, ...explainedLines(values), ''].join('\n')}\n`);
  }
  if (!alone) return;
  if (bundle && outcome.explained === undefined) process.stdout.write(`${JSON.stringify(bundle, null, 2)}\n`);
  for (const message of messages) process.stderr.write(`${aboutMessage(message).join('\n')}\n`);
  if (code !== undefined) {
    const entry = ERRORS[code as keyof typeof ERRORS];
    process.stderr.write(`${code}${detail ? ` (${detail})` : ''}: ${entry.meaning}\n${entry.whatToDo}\n`);
  }
}

/** Type and character set of a message, and what its reader should know. */
const aboutMessage = ({
  number,
  type,
  charset,
  charsetIsGuess,
  warnings,
}: MappedInput['messages'][number]): string[] => [
  `message ${number} ${type}: ${charset}${charsetIsGuess ? ' (a guess: neither registered nor declared)' : ''}`,
  ...warnings.map((warning) => `  ${warning}`),
];
