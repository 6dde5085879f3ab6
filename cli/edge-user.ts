import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { giveTo } from '../edge/files/owner.ts';
import { hashPassword } from '../edge/page/password.ts';
import { withoutUser, withUser } from '../edge/page/users.ts';
import { readEdgeSettings } from '../edge/settings/read.ts';
import { PageRole } from '../schemas/edge/page.ts';
import { OkaError } from '../schemas/errors.ts';
import { helped } from './command.ts';
import { CONFIG_OPTION } from './edge-run.ts';

const HELP = `oka edge user: who may sign in at the edge's own page

usage: npx oka edge user add NAME --role clinician|engineer [--full-name TEXT] [--config edge.yaml]
       npx oka edge user remove NAME
       npx oka edge user list [--json]

  clinician   sees the patients of the clinic: appointments, worklist, results, what changed
  engineer    sees only what waits, and no patient

The password is asked for twice, or read from the first line of standard input; edge.yaml holds its scrypt hash alone. An
edge that runs takes the change when it is started again.

examples:
  npx oka edge user add orlova --role clinician --full-name "Orlova A. P." --config /etc/oka-edge/edge.yaml
`;

/** `oka edge user add | remove | list`. */
export async function edgeUsers(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...CONFIG_OPTION,
      role: { type: 'string' },
      'full-name': { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [what, name = ''] = positionals;
  if (values.help || what === undefined) return helped(HELP, values.help === true, 'add, remove or list');
  if (what === 'list') return list(values.config, values.json === true);
  if (what === 'remove') {
    await rewrite(values.config, (text) => withoutUser(text, name));
    process.stdout.write(`${name} may not sign in any more, once the edge is restarted\n`);
    return 0;
  }
  if (what !== 'add') throw new OkaError('wrong-use', `“${what}”: add, remove or list`);
  const role = PageRole.safeParse(values.role);
  if (!role.success) throw new OkaError('wrong-use', '--role: clinician or engineer');
  const fullName = values['full-name'];
  const password = await hashPassword(await askPassword());
  const user = { name, ...(fullName ? { fullName } : {}), role: role.data, password };
  await rewrite(values.config, (text) => withUser(text, user));
  process.stdout.write(`${name} may sign in as ${role.data}, once the edge is restarted\n`);
  return 0;
}

async function list(config: string, json: boolean): Promise<number> {
  const { page } = await readEdgeSettings(config);
  const users = (page?.users ?? []).map(({ name, fullName, role }) => ({
    name,
    role,
    ...(fullName ? { fullName } : {}),
  }));
  if (json) process.stdout.write(`${JSON.stringify({ users })}\n`);
  else for (const { name, role, fullName = '' } of users) process.stdout.write(`${name}  ${role}  ${fullName}\n`);
  return 0;
}

/** In one step: whoever reads it meanwhile reads the old file or the new one. */
async function rewrite(config: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(config, 'utf8').catch((cause: unknown) => {
    throw new OkaError('unreadable-file', config, { cause });
  });
  const { mode } = await stat(config);
  await writeFile(`${config}.part`, change(text), { mode: mode & 0o777, flush: true });
  await giveTo(`${config}.part`, config);
  await rename(`${config}.part`, config);
}

/** Twice at a terminal, without showing it; else the first line. */
async function askPassword(): Promise<string> {
  const { stdin, stdout } = process;
  const lines = createInterface({
    input: stdin,
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
    terminal: stdin.isTTY === true,
  });
  try {
    if (!stdin.isTTY) {
      for await (const line of lines) return line;
      throw new OkaError('wrong-use', 'no password on standard input');
    }
    const ask = async (words: string): Promise<string> => {
      stdout.write(words);
      const typed = await lines.question('');
      stdout.write('\n');
      return typed;
    };
    const first = await ask('Password (10 characters or more): ');
    if (first !== (await ask('Once more: '))) throw new OkaError('wrong-use', 'the two passwords differ');
    return first;
  } finally {
    lines.close();
  }
}
