import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { checkTrust } from '../domain/cds-hooks/trust.ts';
import type { Region } from '../domain/region.ts';
import { OkaError } from '../schemas/errors.ts';
import type { Principal } from '../schemas/principal.ts';
import { keysOf } from './tokens.ts';

/** A record system signs a token for each call; the specification sets no length, SMART Backend Services says 5 minutes. */
const LONGEST_SECONDS = 10 * 60;

/**
 * Checks the JWT of a CDS client (CDS Hooks 2.0.1, "Trusting CDS Clients"): a record system of the region, its key, and
 * `aud` exactly the address called. That it is used once is asked by the service itself, which has the table.
 * @param path path of the call below the region's `audience`
 * @throws OkaError `unauthenticated` with what is wrong, never with the token; `unavailable` when a JWKS does not answer
 */
export async function verifyHookToken(token: string, region: Region, path: string, now: Date): Promise<Principal> {
  const issuers = region.issuers.filter(({ kind }) => kind === 'ehr');
  const trust = checkTrust(parsed(token), {
    clients: issuers.map(({ iss, jwksUri }) => ({ iss, jku: jwksUri === undefined ? [] : [jwksUri] })),
    endpoint: hookAddress(region, path),
    now,
    longestSeconds: LONGEST_SECONDS,
    wasSeen: () => false,
  });
  const issuer = 'client' in trust ? issuers.find(({ iss }) => iss === trust.client.iss) : undefined;
  if ('distrusted' in trust || issuer === undefined)
    throw new OkaError('unauthenticated', 'distrusted' in trust ? trust.distrusted : 'issuer');
  try {
    // Times have been judged already, without the mercy that a clock tolerance would be.
    await jwtVerify(token, keysOf(issuer), { algorithms: ['ES384', 'RS384'], currentDate: now });
  } catch (cause) {
    if (cause instanceof OkaError) throw cause;
    if (issuer.jwksUri !== undefined && !isJudged(cause))
      throw new OkaError('unavailable', 'key set of the issuer', { cause });
    throw new OkaError('unauthenticated', 'signature', { cause });
  }
  const clinics = region.clinics.filter(({ ehr }) => ehr !== undefined && ehr === issuer.ehr).map(({ id }) => id);
  const once = { jti: trust.jti, until: trust.until.toISOString() };
  return { kind: 'ehr', id: issuer.iss, clinics, roles: [], once };
}

/** Whether the token was held against the keys: jose gives what went wrong on the way to a key set no code of its own. */
const isJudged = (cause: unknown): boolean =>
  cause instanceof errors.JOSEError && !(cause instanceof errors.JWKSTimeout) && cause.code !== errors.JOSEError.code;

/** A service's address as clients know it: the region's audience is the address of its API. */
export const hookAddress = ({ audience }: Pick<Region, 'audience'>, path: string): string =>
  `${audience.replace(/\/+$/, '')}${path}`;

function parsed(token: string): { readonly header: unknown; readonly claims: unknown } {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch (cause) {
    throw new OkaError('unauthenticated', 'no JWT', { cause });
  }
}
