import type { ServerResponse } from 'node:http';
import type { GatewayResponse } from './routes.ts';

/** What API Gateway says by itself: response type → status and words ("Gateway response types" of its developer guide). */
const TYPES = {
  ACCESS_DENIED: [403, 'User is not authorized to access this resource'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'Internal server error'],
  AUTHORIZER_FAILURE: [500, 'Internal server error'],
  BAD_REQUEST_BODY: [400, 'Invalid request body'],
  INTEGRATION_FAILURE: [502, 'Internal server error'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  UNAUTHORIZED: [401, 'Unauthorized'],
} as const;
export type RefusalType = keyof typeof TYPES;

export class Refusal extends Error {
  readonly type: RefusalType;
  constructor(type: RefusalType, cause?: unknown) {
    super(TYPES[type][1], { cause });
    this.name = 'Refusal';
    this.type = type;
  }
}

/** Fills `$context.…` in a response template; a variable that is not known is empty, as it is there. */
const fillTemplate = (template: string, context: Readonly<Record<string, string>>): string =>
  template.replace(/\$context\.([A-Za-z][A-Za-z0-9_.]*)/g, (_, name: string) => context[name] ?? '');

/** Answers a refusal with the template's gateway response for its type, else for its class, else with API Gateway's own. */
export function answerRefusal(
  response: ServerResponse,
  { type }: Refusal,
  responses: ReadonlyMap<string, GatewayResponse>,
  { requestId, head }: { requestId: string; head: boolean },
): void {
  const [status, message] = TYPES[type];
  const chosen = responses.get(type) ?? responses.get(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  const body = fillTemplate(chosen?.template ?? '{"message":$context.error.messageString}', {
    requestId,
    extendedRequestId: requestId,
    'error.message': message,
    'error.messageString': JSON.stringify(message),
    'error.responseType': type,
    stage: 'local',
  });
  const bytes = Buffer.from(body, 'utf8');
  response.writeHead(chosen?.statusCode ?? status, {
    'Content-Type': 'application/json',
    'Content-Length': bytes.length,
    'x-amzn-RequestId': requestId,
    'x-amzn-ErrorType': type,
    ...chosen?.headers,
  });
  response.end(head ? undefined : bytes);
}
