import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { certificate } from '../../test/certificate.ts';
import { binaryReader } from '../connector/binary.ts';
import { askRegion, wayTo } from './region.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  ends.push(() => server.closeAllConnections());
  return (server.address() as AddressInfo).port;
}
async function asking(answer: RequestListener, path = '') {
  const server = createServer(answer);
  const region = askRegion({ url: `http://127.0.0.1:${await listen(server)}${path}` });
  ends.push(region.close);
  return { ...region, server };
}
const GET = { method: 'GET', path: '/day', headers: {}, timeoutMs: 1000 } as const;

describe('asking the region', () => {
  test('keeps its connection open from one question to the next', async () => {
    const ports = new Set<number | undefined>();
    const { ask } = await asking((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('x');
    });
    for (let count = 0; count < 3; count += 1) expect(await ask(GET)).toMatchObject({ status: 200 });
    expect(ports.size).toBe(1);
  });

  test('goes below the path of the address that the operators gave', async () => {
    const heard: (string | undefined)[] = [];
    const { ask } = await asking((request, response) => {
      heard.push(request.url);
      response.end();
    }, '/stage/');
    await ask(GET);
    expect(heard).toEqual(['/stage/day']);
  });

  test('says nothing for so long is an absence; a slow answer that goes on is none', async () => {
    const { ask } = await asking((request, response) => {
      if (request.url === '/silent') return;
      for (let count = 0; count < 6; count += 1) setTimeout(() => response.write('x'), count * 60);
      setTimeout(() => response.end(), 360);
    });
    expect((await ask({ ...GET, timeoutMs: 150 })).body.toString()).toBe('xxxxxx');
    await expect(ask({ ...GET, path: '/silent', timeoutMs: 150 })).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('unpacks what came packed, and no more of it than was agreed upon', async () => {
    const { ask } = await asking((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(100_000))),
    );
    expect((await ask(GET)).body.length).toBe(100_000);
    await expect(ask({ ...GET, mostBytes: 50_000 })).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('sends what it says whole, once', async () => {
    const heard: string[] = [];
    const { ask } = await asking((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => heard.push(text));
      request.on('end', () => response.end());
    });
    await ask({ ...GET, method: 'POST', body: [Buffer.from('{"acts":[]}')] });
    expect(heard.join('')).toBe('{"acts":[]}');
  });
});

test('results are fetched from a region whose certificate a private authority signed, and from no other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'oka-region-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const ca = join(folder, 'ca.pem');
  const authority = certificate('authority');
  const { cert, key } = certificate('127.0.0.1', authority);
  const bytes = Buffer.alloc(1_200_000, 7);
  const port = await listen(
    createHttps({ cert, key }, (request, response) => {
      const [, from = 0, to = 0] = (/bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []).map(Number);
      response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${bytes.length}` });
      response.end(bytes.subarray(from, to + 1));
    }) as unknown as Server,
  );
  const read = async (of: Parameters<typeof wayTo>[0]): Promise<Uint8Array> => {
    const region = askRegion(await wayTo(of));
    ends.push(region.close);
    return binaryReader(region.ask, async () => 'token')('/fhir/Binary/x', 'application/fhir+json');
  };
  const url = `https://127.0.0.1:${port}`;
  writeFileSync(ca, authority.cert);
  expect(Buffer.compare(await read({ url, ca }), bytes)).toBe(0);
  await expect(read({ url })).rejects.toMatchObject({ again: true });
  writeFileSync(ca, certificate('other').cert);
  await expect(read({ url, ca })).rejects.toMatchObject({ again: true });
  await expect(read({ url, ca: join(folder, 'none.pem') })).rejects.toMatchObject({ code: 'unreadable-file' });
});
