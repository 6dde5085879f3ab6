import { afterAll, describe, expect, test } from '@jest/globals';
import { openApiDocument } from '../schemas/api/openapi.ts';
import { FOR_BROWSERS, GATHERED, type Route, STREAMING } from '../schemas/api/route.ts';
import { ROUTES } from '../schemas/api/routes.ts';
import { ERRORS } from '../schemas/errors.ts';
import { some } from '../test/some.ts';
import { BOXES } from './boxes.ts';
import { synthesizeSample } from './fixture.ts';

const synthesized = synthesizeSample();
const { ofType, resources } = synthesized;
afterAll(synthesized.remove);

const [[restId, rest] = ['', {} as Record<string, unknown>]] = ofType('AWS::ApiGateway::RestApi');

const propertiesOf = (id: string) => resources[id]?.Properties ?? {};

/** Path of a resource of the REST API, from its parts up to the root. */
function pathOf(id: string): string {
  const { PathPart, ParentId } = propertiesOf(id) as { PathPart: string; ParentId: { Ref?: string } };
  return `${ParentId.Ref ? pathOf(ParentId.Ref) : ''}/${PathPart}`;
}
const methods = ofType('AWS::ApiGateway::Method').map(([, method]) => ({
  name: `${method.HttpMethod} ${pathOf((method.ResourceId as { Ref: string }).Ref)}`,
  method,
}));

/** The method that leads to a route: its own, or the one of its box. */
const methodOf = ({ method, path, function: box }: Route): string =>
  GATHERED[box] === undefined ? `${method} ${path}` : `ANY ${GATHERED[box]}/{proxy+}`;

/** The page of the desk, without data: the only ones that nobody need sign in for. */
const DESK_FILES = ['GET /desk', 'GET /desk/{file}'];

describe('the REST API', () => {
  test('has the methods of the OpenAPI document, and no other', () => {
    const { paths } = openApiDocument('0') as { paths: Record<string, object> };
    const documented = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
    const asked = methods.filter(({ method }) => method.HttpMethod !== 'OPTIONS');
    expect(asked.map((one) => one.name).sort()).toEqual([...new Set(ROUTES.map(methodOf))].sort());
  });

  test('gathers the routes of a box under a root that is its own', () => {
    for (const [box, root] of some(Object.entries(GATHERED)))
      for (const { path, function: of } of ROUTES) expect(path.startsWith(`${root}/`)).toBe(of === box);
  });

  test('answers the question of browsers where pages may ask, and nowhere else, without a token; images are streamed', () => {
    const preflights = methods.filter(({ method }) => method.HttpMethod === 'OPTIONS');
    const open = ROUTES.filter((route) => FOR_BROWSERS.includes(route.function));
    expect(preflights.map(({ name }) => name).sort()).toEqual(open.map(({ path }) => `OPTIONS ${path}`).sort());
    for (const { method } of preflights) expect(method.AuthorizationType).toBe('NONE');
    for (const { path, method } of open.filter((route) => STREAMING.includes(route.function)))
      expect(methods.find(({ name }) => name === `${method} ${path}`)?.method.Integration).toMatchObject({
        ResponseTransferMode: 'STREAM',
      });
  });

  test('asks the authoriser on every method but the question of browsers and the files of the desk, without a cache', () => {
    const [[authoriserId, authoriser] = ['', {} as Record<string, unknown>]] = ofType('AWS::ApiGateway::Authorizer');
    const asking = methods.filter(({ name, method }) => method.HttpMethod !== 'OPTIONS' && !DESK_FILES.includes(name));
    for (const { method } of some(asking))
      expect(method).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authoriserId } });
    expect(authoriser).toMatchObject({
      Type: 'REQUEST',
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: 'method.request.header.Authorization',
    });
  });

  test('opens the desk and its files to everyone, and the box behind them may reach nothing', () => {
    const open = methods.filter(({ method }) => method.HttpMethod !== 'OPTIONS' && method.AuthorizationType === 'NONE');
    expect(open.map(({ name }) => name).sort()).toEqual(DESK_FILES);
    expect(BOXES['desk-page']).toEqual({ timeoutSeconds: expect.any(Number), memoryMb: expect.any(Number) });
    for (const { function: box } of ROUTES.filter((route) => route.open)) expect(box).toBe('desk-page');
  });

  test('compresses what it does not stream, from a kilobyte on', () => {
    expect(rest.MinimumCompressionSize).toBe(1024);
  });

  test.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route.function, methodOf(route)]))(
    '%s runs %s',
    (_, box, name) => {
      const integration = methods.find((one) => one.name === name)?.method.Integration;
      const lambda = /"Fn::GetAtt":\["(\w+)","Arn"\]/.exec(JSON.stringify(integration))?.[1] ?? '';
      expect(resources[lambda]?.Properties.FunctionName).toBe(`oka-sample-${box}`);
      expect(integration).toMatchObject({ Type: 'AWS_PROXY' });
    },
  );

  test('is reached through our endpoint only', () => {
    expect(rest.EndpointConfiguration).toMatchObject({ Types: ['PRIVATE'] });
    expect(JSON.stringify(rest.Policy)).toContain('aws:SourceVpce');
  });

  test('takes and gives bytes as bytes, whatever type a caller names or forgets', () => {
    expect(rest.BinaryMediaTypes).toEqual(['*/*']);
  });

  test('lets API Gateway call exactly the functions it needs', () => {
    const callers = ofType('AWS::Lambda::Permission').filter(
      ([, permission]) => permission.Principal === 'apigateway.amazonaws.com',
    );
    // Those of the routes, and the authoriser.
    expect(callers).toHaveLength(new Set(ROUTES.map((route) => route.function)).size + 1);
    for (const [, permission] of callers) expect(JSON.stringify(permission.SourceArn)).toContain(restId);
  });
});

describe('what API Gateway refuses by itself', () => {
  const refusals = new Map(ofType('AWS::ApiGateway::GatewayResponse').map(([, one]) => [one.ResponseType, one]));

  test.each([
    ['UNAUTHORIZED', 'unauthenticated', '401'],
    ['ACCESS_DENIED', 'forbidden', '403'],
    ['REQUEST_TOO_LARGE', 'over-size', '413'],
    ['MISSING_AUTHENTICATION_TOKEN', 'not-found', '404'],
    ['BAD_REQUEST_PARAMETERS', 'malformed-request', '400'],
    ['DEFAULT_4XX', 'malformed-request', undefined],
    ['DEFAULT_5XX', 'unavailable', undefined],
  ] as const)('%s is told as %s', (type, code, status) => {
    const refusal = refusals.get(type) as { StatusCode?: string; ResponseTemplates: Record<string, string> };
    expect(refusal.StatusCode).toBe(status);
    expect(JSON.parse(refusal.ResponseTemplates['application/json'] ?? '')).toEqual({
      code,
      message: ERRORS[code].meaning,
      whatToDo: ERRORS[code].whatToDo,
      traceId: '$context.requestId',
    });
  });

  test('is written without anything that API Gateway would read as a variable', () => {
    for (const refusal of some(refusals.values())) {
      const text = JSON.stringify(refusal.ResponseTemplates).replaceAll('$context.requestId', '');
      expect(text).not.toMatch(/[$#]/);
    }
  });
});
