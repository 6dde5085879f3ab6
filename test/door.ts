import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { routes as chartRoutes } from '../functions/chart-api/routes.ts';
import { routes as operateRoutes } from '../functions/operate/routes.ts';
import { routes as uploadRoutes } from '../functions/uploads/routes.ts';
import { apiHandler } from '../platform/handlers/api.ts';
import { verifyToken } from '../platform/tokens.ts';
import { PublicJwk, RegionFile } from '../schemas/region.ts';
import { apiEvent, type TestWorld, testRegion, withWorld } from './world.ts';

export type Door = {
  readonly it: TestWorld;
  readonly url: string;
  readonly region: RegionFile;
  /** Private keys by name: `edge-north`, `operators`. */
  readonly keys: Readonly<Record<string, JWK>>;
  /** Set to break the line: called for each request with what would be answered. */
  trouble: ((request: { method: string; target: string; number: number }) => Trouble) | undefined;
  close(): Promise<void>;
};

/** `cut-before`: the line breaks before the region has the request; `cut-after`: after it has done it, unanswered. */
export type Trouble = 'cut-before' | 'cut-after' | 'busy' | undefined;

async function newKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const named = { kid, alg: 'ES256' };
  return {
    open: PublicJwk.parse({ ...(await exportJWK(publicKey)), ...named }),
    secret: { ...(await exportJWK(privateKey)), ...named },
  };
}

/** The API's functions behind a real HTTP server, with the real check of tokens: what a clinic's edge and `oka` talk to. */
export async function openDoor(): Promise<Door> {
  const [edge, operators] = [await newKey('edge-north-1'), await newKey('operators-1')];
  const base = testRegion();
  const region = RegionFile.parse({
    ...base,
    clinics: base.clinics.map((clinic) => (clinic.id === 'north' ? { ...clinic, edgeKeys: [edge.open] } : clinic)),
    issuers: [{ iss: 'https://duty.test', kind: 'operator', keys: [operators.open] }],
  });
  const it = await withWorld(region);
  it.time.now = new Date();
  const handler = apiHandler({
    world: () => it.world,
    routes: { ...uploadRoutes, ...chartRoutes, ...operateRoutes },
  });

  let number = 0;
  const door = { trouble: undefined as Door['trouble'] };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    number += 1;
    const { method = 'GET', url = '/' } = request;
    const trouble = door.trouble?.({ method, target: url, number });
    if (trouble === 'cut-before') return void request.socket.destroy();
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    if (trouble === 'busy') return void response.writeHead(503).end();
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const principal = await verifyToken(token, region, new Date()).catch(() => undefined);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const done = await handler(apiEvent(principal, method, url, { body: Buffer.concat(pieces), headers }));
    if (trouble === 'cut-after') return void request.socket.destroy();
    response.writeHead(done.statusCode, done.headers as Record<string, string>);
    response.end(method === 'HEAD' ? undefined : Buffer.from(done.body, done.isBase64Encoded ? 'base64' : 'utf8'));
  };
  const server = createServer((request, response) => {
    // A line that breaks under a request is the line's fault.
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await it.close();
  };
  return Object.assign(door, {
    it,
    url,
    region,
    keys: { 'edge-north': edge.secret, operators: operators.secret },
    close,
  });
}
