import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { optionalEnvironment } from '../platform/environment.ts';
import { readRegion } from '../platform/region.ts';
import { CharsetAnswer, CharsetsAnswer } from '../schemas/api/answers.ts';
import { SenderCharsetName } from '../schemas/charset.ts';
import { OkaError } from '../schemas/errors.ts';
import { command, helped } from './command.ts';
import { askJson, CONNECTION_HELP, CONNECTION_OPTIONS, type Connection, connect } from './connection.ts';

const HELP = `oka charsets : character sets that were guessed: see, confirm or correct them

usage: npx oka charsets [--clinic ID]
       npx oka charsets --clinic ID --confirm SENDER CHARSET

  --clinic ID        senders of this clinic (default: of every clinic of the region file)
  --confirm SENDER   id of a listed sender, or its MSH-3 or MSH-3/MSH-4
  CHARSET            ${SenderCharsetName.options.join(', ')}
  --operator NAME    who says it, for the audit (default: the user of this machine)
${CONNECTION_HELP}

A guess is shown with its margin: by how many bits it is likelier than the next set (20 is a million to one), and with
words of services and wards as they read in each set. Until somebody confirms it, names from this sender reach no
patient. Confirmed or corrected, all its messages are read again. For good: "charset" of the sender in the region file.
exit code 0 when the list was read or the confirmation stands

examples:
  npx oka charsets --clinic lab
  npx oka charsets --clinic lab --confirm LIS windows-1251
`;

const options = {
  ...CONNECTION_OPTIONS,
  clinic: { type: 'string' },
  confirm: { type: 'string' },
  operator: { type: 'string' },
} as const;

/** `oka charsets`. Gives the exit code: 0 when done, 1 when there is no such sender, 2 for a wrong call. */
export const charsets = (args: string[]): Promise<number> =>
  command('charsets', async () => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const { clinic, confirm } = values;
    const isWrong = confirm === undefined ? positionals.length > 0 : positionals.length !== 1 || clinic === undefined;
    if (values.help || isWrong)
      return helped(
        HELP,
        values.help,
        confirm === undefined
          ? 'a sender or charset without --confirm'
          : '--confirm takes a sender and a charset, with --clinic',
      );
    const name = values.operator ?? process.env.USER ?? process.env.USERNAME ?? 'operator';
    const connection = connect(values, { operator: name });
    const clinics = clinic === undefined ? clinicsOf(values.region) : [clinic];
    const senders = await listed(connection, clinics);
    if (confirm === undefined) {
      process.stdout.write(values.json ? `${JSON.stringify({ senders })}\n` : listOf(senders));
      return 0;
    }
    const charset = SenderCharsetName.safeParse(positionals[0]?.toLowerCase());
    if (!charset.success) throw new OkaError('wrong-use', `CHARSET: one of ${SenderCharsetName.options.join(', ')}`);
    const [sender, ...others] = senders.filter((one) => isCalled(one, confirm));
    if (sender === undefined || others.length > 0) {
      process.stderr.write(sender ? 'Several senders go by this name; use the id.\n' : 'No such sender on the list.\n');
      return 1;
    }
    const path = `/charsets/${sender.clinic}/${sender.id}/${charset.data}`;
    const answer = await askJson(connection, 'PUT', path, CharsetAnswer);
    process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : textOf(answer));
    return 0;
  });

const clinicsOf = (region: string | undefined): string[] =>
  readRegion(region ?? join(optionalEnvironment('OKA_DATA', '.oka'), 'region.json')).clinics.map(({ id }) => id);

async function listed(connection: Connection, clinics: readonly string[]): Promise<CharsetAnswer[]> {
  const answers: CharsetAnswer[] = [];
  for (const clinic of clinics)
    answers.push(
      ...(await askJson(connection, 'GET', `/charsets/${encodeURIComponent(clinic)}`, CharsetsAnswer)).senders,
    );
  return answers;
}

const isCalled = ({ id, application, facility }: CharsetAnswer, name: string): boolean =>
  [id, application, `${application}/${facility}`].some((one) => one.toLowerCase() === name.toLowerCase());

function listOf(senders: readonly CharsetAnswer[]): string {
  if (senders.length === 0) return 'No character set was ever guessed.\n';
  const waiting = senders.filter(({ state }) => state === 'guessed').length;
  return `${senders.map(textOf).join('\n')}\n${waiting} of ${senders.length} wait for a confirmation.\n`;
}

function textOf(sender: CharsetAnswer): string {
  const { id, clinic, application, facility, state, charset, guess, confirmed, inputs, toRead, samples } = sender;
  const margin = `the bytes speak for ${guess.charset} by ${guess.marginBits} bits${guess.clear ? '' : ' (NOT CLEAR)'}`;
  return [
    `${id}  ${clinic}  ${application}${facility === '' ? '' : `/${facility}`}`,
    `  ${state} ${charset}; ${margin}`,
    ...(confirmed ? [`  confirmed by ${confirmed.by} at ${confirmed.at}`] : []),
    `  ${inputs} inputs${toRead > 0 ? `, ${toRead} still to be read again` : ''}`,
    ...samples.map((one) => `  ${one.charset.padEnd(13)} ${one.words.join(' ')}`),
    '',
  ].join('\n');
}
