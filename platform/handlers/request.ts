import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { z } from 'zod';
import type { Route } from '../../schemas/api/route.ts';
import { ROUTES } from '../../schemas/api/routes.ts';
import { OkaError } from '../../schemas/errors.ts';
import { Traceparent } from '../../schemas/messages.ts';
import { Principal } from '../../schemas/principal.ts';
import { traceparent } from '../queues.ts';

/** A request whose parts have the form that the route table documents. */
export type ApiRequest = {
  readonly principal: Principal;
  readonly path: Readonly<Record<string, string>>;
  /** Parsed by the route's schema, numbers as numbers; {} where the route takes none. */
  readonly query: Readonly<Record<string, unknown>>;
  /** The query as it came: a name may stand in it several times. */
  readonly queries: Readonly<Record<string, readonly string[]>>;
  /** All headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly traceparent: string;
  /** Address of the API as the caller wrote it, for links in answers: `https://oka.region.local/v1`. */
  readonly base: string;
};

/** `PUT /uploads/{kind}/{sha256}` in the route table of schemas/api. @throws OkaError `configuration` */
export function documentedRoute(name: string): Route {
  const found = ROUTES.find(({ method, path }) => `${method} ${path}` === name);
  if (found === undefined) throw new OkaError('configuration', `route ${name} is not in schemas/api/routes.ts`);
  return found;
}

/**
 * Values of a path's parameters, or undefined where it is another path. We compare paths ourselves, each part decoded
 * once, so that what is checked is what was asked for and `%24everything` is `$everything`.
 */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const values: Record<string, string> = {};
  for (const [place, part] of wanted.entries()) {
    const value = decoded(given[place] ?? '');
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name !== undefined && value !== '') values[name] = value;
    else if (part !== value) return undefined;
  }
  return values;
}

/** All headers, names in lower case: they are case-insensitive (RFC 9110 §5.1). */
export const headersOf = ({ headers }: APIGatewayProxyEvent): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']));

/**
 * Holds a request to its route's schemas.
 * @throws OkaError `malformed-request` with the path of the first fault
 */
export function readRequest(
  event: APIGatewayProxyEvent,
  route: Route,
  path: Record<string, string>,
  principal: Principal,
): ApiRequest {
  const headers = headersOf(event);
  const query = Object.fromEntries(
    Object.entries(event.queryStringParameters ?? {}).map(([name, value]) => [name, value ?? '']),
  );
  const declared = Object.keys(route.headers?.shape ?? {}).filter((name) => name in headers);
  if (route.headers) check('headers', route.headers, Object.fromEntries(declared.map((name) => [name, headers[name]])));
  return {
    principal,
    path: check('path', route.parameters, path) as Record<string, string>,
    query: route.query ? check('query', route.query, query) : {},
    queries: queriesOf(event),
    headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    traceparent: traceOf(headers),
    base: baseOf(event, headers),
  };
}

/** A host that is none is left out: the links are then paths, which are as good for a caller who knows whom he asked. */
function baseOf({ path, requestContext }: APIGatewayProxyEvent, headers: Readonly<Record<string, string>>): string {
  const { host = '', 'x-forwarded-proto': scheme = 'https' } = headers;
  const asked = requestContext.path ?? path;
  const stage = asked.endsWith(path) ? asked.slice(0, asked.length - path.length) : '';
  return /^[\w.-]+(:\d{1,5})?$/.test(host) && /^https?$/.test(scheme) ? `${scheme}://${host}${stage}` : stage;
}

const queriesOf = ({ multiValueQueryStringParameters, queryStringParameters }: APIGatewayProxyEvent) =>
  Object.fromEntries(
    Object.entries(multiValueQueryStringParameters ?? queryStringParameters ?? {}).map(([name, value]) => [
      name,
      [value ?? ''].flat(),
    ]),
  );

/** The trace a request belongs to: the caller's W3C context, else API Gateway's X-Ray root, else a new one. */
export function traceOf(headers: Readonly<Record<string, string>>): string {
  const given = Traceparent.safeParse(headers.traceparent);
  if (given.success) return given.data;
  const root = /Root=1-([0-9a-f]{8})-([0-9a-f]{24})/.exec(headers['x-amzn-trace-id'] ?? '');
  return traceparent(root ? `00-${root[1]}${root[2]}` : undefined);
}

/**
 * The name API Gateway gives a request: letters, digits, `-` and `_`. Not its `requestId`, which a caller chooses with the
 * header X-Amzn-RequestId and could use to write over another's audit record.
 */
export const requestIdOf = ({ requestContext }: APIGatewayProxyEvent): string =>
  (requestContext.extendedRequestId ?? requestContext.requestId).replaceAll(/[^\w-]/g, '_');

/** Who asks, as the authoriser said it. @throws OkaError `unauthenticated` */
export function principalOf(event: APIGatewayProxyEvent): Principal {
  const context: unknown = event.requestContext.authorizer?.principal;
  if (typeof context !== 'string') throw new OkaError('unauthenticated', 'no principal');
  return Principal.parse(JSON.parse(context));
}

function check(place: string, schema: z.ZodObject, value: unknown): Record<string, unknown> {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const name = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
  throw new OkaError('malformed-request', `${place}.${name}`);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new OkaError('malformed-request', 'path');
  }
}
