import { describe, expect, test } from '@jest/globals';
import { ERRORS } from '../errors.ts';
import { openApiDocument } from './openapi.ts';
import { ROUTES } from './routes.ts';

type Operation = {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  responses: Record<string, unknown>;
};
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };
const document = openApiDocument('0.1.0') as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the OpenAPI document', () => {
  test('has one operation for each route, under a name of its own', () => {
    expect(operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      ROUTES.map(({ path, method }) => `${method} ${path}`).sort(),
    );
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(ROUTES.length);
  });

  test('declares exactly the parameters that stand in the path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(operation.parameters.filter((one) => one.in === 'path').map((one) => one.name)).toEqual(inPath);
    }
  });

  test('gives an optional query parameter as not required', () => {
    const put = operations.find(({ operation }) => operation.operationId === 'putSegment')?.operation;
    const required = Object.fromEntries((put?.parameters ?? []).map((one) => [one.name, one.required]));
    expect(required).toMatchObject({ offset: true, length: true, preview: false });
  });

  test('names 401, 403 and 503 on every route that asks who calls, and every refusal by its status', () => {
    for (const route of ROUTES) {
      const operation = document.paths[route.path]?.[route.method.toLowerCase()];
      const statuses = Object.keys(operation?.responses ?? {});
      const doors = route.open ? [] : ['401', '403'];
      expect(statuses).toEqual(expect.arrayContaining([...doors, '503']));
      for (const code of route.refusals) expect(statuses).toContain(String(ERRORS[code].http));
    }
  });

  test('is plain JSON, the same every time', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(openApiDocument('0.1.0')).toEqual(document);
  });

  test('uses only words of OpenAPI 3.0 in its schemas', () => {
    const text = JSON.stringify(document);
    for (const word of ['$schema', '"const"', 'prefixItems', 'propertyNames']) expect(text).not.toContain(word);
  });
});
