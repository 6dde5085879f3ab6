import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { log } from '../../platform/log.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Take } from '../lambda/worker.ts';
import { authorise } from './authorise.ts';
import { compressedFor } from './compression.ts';
import { type Asked, isBinary, proxyEvent } from './events.ts';
import { answerRefusal, Refusal } from './refusals.ts';
import { type ApiPlan, matchRoute } from './routes.ts';
import { streamedAnswer } from './streamed.ts';

/** Limits of API Gateway (payload) and of Lambda (synchronous request and response). */
const PAYLOAD_LIMIT_BYTES = 10 * 1024 * 1024;
const LAMBDA_LIMIT_BYTES = 6 * 1024 * 1024;

export type ApiOptions = {
  plan: ApiPlan;
  invoke: (functionName: string, event: unknown, take?: Take) => Promise<unknown>;
  port: number;
};

async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > PAYLOAD_LIMIT_BYTES) throw new Refusal('REQUEST_TOO_LARGE');
  const pieces: Buffer[] = [];
  let length = 0;
  // Left early, the request must stay open: its refusal is still to be sent.
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > PAYLOAD_LIMIT_BYTES) throw new Refusal('REQUEST_TOO_LARGE');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

type ProxyResult = {
  statusCode?: unknown;
  headers?: Record<string, unknown>;
  multiValueHeaders?: Record<string, unknown[]>;
  body?: unknown;
  isBase64Encoded?: boolean;
};

/** Writes a Lambda proxy result; Base64 is decoded only for a caller that accepts a binary type, as API Gateway does. */
function answerResult(
  { request }: Asked,
  response: ServerResponse,
  result: ProxyResult,
  plan: ApiPlan,
  requestId: string,
) {
  const status = Number(result?.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) throw new Refusal('INTEGRATION_FAILURE');
  if (result.body !== undefined && result.body !== null && typeof result.body !== 'string')
    throw new Refusal('INTEGRATION_FAILURE');
  if ((result.body?.length ?? 0) > LAMBDA_LIMIT_BYTES) throw new Refusal('INTEGRATION_FAILURE');
  const accepts = isBinary(request.headers.accept?.split(',')[0], plan.binaryMediaTypes);
  const bytes = Buffer.from(result.body ?? '', result.isBase64Encoded && accepts ? 'base64' : 'utf8');
  response.setHeader('Content-Type', 'application/json');
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  for (const [name, values] of Object.entries(result.multiValueHeaders ?? {}))
    response.setHeader(name, values.map(String));
  response.setHeader('x-amzn-RequestId', requestId);
  if (request.method === 'HEAD') {
    response.writeHead(status).end();
    return;
  }
  const sent = compressedFor(request, response, bytes, plan.compressFromBytes);
  response.setHeader('Content-Length', sent.length);
  response.writeHead(status).end(sent);
}

async function handle(request: IncomingMessage, response: ServerResponse, requestId: string, options: ApiOptions) {
  const { plan, invoke } = options;
  const [path = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const match = matchRoute(plan.routes, request.method ?? 'GET', path);
  if (!match) throw new Refusal('MISSING_AUTHENTICATION_TOKEN');
  const asked: Asked = {
    request,
    match,
    path,
    query: new URLSearchParams(search),
    requestId,
    receivedAt: new Date(),
  };
  const body = await readBody(request);
  const authorizer = await authorise(asked, invoke);
  const binary = isBinary(request.headers['content-type'], plan.binaryMediaTypes);
  const event = proxyEvent(asked, { body, binary, authorizer });
  if ((event.body?.length ?? 0) > LAMBDA_LIMIT_BYTES) throw new Refusal('REQUEST_TOO_LARGE');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal('INTEGRATION_TIMEOUT')), match.route.timeoutMs);
  });
  try {
    if (match.route.streams) {
      const streamed = streamedAnswer(response, requestId);
      await Promise.race([invoke(match.route.functionName, event, streamed.take).then(streamed.end), late]);
      return;
    }
    const result = await Promise.race([invoke(match.route.functionName, event), late]);
    answerResult(asked, response, result as ProxyResult, plan, requestId);
  } catch (cause) {
    throw cause instanceof Refusal ? cause : new Refusal('INTEGRATION_FAILURE', cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Serves the template's REST API on loopback. Errors: `configuration` when the port is taken. */
export async function startApi(options: ApiOptions) {
  const server = createServer((request, response) => {
    const requestId = randomUUID();
    handle(request, response, requestId, options).catch((cause: unknown) => {
      if (!(cause instanceof Refusal)) log.error('the local API failed', { requestId }, cause);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const refusal = cause instanceof Refusal ? cause : new Refusal('INTEGRATION_FAILURE', cause);
      answerRefusal(response, refusal, options.plan.responses, { requestId, head: request.method === 'HEAD' });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new OkaError('configuration', `OKA_HTTP_PORT=${options.port}: ${cause.message}`, { cause })),
    );
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
