import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { Refusal } from './answers.ts';
import type { Route } from './route.ts';
import { ROUTES } from './routes.ts';

type Json = { readonly [key: string]: unknown };

const schemaOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'output' });

/** The OpenAPI 3.0 document of the API, made from the route table and the zod schemas; pure, the same every time. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of ROUTES) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] as object, { [route.method.toLowerCase()]: operationOf(route) });
  }
  return {
    openapi: '3.0.3',
    info: {
      title: 'Oka',
      version,
      description:
        'The private API of a region: uploads from clinics, charts in FHIR R4, and the way of every input for operators.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Refusal: schemaOf(Refusal) },
    },
  };
}

function operationOf(route: Route): Json {
  return {
    operationId: route.operationId,
    summary: route.summary,
    parameters: [
      ...parametersIn('path', route.parameters),
      ...(route.query ? parametersIn('query', route.query) : []),
      ...(route.headers ? parametersIn('header', route.headers) : []),
    ],
    ...(route.body
      ? { requestBody: { required: true, content: { [route.body]: { schema: { type: 'string', format: 'binary' } } } } }
      : {}),
    ...(route.json
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.json) } } } }
      : {}),
    ...(route.open ? { security: [] } : {}),
    responses: responsesOf(route),
  };
}

function parametersIn(place: 'path' | 'query' | 'header', object: z.ZodObject): Json[] {
  return Object.entries(object.shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !(schema instanceof z.ZodOptional),
    schema: schemaOf(schema as z.ZodType),
  }));
}

function responsesOf({ success, refusals, open }: Route): Json {
  const schema = success.schema ? schemaOf(success.schema) : { type: 'string', format: 'binary' };
  const responses: Record<string, Json> = {
    [success.status]: {
      description: 'Done.',
      ...(success.media ? { content: { [success.media]: { schema } } } : {}),
    },
  };
  const doors: readonly ErrorCode[] = open ? [] : ['unauthenticated', 'forbidden'];
  const codes: readonly ErrorCode[] = [...doors, ...refusals, 'unavailable'];
  for (const status of new Set(codes.map((code) => ERRORS[code].http))) {
    const here = codes.filter((code) => ERRORS[code].http === status);
    responses[status] = {
      description: here.map((code) => `${code}: ${ERRORS[code].meaning}`).join(' '),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
    };
  }
  return responses;
}
