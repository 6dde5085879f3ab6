import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPassword } from '../edge/page/password.ts';
import { EdgeSettings } from '../schemas/edge.ts';

const CONFIG = `# the clinic's edge
clinic: north
zone: Asia/Yekaterinburg
data: ./data
region:
  url: http://127.0.0.1:1 # the region
page:
  port: 0
  users: []
`;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oka-user-'));
  writeFileSync(join(folder, 'edge.yaml'), CONFIG, { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const user = (input: string, ...args: string[]) =>
  spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), 'edge', 'user', ...args, '--config', join(folder, 'edge.yaml')],
    {
      input,
      encoding: 'utf8',
    },
  );
const settings = () => EdgeSettings.parse(parse(readFileSync(join(folder, 'edge.yaml'), 'utf8')));

describe('oka edge user', () => {
  test('adds who may sign in, as a hash alone, and leaves all else as it was written', async () => {
    expect(
      user('correct horse\n', 'add', 'ivanova', '--role', 'clinician', '--full-name', 'Вымышленная А.'),
    ).toMatchObject({ status: 0, stdout: expect.stringContaining('restarted') });
    const text = readFileSync(join(folder, 'edge.yaml'), 'utf8');
    expect(text).toContain('# the region');
    expect(text).not.toContain('correct horse');
    const [added] = settings().page?.users ?? [];
    expect(added).toMatchObject({ name: 'ivanova', role: 'clinician', fullName: 'Вымышленная А.' });
    expect(await checkPassword('correct horse', added?.password ?? '')).toBe(true);
    expect(statSync(join(folder, 'edge.yaml')).mode & 0o777).toBe(0o600);
  });

  test('gives the same name a new password, and takes it away', () => {
    user('correct horse\n', 'add', 'ivanova', '--role', 'clinician');
    user('battery staple\n', 'add', 'ivanova', '--role', 'engineer');
    user('correct horse\n', 'add', 'petrov', '--role', 'engineer');
    expect(settings().page?.users.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'ivanova engineer',
      'petrov engineer',
    ]);
    expect(user('', 'remove', 'ivanova').status).toBe(0);
    expect(settings().page?.users).toHaveLength(1);
  });

  // Root alone can give a file to somebody else; the edge runs as a user of its own.
  (process.getuid?.() === 0 ? test : test.skip)(
    'leaves the settings to the user of the edge, whoever writes them',
    () => {
      const config = join(folder, 'edge.yaml');
      chownSync(config, 4711, 4712);
      expect(user('correct horse\n', 'add', 'ivanova', '--role', 'clinician').status).toBe(0);
      expect(statSync(config)).toMatchObject({ uid: 4711, gid: 4712 });
    },
  );

  test('refuses a short password, a strange name and an unknown role, and writes nothing', () => {
    for (const [input, ...args] of [
      ['short\n', 'add', 'ivanova', '--role', 'clinician'],
      ['correct horse\n', 'add', 'Иванова <b>', '--role', 'clinician'],
      ['correct horse\n', 'add', 'ivanova', '--role', 'king'],
      ['', 'remove', 'nobody'],
    ] as const)
      expect(user(input, ...args).status).not.toBe(0);
    expect(readFileSync(join(folder, 'edge.yaml'), 'utf8')).toBe(CONFIG);
  });
});
