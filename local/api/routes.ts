import { OkaError } from '../../schemas/errors.ts';
import { nameOfArn } from '../template/names.ts';
import type { ApiResource } from '../template/plan.ts';

export type Authoriser = { functionName: string; identityHeaders: string[] };
export type Route = {
  method: string;
  /** As the template writes it: `/uploads/{kind}/{sha256}`. */
  path: string;
  segments: string[];
  functionName: string;
  timeoutMs: number;
  /** The function's answer is passed on while it is written. */
  streams: boolean;
  authoriser: Authoriser | undefined;
};
export type GatewayResponse = {
  statusCode: number | undefined;
  template: string | undefined;
  headers: Record<string, string>;
};
export type ApiPlan = {
  routes: Route[];
  binaryMediaTypes: string[];
  /** From how many bytes on an answer is compressed for callers that take it; undefined: never. */
  compressFromBytes: number | undefined;
  responses: ReadonlyMap<string, GatewayResponse>;
};

const INTEGRATION_TIMEOUT_MS = 29_000;
const fail = (sentence: string): never => {
  throw new OkaError('configuration', sentence);
};
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const texts = (value: unknown): Record<string, string> => (value ?? {}) as Record<string, string>;

/** `arn:aws:apigateway:…:functions/<function ARN>/invocations`, or of a streaming one → the function's name. */
function functionOfUri(logicalId: string, uri: unknown): string {
  const found = /\/functions\/([^/]+)\/(?:response-streaming-)?invocations$/.exec(text(uri) ?? '')?.[1];
  return nameOfArn(found ?? fail(`${logicalId}: the local API plays Lambda proxy integrations only`));
}

function authorisers(resources: readonly ApiResource[]): Map<string, Authoriser> {
  return new Map(
    resources
      .filter(({ type }) => type === 'AWS::ApiGateway::Authorizer')
      .map(({ logicalId, properties }) => {
        if (properties.Type !== 'REQUEST') fail(`${logicalId}: the local API plays REQUEST authorisers only`);
        const sources = (text(properties.IdentitySource) ?? '').split(',').filter((source) => source !== '');
        const identityHeaders = sources.map(
          (source) =>
            /^method\.request\.header\.(.+)$/.exec(source.trim())?.[1]?.toLowerCase() ??
            fail(`${logicalId}: the local API plays headers as identity sources, not ${source}`),
        );
        return [logicalId, { functionName: functionOfUri(logicalId, properties.AuthorizerUri), identityHeaders }];
      }),
  );
}

/** The routes, authorisers and gateway responses of the template's REST API. Errors: `configuration` for what is not played. */
export function planApi(resources: readonly ApiResource[]): ApiPlan {
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  const pathOf = (id: string): string => {
    if (id.endsWith('.RootResourceId')) return '';
    const { properties } = byId.get(id) ?? fail(`the API has no resource ${id}`);
    return `${pathOf(String(properties.ParentId))}/${properties.PathPart}`;
  };
  const known = authorisers(resources);
  const routes: Route[] = [];
  const responses = new Map<string, GatewayResponse>();
  let binaryMediaTypes: string[] = [];
  let compressFromBytes: number | undefined;
  for (const { logicalId, type, properties } of resources) {
    if (type === 'AWS::ApiGateway::RestApi') {
      if (properties.Body || properties.BodyS3Location)
        fail(`${logicalId}: the local API plays Resource and Method resources, not an OpenAPI body`);
      const { MinimumCompressionSize: from } = properties;
      compressFromBytes = from === undefined ? undefined : Number(from);
      binaryMediaTypes = [...binaryMediaTypes, ...((properties.BinaryMediaTypes as string[] | undefined) ?? [])];
    } else if (type === 'AWS::ApiGateway::Method') {
      const integration = (properties.Integration ?? {}) as Record<string, unknown>;
      if (integration.Type !== 'AWS_PROXY') fail(`${logicalId}: the local API plays AWS_PROXY integrations only`);
      const path = pathOf(String(properties.ResourceId)) || '/';
      const authoriserId = text(properties.AuthorizerId);
      if (properties.AuthorizationType === 'CUSTOM' && !known.has(authoriserId ?? ''))
        fail(`${logicalId}: no authoriser ${authoriserId}`);
      if (!['CUSTOM', 'NONE', undefined].includes(text(properties.AuthorizationType)))
        fail(`${logicalId}: the local API does not play ${properties.AuthorizationType}`);
      routes.push({
        method: String(properties.HttpMethod),
        path,
        segments: path.split('/').slice(1),
        functionName: functionOfUri(logicalId, integration.Uri),
        streams: integration.ResponseTransferMode === 'STREAM',
        timeoutMs: Number(integration.TimeoutInMillis ?? INTEGRATION_TIMEOUT_MS),
        authoriser: properties.AuthorizationType === 'CUSTOM' ? known.get(authoriserId ?? '') : undefined,
      });
    } else if (type === 'AWS::ApiGateway::GatewayResponse') {
      const headers = Object.entries(texts(properties.ResponseParameters)).flatMap(([name, value]) => {
        const header = /^gatewayresponse\.header\.(.+)$/.exec(name)?.[1];
        return header ? [[header, value.replace(/^'(.*)'$/, '$1')] as const] : [];
      });
      responses.set(String(properties.ResponseType), {
        statusCode: properties.StatusCode === undefined ? undefined : Number(properties.StatusCode),
        template: texts(properties.ResponseTemplates)['application/json'],
        headers: Object.fromEntries(headers),
      });
    }
  }
  return { routes, binaryMediaTypes, compressFromBytes, responses };
}

export type Match = { route: Route; parameters: Record<string, string> };

/** The route for a method and a path; a fixed segment goes before a parameter, a parameter before `{proxy+}`. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const asked = path.split('/').slice(1);
  let best: (Match & { weight: string }) | undefined;
  for (const route of routes) {
    if (route.method !== method && route.method !== 'ANY') continue;
    const parameters: Record<string, string> = {};
    let weight = '';
    const greedy = route.segments.at(-1)?.endsWith('+}') ?? false;
    if (greedy ? asked.length < route.segments.length : asked.length !== route.segments.length) continue;
    const fits = route.segments.every((segment, index) => {
      const name = /^\{(.+?)(\+?)\}$/.exec(segment);
      const value = name?.[2] ? asked.slice(index).join('/') : (asked[index] ?? '');
      weight += name ? (name[2] ? '0' : '1') : '2';
      if (!name?.[1]) return segment === value;
      if (value === '') return false;
      parameters[name[1]] = decode(value);
      return true;
    });
    if (fits && (!best || weight > best.weight)) best = { route, parameters, weight };
  }
  return best && { route: best.route, parameters: best.parameters };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
