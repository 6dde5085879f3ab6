import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { printed } from '../test/printed.ts';
import { identities } from './identities.ts';

const example = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'events', 'api', `${name}.json`), 'utf8');
const asked: string[] = [];
let server: Server;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oka-identities-'));
  writeFileSync(join(folder, 'token'), 'a.b.c');
  server = createServer(({ method, url }, response) => {
    asked.push(`${method} ${decodeURIComponent(url ?? '')}`);
    response.setHeader('content-type', 'application/json');
    if (url?.includes('nowhere')) {
      response.statusCode = 404;
      response.end(JSON.stringify({ code: 'not-found', message: 'm', whatToDo: 'w' }));
    } else response.end(example(method === 'GET' ? 'identities-answer' : 'identity-answer'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return printed(() => identities([...args, '--url', url, '--token-file', join(folder, 'token')]));
};

describe('oka identities', () => {
  test('lists the pairs of a clinic, each with both sides under one another', async () => {
    const { code, out } = await run('--clinic', 'district');
    expect(code).toBe(0);
    expect(out).toContain('district     1980-05-12    female  Ёлкина Анна Фоминична');
    expect(out).toContain('post         1980-05-12    female  Небылова Анна Фоминична');
    expect(out).toContain('DIFFERS: family-name');
    expect(asked.at(-1)).toBe('GET /identities/district');
  });

  test.each(['link', 'apart', 'undo'])('decides with --%s', async (decision) => {
    const { code, out } = await run('--clinic', 'district', `--${decision}`, 'one~other');
    expect([code, asked.at(-1)]).toEqual([0, `POST /identities/district/one~other/${decision}`]);
    expect(out).toContain('linked by registrar-berezovo');
  });

  test('prints JSON, says what is not there, and takes one decision at a time', async () => {
    expect(JSON.parse((await run('--clinic', 'district', '--json')).out)).toEqual(
      JSON.parse(example('identities-answer')),
    );
    expect((await run('--clinic', 'nowhere')).code).toBe(1);
    expect((await run('--clinic', 'district', '--link', 'a~b', '--apart', 'a~b')).code).toBe(2);
    expect((await run()).code).toBe(2);
  });
});
