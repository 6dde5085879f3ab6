import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Refusal } from '../../schemas/api/answers.ts';
import { ERRORS, OkaError } from '../../schemas/errors.ts';

/** What a route answers: JSON or bytes. Nothing of it may be kept by a cache on the way. */
export type ApiAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  /** Bytes that are sent while they are read; only a handler of `streamingHandler` answers so. */
  readonly stream?: AsyncIterable<Uint8Array>;
  /** What it tells of beside the subject of the request; for the audit (ids only). */
  readonly alsoAbout?: readonly string[];
};

export function headersOfAnswer({ headers, contentType, bytes, stream }: ApiAnswer): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-type': contentType ?? ((bytes ?? stream) ? 'application/octet-stream' : 'application/json; charset=utf-8'),
    ...headers,
  };
}

export function answered(answer: ApiAnswer): APIGatewayProxyResult {
  const { status, json, bytes } = answer;
  return {
    statusCode: status,
    headers: headersOfAnswer(answer),
    // API Gateway turns base64 back, because every media type of the API is binary (infra/constructs/api.ts).
    body: bytes ? Buffer.from(bytes).toString('base64') : json === undefined ? '' : JSON.stringify(json),
    isBase64Encoded: bytes !== undefined,
  };
}

/** A fault that is none of ours is a store or queue that did not answer: its text stays in the log. */
export const faultOf = (cause: unknown): OkaError =>
  cause instanceof OkaError ? cause : new OkaError('unavailable', undefined, { cause });

/** The catalogue's words for a fault; under /fhir and for CDS Hooks as an OperationOutcome (FHIR R4 §3.1.0.1.7). */
export function refused(fault: OkaError, path: string, traceId: string): ApiAnswer {
  const { http, meaning, whatToDo } = ERRORS[fault.code];
  const refusal: Refusal = {
    code: fault.code,
    message: meaning,
    whatToDo,
    ...(fault.code === 'malformed-request' && fault.detail !== undefined ? { path: fault.detail } : {}),
    traceId,
  };
  return /^\/(fhir|cds-services)(\/|$)/.test(path)
    ? { status: http, contentType: 'application/fhir+json; charset=utf-8', json: outcomeOf(refusal) }
    : { status: http, json: refusal };
}

/** HTTP status → FHIR R4 issue-type, where one says more than `processing`. */
const ISSUE_TYPES: Readonly<Record<number, fhir4.OperationOutcomeIssue['code']>> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'too-long',
  503: 'transient',
};

function outcomeOf({ code, message, whatToDo, path, traceId }: Refusal): fhir4.OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        code: ISSUE_TYPES[ERRORS[code].http] ?? 'processing',
        details: { coding: [{ system: 'https://oka.health/fhir/error', code }], text: `${message} ${whatToDo}` },
        diagnostics: `trace ${traceId}`,
        ...(path === undefined ? {} : { expression: [path] }),
      },
    ],
  };
}
