import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type Action, isAction, may } from '../../domain/access/may.ts';
import type { Route } from '../../schemas/api/route.ts';
import { MAX_BODY_BYTES } from '../../schemas/api/uploads.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Principal } from '../../schemas/principal.ts';
import { writeAudit } from '../audit.ts';
import { log } from '../log.ts';
import type { World } from '../world.ts';
import { type ApiAnswer, answered, faultOf, refused } from './answer.ts';
import { type Browsers, forBrowsers } from './browsers.ts';
import {
  type ApiRequest,
  documentedRoute,
  headersOf,
  matchPath,
  principalOf,
  readRequest,
  requestIdOf,
  traceOf,
} from './request.ts';

/** What a request is about: the clinic that `may` asks for, and what the audit names (ids only). */
export type Subject = { readonly clinic?: string | undefined; readonly about: string };

export type ApiRoute = {
  readonly action: Action;
  readonly resource: (request: ApiRequest, world: World) => Subject | Promise<Subject>;
  readonly handle: (request: ApiRequest, world: World) => Promise<ApiAnswer>;
  /** Said by machines each minute, of nobody and nothing: where it is granted nothing is written down. */
  readonly isBeat?: true;
};

export type ApiOptions = {
  readonly world: () => World;
  readonly routes: Readonly<Record<string, ApiRoute>>;
  /** Pages that may call it from a browser; nobody's otherwise. */
  readonly browsers?: Browsers;
};

type Prepared = ApiRoute & { readonly name: string; readonly documented: Route };

/**
 * A Lambda over routes of the REST API. Each request passes the same doors: form (400), size (413), permission (403), the
 * route itself; then it is written down, a refusal as well, and only then answered. Faults are answered in the catalogue's words.
 * @param options.routes `METHOD /path/{parameter}` as in schemas/api/routes.ts → rule, subject and work
 * @throws OkaError `configuration` at start for a route without a rule or outside the documented table
 */
export function apiHandler(options: ApiOptions): (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult> {
  const plain = answering(options);
  const answer = options.browsers ? forBrowsers(plain, options.browsers, options.world) : plain;
  return async (event) => answered(await answer(event));
}

/** What `apiHandler` answers, not yet in the form of a Lambda: never rejects. Errors at start as there. */
export function answering({ world, routes }: ApiOptions): (event: APIGatewayProxyEvent) => Promise<ApiAnswer> {
  const prepared = Object.entries(routes).map(([name, route]): Prepared => {
    if (!isAction(route.action))
      throw new OkaError('configuration', `route ${name} has no rule in domain/access/may.ts`);
    return { ...route, name, documented: documentedRoute(name) };
  });
  return (event) => {
    const traceId = traceOf(headersOf(event)).split('-')[1] ?? '';
    return audited(prepared, event, world, traceId).catch((cause: unknown) => {
      const fault = faultOf(cause);
      const keys = { traceId, requestId: requestIdOf(event), code: fault.code };
      if (fault.class === 'transient') log.error('request failed', keys, cause);
      else log.warn('request refused', { ...keys, detail: fault.detail });
      return refused(fault, event.path, traceId);
    });
  };
}

/** Runs the route; the audit record is written for an answer and for a refusal alike, and before either leaves. */
async function audited(
  routes: readonly Prepared[],
  event: APIGatewayProxyEvent,
  world: () => World,
  traceId: string,
): Promise<ApiAnswer> {
  const { route, path } = routeOf(routes, event);
  const principal = principalOf(event);
  const reached = world();
  // Nothing of a request that lacks the form is written down: it could hold anything.
  let about: string | undefined;
  let answer: ApiAnswer;
  let fault: OkaError | undefined;
  try {
    const request = readRequest(event, route.documented, path, principal);
    about = Object.values(request.path).join('/');
    if (request.body.length > MAX_BODY_BYTES) throw new OkaError('over-size', 'body');
    const subject = await route.resource(request, reached);
    about = subject.about;
    requirePermission(principal, route.action, subject);
    answer = await route.handle(request, reached);
  } catch (cause) {
    fault = faultOf(cause);
    answer = refused(fault, event.path, traceId);
  }
  if (route.isBeat && fault === undefined) return answer;
  await writeAudit(reached, {
    requestId: requestIdOf(event),
    principal,
    action: route.action,
    about: [...new Set([...(about ? [about] : []), ...(answer.alsoAbout ?? [])])],
    status: answer.status,
  });
  if (fault) throw fault;
  return answer;
}

function routeOf(routes: readonly Prepared[], { httpMethod, path }: APIGatewayProxyEvent) {
  for (const route of routes) {
    const values = route.documented.method === httpMethod ? matchPath(route.documented.path, path) : undefined;
    if (values) return { route, path: values };
  }
  throw new OkaError('not-found', `${httpMethod} route`);
}

/** @throws OkaError `forbidden` */
function requirePermission(principal: Principal, action: Action, subject: Subject): void {
  if (!may(principal, action, { clinic: subject.clinic })) throw new OkaError('forbidden', action);
}
