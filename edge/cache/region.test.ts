import { createServer, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { certificate } from '../../test/certificate.ts';
import { askRegion } from '../region/region.ts';
import { regionReader } from './region.ts';

const answer = { clinic: 'north', asOf: '2026-03-02T08:00:00.000Z', orders: [], more: false };
let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
});

async function listen(made: Server): Promise<number> {
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
const reader = (url: string, ca?: string) =>
  regionReader({ ask: askRegion({ url, ca }).ask, clinic: 'north', token: async () => 'token', timeoutMs: 500 });

describe('asking the region', () => {
  test('takes a compressed answer, and does not ask for what it holds', async () => {
    const port = await listen(
      createServer((request, response) => {
        if (request.headers['if-none-match'] === '"a"') response.writeHead(304, { etag: '"a"' }).end();
        else response.writeHead(200, { etag: '"a"', 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(answer)));
      }),
    );
    const region = reader(`http://127.0.0.1:${port}`);
    expect(await region.orders()).toEqual({ answer, etag: '"a"' });
    expect(await region.orders('"a"')).toBeUndefined();
  });

  test('says in the region’s own code why it refuses', async () => {
    const port = await listen(
      createServer((_, response) =>
        response.writeHead(403).end(JSON.stringify({ code: 'forbidden', message: 'x', whatToDo: 'y' })),
      ),
    );
    await expect(reader(`http://127.0.0.1:${port}`).orders()).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('calls everything else an absence: silence, a foreign page, half an answer', async () => {
    const replies = ['silence', '<html>captive portal</html>', '{"clinic":"north"', '{"clinic":"north"}'];
    for (const reply of replies) {
      const port = await listen(
        createServer((_, response) => {
          if (reply !== 'silence') response.writeHead(200, { 'content-type': 'text/html' }).end(reply);
        }),
      );
      await expect(reader(`http://127.0.0.1:${port}`).orders()).rejects.toMatchObject({ code: 'unavailable' });
      server?.closeAllConnections();
      server?.close();
      server = undefined;
    }
  });

  test('trusts the authority of the region, and nobody else', async () => {
    const authority = certificate('authority');
    const { cert, key } = certificate('127.0.0.1', authority);
    const port = await listen(
      createHttps({ cert, key }, (_, response) =>
        response.writeHead(200, { etag: '"a"', 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(answer))),
      ) as unknown as Server,
    );
    const url = `https://127.0.0.1:${port}`;
    expect(await reader(url, authority.cert).orders()).toEqual({ answer, etag: '"a"' });
    await expect(reader(url).orders()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(reader(url, certificate('other').cert).orders()).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
