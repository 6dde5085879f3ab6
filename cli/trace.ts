import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileSource } from '../edge/source.ts';
import { TraceAnswer } from '../schemas/api/answers.ts';
import { ERRORS, type ErrorCode, OkaError } from '../schemas/errors.ts';
import { type InputKey, inputId, parseInputId } from '../schemas/input.ts';
import { command, helped } from './command.ts';
import { askJson, CONNECTION_HELP, CONNECTION_OPTIONS, connect } from './connection.ts';

const HELP = `oka trace ID : the whole way of an input

usage: npx oka trace ID [--clinic ID] [--as-operator] [--json]

  ID                 kind/clinic/sha256 as oka send prints it, or a file that was sent (then --clinic is needed)
  --clinic ID        the clinic that sent the file
  --as-operator      ask as operator of the region instead of as the clinic's edge
${CONNECTION_HELP}

It shows when the input came, every step, its end with the code and what to do, then what is said of the
record it led to: sent in which version, what the record system answered, which human took note.
exit code 0 when the input is known

examples:
  npx oka trace image/post/3f0c…
  npx oka trace --clinic lab result.hl7 --json
`;

/** `oka trace`. Gives the exit code: 0 when the input is known, 1 when not, 2 for a wrong call. */
export const trace = (args: string[]): Promise<number> =>
  command('trace', async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...CONNECTION_OPTIONS, clinic: { type: 'string' }, 'as-operator': { type: 'boolean' } },
    });
    const [id, ...more] = positionals;
    if (values.help || id === undefined || more.length > 0)
      return helped(HELP, values.help, id === undefined ? 'ID is missing' : 'one ID at a time');
    const input = await inputNamed(id, values.clinic);
    const as = values['as-operator'] ? { operator: 'operator' } : { edgeOf: input.clinic };
    try {
      const answer = await askJson(connect(values, as), 'GET', `/trace/${inputId(input)}`, TraceAnswer);
      process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : timeline(answer));
      return 0;
    } catch (cause) {
      if (!(cause instanceof OkaError) || cause.code !== 'not-found') throw cause;
      process.stderr.write(`${inputId(input)} has not been accepted.\n`);
      return 1;
    }
  });

/** An id as it is, or the id of a file by its bytes. @throws OkaError `wrong-use` */
export async function inputNamed(name: string, clinic: string | undefined): Promise<InputKey> {
  if (!existsSync(name)) {
    try {
      return parseInputId(name);
    } catch (cause) {
      throw new OkaError('wrong-use', 'ID: neither kind/clinic/sha256 nor a file', { cause });
    }
  }
  if (clinic === undefined) throw new OkaError('wrong-use', '--clinic: which clinic sent the file?');
  const { kind, sha256 } = await fileSource(name);
  return { kind, clinic, sha256 };
}

/** The way in lines of `time  what`, oldest first; states of systems and of humans in separate lines. */
function timeline({
  input,
  receivedAt,
  length,
  repeats,
  steps,
  end,
  record,
  waitsFor,
  results,
  deliveries,
}: TraceAnswer): string {
  const lines: [at: string, what: string][] = [
    [receivedAt, `accepted, ${length} bytes${repeats > 0 ? `, then ${repeats} repeat(s)` : ''}`],
    ...steps.map(({ at, step, detail }): [string, string] => [at, detail ? `${step}: ${detail}` : step]),
  ];
  if (end)
    lines.push([end.at, `END ${end.state}${end.code ? ` ${end.code}` : ''}${end.detail ? ` (${end.detail})` : ''}`]);
  const text = lines.map(([at, what]) => `  ${at}  ${what}`);
  if (end?.code && end.code in ERRORS) text.push(`  → ${ERRORS[end.code as ErrorCode].whatToDo}`);
  for (const { reason, whatToDo } of waitsFor ?? [])
    text.push(`  waits for a human: ${reason}`, `  → ${whatToDo.en}`, `    ${whatToDo.ru}`);
  if (!end) text.push('  in flight: it has no end yet');
  if (record) text.push('', `record ${record}`);
  for (const { resultId, kind, producer, version, state, severity, sentVersion } of results ?? []) {
    const sent = sentVersion === undefined ? 'not sent' : `sent up to version ${sentVersion}`;
    text.push(`  ${kind} of ${producer}, version ${version}, ${state}, ${severity}: ${sent}`);
    for (const delivery of deliveries ?? []) if (delivery.resultId === resultId) text.push(...deliveryLines(delivery));
  }
  return `${inputId(input)}\n${text.join('\n')}\n`;
}

type DeliveryLine = NonNullable<TraceAnswer['deliveries']>[number];

function deliveryLines({ ehr, sentAt, delivered, refused, acknowledged, dueAt, overdueSince }: DeliveryLine): string[] {
  const lines = [
    `    ${sentAt}  ${ehr === undefined ? 'on the desk of the clinic, which has no record system' : `sent to ${ehr}`}`,
  ];
  if (delivered)
    lines.push(
      `    ${delivered.at}  the record system said ${delivered.code}${delivered.text ? `: ${delivered.text}` : ''}`,
    );
  if (refused) lines.push(`    → ${refused.whatToDo}`);
  if (acknowledged) lines.push(`    ${acknowledged.at}  acknowledged by ${acknowledged.by}`);
  if (dueAt) lines.push(`    ${dueAt}  a human must have taken note by then`);
  if (overdueSince && !acknowledged) lines.push(`    ${overdueSince}  OVERDUE since: nobody has taken note`);
  return lines;
}
