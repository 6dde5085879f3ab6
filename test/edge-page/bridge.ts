import { createServer } from 'node:http';
import { routes } from '../../functions/chart-api/routes.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import type { World } from '../../platform/world.ts';
import type { Principal } from '../../schemas/principal.ts';
import { apiEvent } from '../world.ts';

export type Bridge = {
  readonly url: string;
  /** Who a token stands for, by its text. */
  readonly tokens: Map<string, Principal>;
  /** Takes the line away: connections are broken off. */
  isAway: boolean;
  readonly asked: string[];
  close(): Promise<void>;
};

/** The chart-api function behind a real HTTP server, as the API Gateway hands it requests. */
export async function bridgeTo(world: () => World): Promise<Bridge> {
  const handler = apiHandler({ world, routes });
  const tokens = new Map<string, Principal>();
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    if (bridge.isAway) {
      request.socket.destroy();
      return;
    }
    asked.push(String(request.url));
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const principal = tokens.get((headers.authorization ?? '').replace('Bearer ', ''));
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const sent = parts.length > 0 ? { body: Buffer.concat(parts) } : {};
    const event = apiEvent(principal, request.method ?? 'GET', String(request.url), { headers, ...sent });
    const answer = await handler(event);
    const more = Object.fromEntries(Object.entries(answer.headers ?? {}).map(([name, value]) => [name, String(value)]));
    response.writeHead(answer.statusCode, more);
    response.end(answer.isBase64Encoded ? Buffer.from(answer.body, 'base64') : answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const bridge: Bridge = {
    ...{ url: `http://127.0.0.1:${port}`, tokens, asked, isAway: false },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return bridge;
}
