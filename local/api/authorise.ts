import { InvocationFailed } from '../lambda/worker.ts';
import { type Asked, authoriserEvent, methodArn } from './events.ts';
import { Refusal } from './refusals.ts';

type Invoke = (functionName: string, event: unknown) => Promise<unknown>;
type Statement = { Effect?: string; Action?: string | string[]; Resource?: string | string[] };
type Answer = { principalId?: string; policyDocument?: { Statement?: Statement[] }; context?: Record<string, unknown> };

const list = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat());
const glob = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(value);

/** Whether the policy lets this method be called: an explicit deny wins, nothing said is a deny (IAM policy evaluation). */
function allows(statements: readonly Statement[], arn: string): boolean {
  const about = statements.filter(
    ({ Action, Resource }) =>
      list(Action).some((action) => glob(action, 'execute-api:Invoke')) &&
      list(Resource).some((resource) => glob(resource, arn)),
  );
  return about.some(({ Effect }) => Effect === 'Allow') && !about.some(({ Effect }) => Effect === 'Deny');
}

/**
 * Asks the route's authoriser and gives the `authorizer` part of the proxy's request context.
 * Errors: Refusal UNAUTHORIZED, ACCESS_DENIED, AUTHORIZER_FAILURE, AUTHORIZER_CONFIGURATION_ERROR, as API Gateway names them.
 */
export async function authorise(asked: Asked, invoke: Invoke): Promise<Record<string, unknown> | undefined> {
  const { authoriser } = asked.match.route;
  if (!authoriser) return undefined;
  for (const header of authoriser.identityHeaders)
    if (!asked.request.headers[header]) throw new Refusal('UNAUTHORIZED');
  const startedAt = Date.now();
  let answer: Answer;
  try {
    answer = (await invoke(authoriser.functionName, authoriserEvent(asked))) as Answer;
  } catch (cause) {
    // An authoriser says "no such caller" by failing with exactly this word.
    if (cause instanceof InvocationFailed && cause.message === 'Unauthorized') throw new Refusal('UNAUTHORIZED');
    throw new Refusal('AUTHORIZER_FAILURE', cause);
  }
  const statements = answer?.policyDocument?.Statement;
  if (!Array.isArray(statements) || typeof answer.principalId !== 'string')
    throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR');
  // API Gateway passes text, numbers and booleans only; an object in the context is an error there.
  for (const [name, value] of Object.entries(answer.context ?? {}))
    if (!['string', 'number', 'boolean'].includes(typeof value))
      throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR', `context.${name}`);
  if (!allows(statements, methodArn(asked))) throw new Refusal('ACCESS_DENIED');
  const context = Object.fromEntries(
    Object.entries(answer.context ?? {}).map(([name, value]) => [name, String(value)]),
  );
  return { ...context, principalId: answer.principalId, integrationLatency: Date.now() - startedAt };
}
