import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';

/** Which Lambda answers a route. */
export type ApiFunction =
  | 'desk-page'
  | 'uploads'
  | 'chart-api'
  | 'operate'
  | 'dicomweb'
  | 'cds-hooks'
  | 'desk'
  | 'reconcile'
  | 'duty';
/** Those that send their answers while they read them. */
export const STREAMING: readonly ApiFunction[] = ['dicomweb', 'desk-page'];
/** Those that pages in browsers may call, from origins of the region file: viewers of images, pages of record systems. */
export const FOR_BROWSERS: readonly ApiFunction[] = ['dicomweb', 'cds-hooks'];

/**
 * Boxes that answer everything below a root of their own: API Gateway then holds one method for them instead of two resources
 * for each route, and a stack may have 500 (CloudFormation). Which paths there are, the box says by its own table (404).
 */
export const GATHERED: Readonly<Partial<Record<ApiFunction, string>>> = {
  desk: '/desk-api',
  duty: '/duty',
};

export type Route = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST';
  /** As API Gateway and OpenAPI write it: `{name}` is a path parameter. */
  readonly path: string;
  readonly function: ApiFunction;
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** A body of JSON, held to this schema by who answers the route. */
  readonly json?: z.ZodType;
  /** Media type of a body that the function reads itself. */
  readonly body?: string;
  readonly success: { readonly status: number; readonly media?: string; readonly schema?: z.ZodType };
  /** Files that hold no data and that everyone may have: no authoriser stands before them (infra/api.test.ts names them). */
  readonly open?: true;
  /** Refusals beside 401, 403 and 5xx, which every route has. */
  readonly refusals: readonly ErrorCode[];
};

/** A route without path parameters. */
export const none = z.strictObject({});
export const json = (status: number, schema: z.ZodType) => ({ status, media: 'application/json', schema });
