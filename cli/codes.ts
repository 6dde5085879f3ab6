import { parseArgs } from 'node:util';
import { CodeReplayAnswer, CodesAnswer, HealthAnswer } from '../schemas/api/answers.ts';
import { OkaError } from '../schemas/errors.ts';
import { command, helped } from './command.ts';
import { askJson, CONNECTION_HELP, CONNECTION_OPTIONS, type Connection, connect } from './connection.ts';

const HELP = `oka codes : codes, names and units that no code map knows, and whether the rules work in a clinic

usage: npx oka codes --clinic ID
       npx oka codes --clinic ID --replay KIND|CODE

  --clinic ID        the clinic whose senders are meant
  --replay KIND|CODE send the inputs that brought this code through again, once the code map of the region file
                     knows it; "all" means every code that is mapped by now
  --operator NAME    who does it, for the audit (default: the user of this machine)
${CONNECTION_HELP}

The list says of each code who sent it, in how many inputs, first and last, and by which inputs it can be looked at
(npx oka trace ID). Add it to the clinic's code map, or as "to": null where it is known to have no code; put the region
file into force; then replay.
exit code 0; 1 when the clinic is red, or when a replay found nothing to send

examples:
  npx oka codes --clinic lab
  npx oka codes --clinic lab --replay 'observation|K02'
`;

/** `oka codes`. Gives the exit code: 1 where critical rules do not work, or nothing was replayed, 2 for a wrong call. */
export const codes = (args: string[]): Promise<number> =>
  command('codes', async () => {
    const { values } = parseArgs({
      args,
      options: {
        ...CONNECTION_OPTIONS,
        clinic: { type: 'string' },
        replay: { type: 'string' },
        operator: { type: 'string' },
      },
    });
    if (values.help || values.clinic === undefined) return helped(HELP, values.help, '--clinic ID is missing');
    const name = values.operator ?? process.env.USER ?? process.env.USERNAME ?? 'operator';
    const clinic: Asked = { id: values.clinic, connection: connect(values, { operator: name }), json: values.json };
    return values.replay === undefined ? show(clinic) : replay(clinic, values.replay);
  });

type Asked = { readonly id: string; readonly connection: Connection; readonly json: boolean | undefined };
type Listed = CodesAnswer['codes'][number];

const listOf = async ({ id, connection }: Asked): Promise<Listed[]> =>
  (await askJson(connection, 'GET', `/clinics/${id}/codes`, CodesAnswer)).codes;

async function show(clinic: Asked): Promise<number> {
  const health = await askJson(clinic.connection, 'GET', `/clinics/${clinic.id}/health`, HealthAnswer);
  const listed = await listOf(clinic);
  process.stdout.write(clinic.json ? `${JSON.stringify({ health, codes: listed })}\n` : asText(health, listed));
  return health.state === 'red' ? 1 : 0;
}

function asText({ clinic, state, sentence, reasons }: HealthAnswer, listed: readonly Listed[]): string {
  const lines = [
    `${clinic}: ${state.toUpperCase()}: ${sentence.en} / ${sentence.ru}`,
    ...reasons.map(({ level, sentence: why }) => `  ${level.padEnd(5)} ${why.en} / ${why.ru}`),
    '',
    listed.length === 0 ? 'no code without a map' : HEADER,
    ...listed.map(lineOf),
  ];
  return `${lines.join('\n')}\n`;
}

const cell = (text: string, width: number): string => text.padEnd(width);
const HEADER = [
  cell('inputs', 7),
  cell('kind|code', 34),
  cell('name', 30),
  cell('sender', 12),
  cell('first', 10),
  cell('last', 10),
  'example',
].join(' ');

const lineOf = (one: Listed): string =>
  [
    cell(`${one.inputs}${one.more ? '+' : ''}`, 7),
    cell(named(one), 34),
    cell(one.name ?? (one.of === undefined ? '' : `of ${one.of}`), 30),
    cell(one.sender, 12),
    cell(one.firstSeen.slice(0, 10), 10),
    cell(one.lastSeen.slice(0, 10), 10),
    one.mappedNow ? 'mapped by now: --replay' : (one.examples[0] ?? ''),
  ].join(' ');

const named = ({ kind, code }: Listed): string => `${kind}|${code}`;

/** @throws OkaError `not-mapped` for a code that the map does not know yet */
async function replay(clinic: Asked, wanted: string): Promise<number> {
  const listed = await listOf(clinic);
  const chosen = listed.filter((one) => (wanted === 'all' ? one.mappedNow : named(one) === wanted));
  if (chosen.length === 0 && wanted !== 'all') throw new OkaError('not-found', wanted);
  let sent = 0;
  for (const { id } of chosen) {
    for (let left = true; left; ) {
      const path = `/clinics/${clinic.id}/codes/${id}/replay`;
      const answer = await askJson(clinic.connection, 'POST', path, CodeReplayAnswer);
      for (const input of answer.replayed)
        process.stdout.write(
          clinic.json ? `${JSON.stringify({ input, outcome: 'replayed' })}\n` : `replayed  ${input}\n`,
        );
      sent += answer.replayed.length;
      left = answer.left;
    }
  }
  if (!clinic.json) process.stdout.write(`${sent} inputs\n`);
  return sent > 0 ? 0 : 1;
}
