import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerRefusal, Refusal } from '../../local/api/refusals.ts';
import { streamedAnswer } from '../../local/api/streamed.ts';
import { isStreaming, outgoing, streamingRuntime } from '../../local/lambda/streaming.ts';
import type { ApiRoute } from '../../platform/handlers/api.ts';
import { streamingHandler } from '../../platform/handlers/stream.ts';
import { apiEvent, principals, type TestWorld, withWorld } from '../world.ts';

const MIB = 1024 * 1024;
let it: TestWorld;
let server: Server;
let url = '';
/** Pieces that the route makes; `made` counts how far it came. */
let pieces = 0;
let made = 0;
let failAt = Number.POSITIVE_INFINITY;
let auditedBefore = -1;

async function* bytes(): AsyncGenerator<Uint8Array> {
  auditedBefore = (await it.world.objects.list('audit', '')).length;
  for (made = 0; made < pieces; made++) {
    if (made === failAt) throw new Error('the store went away');
    yield Buffer.alloc(MIB, made % 251);
  }
}
const route: ApiRoute = {
  action: 'describe',
  resource: () => ({ about: 'stream' }),
  handle: async () => ({ status: 200, headers: { 'x-made': 'of pieces' }, stream: bytes() }),
};

beforeAll(async () => {
  it = await withWorld();
  Object.assign(globalThis, { awslambda: streamingRuntime });
  const handler = streamingHandler({ world: () => it.world, routes: { 'GET /openapi.json': route } });
  expect(isStreaming(handler)).toBe(true);
  server = createServer(async (request, response) => {
    const streamed = streamedAnswer(response, 'r1');
    try {
      await handler(apiEvent(principals.operator(), 'GET', request.url ?? '/'), outgoing(streamed.take));
      streamed.end();
    } catch (cause) {
      if (response.headersSent) response.destroy();
      else
        answerRefusal(
          response,
          cause instanceof Refusal ? cause : new Refusal('INTEGRATION_FAILURE', cause),
          new Map(),
          { requestId: 'r1', head: false },
        );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await it.close();
});

describe('a streamed answer', () => {
  test('larger than any buffered one arrives whole, audited before its first byte', async () => {
    [pieces, failAt] = [48, Number.POSITIVE_INFINITY];
    const before = (await it.world.objects.list('audit', '')).length;
    const answer = await fetch(`${url}/openapi.json`);
    expect([answer.status, answer.headers.get('x-made')]).toEqual([200, 'of pieces']);
    const body = Buffer.from(await answer.arrayBuffer());
    expect(body.length).toBe(48 * MIB);
    expect([body[0], body[20 * MIB], body.at(-1)]).toEqual([0, 20, 47]);
    expect(auditedBefore).toBe(before + 1);
  });

  test('waits for a reader who is slow: what he has not taken is not made yet', async () => {
    [pieces, failAt] = [64, Number.POSITIVE_INFINITY];
    const answer = await fetch(`${url}/openapi.json`);
    const reader = answer.body?.getReader();
    await reader?.read();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(made).toBeLessThan(32);
    await reader?.cancel();
  });

  test('that fails on the way is broken off: nobody takes the part for the whole', async () => {
    [pieces, failAt] = [16, 8];
    const answer = await fetch(`${url}/openapi.json`);
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });

  test('that is refused at the door is a plain answer', async () => {
    const answer = await fetch(`${url}/nothing`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'not-found']);
  });

  test('above the limit of Lambda is broken off here as there', async () => {
    [pieces, failAt] = [201, Number.POSITIVE_INFINITY];
    const answer = await fetch(`${url}/openapi.json`);
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });
});

describe('what a function streams without metadata', () => {
  test.each([
    ['no delimiter', Buffer.alloc(20_000, 0x61)],
    ['metadata that are no JSON', Buffer.concat([Buffer.from('{{'), Buffer.alloc(8)])],
    ['a status that is none', Buffer.concat([Buffer.from('{"statusCode":1}'), Buffer.alloc(8)])],
  ])('is no answer: %s', async (_, text) => {
    const response = {
      headersSent: false,
      setHeader: () => {},
      writeHead: () => {},
      flushHeaders: () => {},
    };
    const streamed = streamedAnswer(response as never, 'r1');
    await streamed.take(text);
    expect(() => streamed.end()).toThrow(Refusal);
  });
});
