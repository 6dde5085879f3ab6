import type { IncomingMessage } from 'node:http';
import { ACCOUNT, REGION } from '../template/resolve.ts';
import type { Match } from './routes.ts';

const STAGE = 'local';
const API_ID = 'local';

export type Asked = {
  request: IncomingMessage;
  match: Match;
  path: string;
  query: URLSearchParams;
  requestId: string;
  receivedAt: Date;
};

/** Media types as API Gateway compares them: parameters dropped, a star for the whole or for the subtype. */
export function isBinary(mediaType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  const type = (mediaType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return binaryMediaTypes.some(
    (known) => known === '*/*' || known === type || (known.endsWith('/*') && type.startsWith(known.slice(0, -1))),
  );
}

function group(pairs: Iterable<readonly [string, string]>) {
  const single: Record<string, string> = {};
  const multi: Record<string, string[]> = {};
  for (const [name, value] of pairs) {
    single[name] = value;
    multi[name] = [...(multi[name] ?? []), value];
  }
  return { single, multi };
}

function* headerPairs({ rawHeaders }: IncomingMessage): Generator<readonly [string, string]> {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    yield [rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''];
}

/** What the authoriser's and the proxy's event have in common (API Gateway developer guide, REST APIs, format 1.0). */
function commonEvent({ request, match, path, query, requestId, receivedAt }: Asked) {
  const headers = group(headerPairs(request));
  const parameters = group(query);
  const some = <T>(record: Record<string, T>) => (Object.keys(record).length > 0 ? record : null);
  return {
    resource: match.route.path,
    path,
    httpMethod: request.method ?? 'GET',
    headers: { ...headers.single, 'X-Forwarded-Proto': 'http' },
    multiValueHeaders: { ...headers.multi, 'X-Forwarded-Proto': ['http'] },
    queryStringParameters: some(parameters.single),
    multiValueQueryStringParameters: some(parameters.multi),
    pathParameters: some(match.parameters),
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT,
      apiId: API_ID,
      domainName: request.headers.host ?? 'localhost',
      extendedRequestId: requestId,
      httpMethod: request.method ?? 'GET',
      identity: {
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? null,
      },
      // Without a stage, as behind a custom domain name.
      path,
      protocol: `HTTP/${request.httpVersion}`,
      requestId,
      requestTime: receivedAt.toISOString(),
      requestTimeEpoch: receivedAt.getTime(),
      resourceId: match.route.path,
      resourcePath: match.route.path,
      stage: STAGE,
    },
  };
}

export const methodArn = ({ request, path }: Asked): string =>
  `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}/${STAGE}/${request.method}${path}`;

export const authoriserEvent = (asked: Asked) => ({
  type: 'REQUEST',
  methodArn: methodArn(asked),
  ...commonEvent(asked),
});

export function proxyEvent(
  asked: Asked,
  { body, binary, authorizer }: { body: Buffer; binary: boolean; authorizer: Record<string, unknown> | undefined },
) {
  const common = commonEvent(asked);
  return {
    ...common,
    requestContext: { ...common.requestContext, ...(authorizer ? { authorizer } : {}) },
    body: body.length === 0 ? null : body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary && body.length > 0,
  };
}
