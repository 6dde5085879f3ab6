import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { verifyHookToken } from '../../platform/hook-tokens.ts';
import { log } from '../../platform/log.ts';
import { loadRegion } from '../../platform/region.ts';
import { verifyToken } from '../../platform/tokens.ts';
import { OkaError } from '../../schemas/errors.ts';
import { allow } from './policy.ts';

/**
 * REQUEST authoriser of the REST API: says who asks, never what they may do.
 * The one message that API Gateway turns into 401 is `Unauthorized`; its gateway response carries the catalogue.
 */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  try {
    const token = bearerOf(event.headers);
    const isHookCall = event.httpMethod === 'POST' && event.path.startsWith('/cds-services/');
    const principal = isHookCall
      ? await verifyHookToken(token, loadRegion(), event.path, new Date())
      : await verifyToken(token, loadRegion(), new Date());
    return allow(principal, event.methodArn);
  } catch (cause) {
    log.warn('not authenticated', { detail: cause instanceof OkaError ? cause.detail : undefined });
    if (cause instanceof OkaError && cause.code === 'unauthenticated') throw new Error('Unauthorized');
    throw cause;
  }
}

/** `Authorization: Bearer <token>` (RFC 6750 §2.1); header names are case-insensitive. */
function bearerOf(headers: APIGatewayRequestAuthorizerEvent['headers']): string {
  const header = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw new OkaError('unauthenticated', 'no bearer token');
  return token;
}
