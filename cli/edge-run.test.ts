import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { printing } from '../test/printed.ts';
import { edge } from './edge.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-run-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const said = printing();
const asRoot = process.getuid?.() === 0 ? test : test.skip;

function settings(): string {
  const config = join(root, 'edge.yaml');
  writeFileSync(join(root, 'token'), 'a.b.c', { mode: 0o600 });
  writeFileSync(
    config,
    'clinic: north\nzone: UTC\ndata: data\nregion:\n  url: http://127.0.0.1:1\n  tokenFile: token\nmllp:\n  port: 0\n',
  );
  return config;
}

describe('oka edge run', () => {
  asRoot('as root does not write into a folder of the edge’s user, who could not read it afterwards', async () => {
    const data = join(root, 'data');
    mkdirSync(data);
    chownSync(data, 4711, 4712);
    expect(await edge(['run', '--config', settings()])).toBe(2);
    expect(said.err).toContain(`${data} belongs to another user`);
  });
});
