import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { printing } from '../test/printed.ts';
import { edge } from './edge.ts';

const SHA = 'a'.repeat(64);
let folder: string;
const printed = printing();
const before = process.env.OKA_DATA;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oka-edge-cli-'));
  process.env.OKA_DATA = folder;
  writeFileSync(join(folder, 'token'), 'a.b.c');
});
afterAll(() => {
  if (before === undefined) delete process.env.OKA_DATA;
  else process.env.OKA_DATA = before;
  rmSync(folder, { recursive: true, force: true });
});
describe('oka edge', () => {
  test('--help teaches what yes means and where the data lie', async () => {
    expect(await edge(['--help'])).toBe(0);
    expect(printed.out).toContain('with fsync');
    expect(printed.out).toContain('.oka/edge/ID');
  });

  test.each([
    ['a clinic is missing', [], '--clinic'],
    ['a port is none', ['--port', 'many'], '--port'],
    ['a port is no whole number', ['--port', '2575.5'], '--port'],
    ['no message is small enough', ['--max-message', '0'], '--max-message'],
    ['a certificate has no key', ['--tls-cert', 'x.pem'], 'go together'],
    ['senders are listed without TLS', ['--allow', 'laboratory'], '--tls-cert'],
    [
      'an authority is named but nobody it signed for',
      ['--tls-cert', 'x', '--tls-key', 'x', '--tls-ca', 'x'],
      '--allow',
    ],
    ['a file cannot be read', ['--tls-cert', 'none.pem', '--tls-key', 'none.key'], 'none.pem'],
    ['a zone is none', ['--zone', 'Moscow'], '--zone'],
    ['the address is not on this machine', ['--port', '0', '--host', '192.0.2.1'], 'EADDRNOTAVAIL'],
    ['an option is unknown', ['--quietly'], '--quietly'],
  ])('says so in a sentence when %s', async (what, options, said) => {
    const clinic = what === 'a clinic is missing' ? [] : ['--clinic', 'north'];
    const connection = ['--token-file', join(folder, 'token'), '--url', 'http://127.0.0.1:9'];
    expect(await edge([...clinic, ...connection, ...options])).toBe(2);
    expect(printed.err).toContain(said);
    expect(printed.err).not.toContain('    at ');
  });

  test('--list says what waits and what the region refused, without starting anything', async () => {
    const own = join(folder, 'edge', 'north');
    mkdirSync(join(own, 'refused'), { recursive: true });
    const at = '2026-01-31T05:00:00.000Z';
    const state = { clinic: 'north', at, waiting: 3, waitingSince: at, bytes: 1000, segments: 1, totals: {} };
    writeFileSync(join(own, 'state.json'), JSON.stringify(state));
    const refused = { sha256: SHA, code: 'digest-mismatch', acceptedAt: at, refusedAt: at };
    writeFileSync(join(own, 'refused', `${SHA}.json`), JSON.stringify(refused));
    expect(await edge(['--clinic', 'north', '--list'])).toBe(0);
    expect(printed.out).toContain(`3 wait, the oldest since ${at}`);
    expect(printed.out).toContain('digest-mismatch');
    printed.out = '';
    await edge(['--clinic', 'north', '--list', '--json']);
    expect(JSON.parse(printed.out)).toEqual({ running: false, ...state, refused: [refused], dropped: [] });
    // A power cut may leave the news empty, since they are not synced.
    writeFileSync(join(own, 'state.json'), '');
    printed.out = '';
    expect(await edge(['--clinic', 'north', '--list'])).toBe(0);
    expect(printed.out).toContain('1 refused by the region');
  });
});
