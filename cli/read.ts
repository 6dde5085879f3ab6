import { parseArgs } from 'node:util';
import { explainMessage } from '../domain/hl7/explain/explain.ts';
import { toBundle } from '../domain/hl7/map/bundle.ts';
import { type Hl7Context, openContext, regionContext } from '../domain/hl7/map/context.ts';
import { type MappedInput, mapHl7, readingIn } from '../domain/hl7/map/map.ts';
import { readEach } from '../domain/hl7/read/read.ts';
import { readRegion } from '../platform/region.ts';
import { OkaError } from '../schemas/errors.ts';
import { command, helped } from './command.ts';
import { bytesOf, filesOf, progress } from './files.ts';
import { type Outcome, printFile, printRow, sumOf } from './read-print.ts';
import { checkedZone } from './zone.ts';

const HELP = `oka read PATH… : HL7 v2 files → FHIR R4 bundle, or the error code

usage: npx oka read PATH… [--explain] [--json] [--zone ZONE] [--region FILE --clinic ID]

  PATH           a file or a folder (all its files, in depth)
  --explain      instead of the bundle each value that was sent, and its way into FHIR; found by mapping the message
                 again with that one value changed
  --json         one JSON line per file: {"file","outcome","code"?,"messages","bundle"?,"explained"?}
  --zone ZONE    IANA zone of times without an offset (default UTC)
  --region FILE  read as this region does: senders, domains and code maps of the file
  --clinic ID    the clinic of the region file that sends (default: its first)

A single file prints its bundle; character set and warnings of each message come on the error output. Several files print
a line each: outcome, code, type, character set, resources, warnings, file.

outcomes: mapped, stored (kept, type not processed), quarantined (refused with a code)
exit code 0 when every file was mapped

examples:
  npx oka read message.hl7
  npx oka read message.hl7 --explain
  npx oka read feed/ --json --zone Asia/Yekaterinburg
`;

/** Ids in a printed bundle are made with this key: stable, and of no region. */
const NO_REGION_KEY = '00'.repeat(32);

const optionsOf = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      json: { type: 'boolean' },
      explain: { type: 'boolean' },
      zone: { type: 'string' },
      region: { type: 'string' },
      clinic: { type: 'string' },
    },
  });

/** `oka read`. Gives the exit code: 0 when every file was mapped, 1 when one was not, 2 for a wrong call. */
export const read = (args: string[]): Promise<number> => command('read', () => readAll(optionsOf(args)));

function readAll({ values, positionals }: ReturnType<typeof optionsOf>): number {
  if (values.help || positionals.length === 0) return helped(HELP, values.help, 'PATH is missing');
  const context = contextOf(values);
  const files = filesOf(positionals);
  const counts = new Map<Outcome['outcome'], number>();
  for (const [index, file] of files.entries()) {
    progress(index, files.length);
    const outcome = { ...readOne(file, context), ...(values.explain && explained(file, context)) };
    counts.set(outcome.outcome, (counts.get(outcome.outcome) ?? 0) + 1);
    if (values.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
    else if (files.length === 1) printFile(outcome);
    else printRow(outcome);
  }
  if (files.length > 1 && !values.json) process.stderr.write(`${sumOf(counts)}\n`);
  return counts.get('mapped') === files.length ? 0 : 1;
}

function contextOf({ zone, region, clinic }: { zone?: string; region?: string; clinic?: string }): Hl7Context {
  // A file that lies on a disk was received when it is read.
  const said = { idKey: NO_REGION_KEY, receivedAt: new Date().toISOString() };
  if (region === undefined) {
    if (clinic !== undefined) throw new OkaError('wrong-use', '--clinic needs the region file: --region FILE');
    return openContext({ ...said, zone: checkedZone(zone ?? 'UTC') });
  }
  if (zone !== undefined) throw new OkaError('wrong-use', '--zone beside --region: the clinic has its own zone');
  const parsed = readRegion(region);
  return regionContext(parsed, clinic ?? parsed.clinics[0]?.id ?? '', said);
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
