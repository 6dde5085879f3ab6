import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { IdentitiesAnswer, IdentityAnswer } from '../schemas/api/answers.ts';
import { OkaError } from '../schemas/errors.ts';
import { command, helped } from './command.ts';
import { askJson, CONNECTION_HELP, CONNECTION_OPTIONS, connect } from './connection.ts';

const HELP = `oka identities : records that share a SNILS or policy, and whether they are one person

usage: npx oka identities --clinic ID [--json]
       npx oka identities --clinic ID --link ID | --apart ID | --undo ID

  --clinic ID        whose list; its people see both sides of a pair, an operator does not
  --link ID          they are one person: their charts become one
  --apart ID         they are two: no number joins them again
  --undo ID          take such a decision back; the numbers decide again
  --as NAME          who decides, for the record (default: the user of this machine; the development issuer's people only)
${CONNECTION_HELP}

A region takes the token of a person of the clinic (--token-file); npm start also has a key that makes one.
exit code 0 when the list was read or the decision stands

examples:
  npx oka identities --clinic district
  npx oka identities --clinic district --apart 0f3c…~9a41…
`;

const DECISIONS = ['link', 'apart', 'undo'] as const;

/** `oka identities`. Gives the exit code: 0 when done, 1 when the pair is none, 2 for a wrong call. */
export const identities = (args: string[]): Promise<number> =>
  command('identities', async () => {
    const pair = { type: 'string' } as const;
    const { values } = parseArgs({
      args,
      options: { ...CONNECTION_OPTIONS, clinic: pair, link: pair, apart: pair, undo: pair, as: pair },
    });
    const { clinic } = values;
    const decisions = DECISIONS.flatMap((name) => (values[name] === undefined ? [] : [{ name, id: values[name] }]));
    if (values.help || clinic === undefined || decisions.length > 1)
      return helped(
        HELP,
        values.help,
        clinic === undefined ? '--clinic ID is missing' : 'one of --link, --apart and --undo at a time',
      );
    const connection = connect(values, { person: values.as ?? userInfo().username, clinic });
    const [decision] = decisions;
    const at = `/identities/${encodeURIComponent(clinic)}`;
    try {
      if (decision === undefined) {
        const answer = await askJson(connection, 'GET', at, IdentitiesAnswer);
        process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : listOf(answer, clinic));
      } else {
        const path = `${at}/${encodeURIComponent(decision.id)}/${decision.name}`;
        const answer = await askJson(connection, 'POST', path, IdentityAnswer);
        process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : textOf(answer));
      }
      return 0;
    } catch (cause) {
      if (!(cause instanceof OkaError) || cause.code !== 'not-found') throw cause;
      const what = decision === undefined ? `There is no clinic “${clinic}”.` : 'No such pair of this clinic.';
      process.stderr.write(`${what}\n`);
      return 1;
    }
  });

function listOf({ pairs, more }: IdentitiesAnswer, clinic: string): string {
  if (pairs.length === 0) return `No pair of ${clinic} waits for a decision.\n`;
  const count = `${pairs.length}${more ? ' and more' : ''} waiting`;
  return `${pairs.map(textOf).join('\n')}\n${count}. Decide with --link, --apart or --undo and the ID.\n`;
}

/** A pair as its two sides under one another, so that what differs meets the eye. */
function textOf({ id, state, decided, since, numbers, agrees, differs, unknown, sides }: IdentityAnswer): string {
  const by = decided === undefined ? '' : decided.by === 'derived' ? ' (by the number)' : ` by ${decided.by}`;
  const rows = sides.map(({ clinic, identifiers, birthDate, sex, names }) =>
    [
      clinic.padEnd(12),
      (birthDate ?? 'no birth date').padEnd(13),
      (sex ?? 'no sex').padEnd(7),
      (names.join('; ') || 'no name').padEnd(36),
      identifiers.map(({ value }) => value).join(', '),
    ].join(' '),
  );
  const compared = [
    ['agrees', agrees],
    ['DIFFERS', differs],
    ['unknown', unknown],
  ] as const;
  const lines = compared.flatMap(([what, names]) => (names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]));
  const shared = numbers.map(({ system, value }) => `${system.toUpperCase()} ${value}`).join(', ');
  const head = `${id}\n  ${state}${by}${since === undefined ? '' : ` since ${since}`}${shared === '' ? '' : `; both hold ${shared}`}`;
  return `${[head, ...[...rows, ...lines].map((line) => `  ${line}`)].join('\n')}\n`;
}
