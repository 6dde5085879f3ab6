import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { z } from 'zod';
import { clinicById, type Region } from '../domain/region.ts';
import { OkaError } from '../schemas/errors.ts';
import { AcknowledgementClaims, BlindReadClaims, type Principal, TokenClaims } from '../schemas/principal.ts';
import type { Issuer } from '../schemas/region.ts';

/** RFC 7518 §3.1 without the symmetric ones and without `none`: a registry of public keys cannot hold a secret. */
const ALGORITHMS = ['ES256', 'ES384', 'RS384', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 60;
/** Machines sign a token per call or so; a person keeps one for a shift. */
const LIFE_SECONDS = { edge: 10 * 60, ehr: 10 * 60, person: 12 * 3600, operator: 12 * 3600 } as const;

type Trusted = {
  readonly kind: Principal['kind'];
  readonly keys: JWTVerifyGetKey;
  readonly clinics: string[];
  /** Of whose people it may speak; undefined: of everybody's. */
  readonly speaksFor?: readonly string[] | undefined;
};

/** A key is made ready once for each issuer of a region, not for each token. */
const localKeys = new WeakMap<Issuer, JWTVerifyGetKey>();
/** Remote key sets are cached by jose per object (10 minutes, one fetch per 30 s for an unknown kid). */
const remoteKeys = new Map<string, JWTVerifyGetKey>();

/**
 * Checks a bearer token (RFC 7519, RFC 8725): registered issuer, its key by `kid`, signature, `aud`, `exp`, `iat`, life.
 * @throws OkaError `unauthenticated` with what is wrong, never with the token; `unavailable` when a JWKS does not answer.
 */
export async function verifyToken(token: string, region: Region, now: Date): Promise<Principal> {
  const { claims, trusted } = await verify(token, region, now);
  const checked = TokenClaims.parse(claims);
  // RFC 8725 §3.12: a signed statement goes through other hands (a record system's, a queue's) and opens no door.
  if ('oka' in checked) throw refused('a statement, no token');
  return principalOf(checked, trusted);
}

/**
 * Checks a physician's signed acknowledgement. It is judged at the time it was sent, not when the queue brings it:
 * an outage of an hour must not take a signature back. `sentAt` itself cannot lie after `now`.
 * @throws OkaError `unauthenticated`
 */
export async function verifyStatement(
  statement: string,
  region: Region,
  sentAt: Date,
  now: Date,
): Promise<{ principal: Principal; signedAt: Date; about: z.infer<typeof AcknowledgementClaims>['oka'] }> {
  if (sentAt.getTime() > now.getTime() + CLOCK_TOLERANCE_SECONDS * 1000) throw refused('sent in the future');
  const { claims, trusted } = await verify(statement, region, sentAt);
  const stated = AcknowledgementClaims.safeParse(claims);
  if (!stated.success) throw refused(`claim ${stated.error.issues[0]?.path.join('.')}`);
  return {
    principal: principalOf(stated.data, trusted),
    signedAt: new Date(stated.data.iat * 1000),
    about: stated.data.oka,
  };
}

/**
 * Checks what a radiologist signed of a study of the blind sample; judged at the time it comes.
 * @throws OkaError `unauthenticated`
 */
export async function verifyBlindRead(
  statement: string,
  region: Region,
  now: Date,
): Promise<{ principal: Principal; signedAt: Date; about: z.infer<typeof BlindReadClaims>['oka'] }> {
  const { claims, trusted } = await verify(statement, region, now);
  const stated = BlindReadClaims.safeParse(claims);
  if (!stated.success) throw refused(`claim ${stated.error.issues[0]?.path.join('.')}`);
  const { oka, iat } = stated.data;
  return { principal: principalOf(stated.data, trusted), signedAt: new Date(iat * 1000), about: oka };
}

async function verify(token: string, region: Region, now: Date) {
  const trusted = trustedIssuer(region, issuerNamedBy(token));
  const claims = await signedClaims(token, trusted, region.audience, now);
  const checked = TokenClaims.safeParse(claims);
  if (!checked.success) throw refused(`claim ${checked.error.issues[0]?.path.join('.')}`);
  const { iss, sub, iat, exp } = checked.data;
  if (trusted.kind === 'edge' && sub !== iss) throw refused('sub is not iss');
  if (iat > now.getTime() / 1000 + CLOCK_TOLERANCE_SECONDS) throw refused('iat lies in the future');
  if (exp <= iat || exp - iat > LIFE_SECONDS[trusted.kind]) throw refused('life longer than allowed');
  return { claims, trusted };
}

async function signedClaims(token: string, trusted: Trusted, audience: string, now: Date): Promise<unknown> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, trusted.keys, {
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
      requiredClaims: ['exp', 'iat', 'jti', ...(trusted.kind === 'edge' ? [] : ['sub'])],
    });
    if (protectedHeader.kid === undefined) throw refused('kid is missing');
    // An edge speaks for nobody else, and its tokens go over thin lines: its name once is enough.
    return trusted.kind === 'edge' ? { sub: payload.iss, ...payload } : payload;
  } catch (cause) {
    if (cause instanceof OkaError) throw cause;
    if (cause instanceof errors.JOSEError && !(cause instanceof errors.JWKSTimeout)) throw refused(cause.code, cause);
    throw new OkaError('unavailable', 'key set of the issuer', { cause });
  }
}

/** Reads `iss` before anything is trusted: it only chooses whose keys must have signed. */
function issuerNamedBy(token: string): string {
  let iss: unknown;
  try {
    ({ iss } = decodeJwt(token));
  } catch (cause) {
    throw refused('no JWT', cause);
  }
  if (typeof iss !== 'string') throw refused('claim iss');
  return iss;
}

function trustedIssuer(region: Region, iss: string): Trusted {
  if (iss.startsWith('edge:')) {
    const clinic = clinicById(region, iss.slice('edge:'.length));
    if (clinic === undefined) throw refused('edge of an unknown clinic');
    return { kind: 'edge', keys: createLocalJWKSet({ keys: clinic.edgeKeys }), clinics: [clinic.id] };
  }
  const issuer = region.issuers.find((candidate) => candidate.iss === iss);
  if (issuer === undefined) throw refused('issuer is not registered');
  const clinics =
    issuer.kind === 'ehr' ? region.clinics.filter(({ ehr }) => ehr !== undefined && ehr === issuer.ehr) : [];
  return { kind: issuer.kind, keys: keysOf(issuer), clinics: clinics.map(({ id }) => id), speaksFor: issuer.clinics };
}

/** The public keys of an issuer: inline, or its key set, cached. */
export function keysOf(issuer: Issuer): JWTVerifyGetKey {
  const { keys, jwksUri } = issuer;
  if (jwksUri === undefined) {
    const local = localKeys.get(issuer) ?? createLocalJWKSet({ keys });
    localKeys.set(issuer, local);
    return local;
  }
  const known = remoteKeys.get(jwksUri) ?? createRemoteJWKSet(new URL(jwksUri));
  remoteKeys.set(jwksUri, known);
  return known;
}

function principalOf(claims: z.infer<typeof TokenClaims>, trusted: Trusted): Principal {
  const { sub, roles = [], name } = claims;
  const { kind } = trusted;
  const who = { kind, id: sub, roles, ...(name === undefined ? {} : { name }) };
  return kind === 'person' ? { ...who, ...personOf(claims, trusted) } : { ...who, clinics: trusted.clinics };
}

/** What the token of a person says beside his name: where he works, his staff numbers, by which sign-in he speaks. */
function personOf(
  { iss, jti, clinic, clinics = [], staff, auth_time: authTime }: z.infer<typeof TokenClaims>,
  { speaksFor }: Pick<Trusted, 'speaksFor'>,
) {
  const his = [...new Set([...(clinic === undefined ? [] : [clinic]), ...clinics])];
  if (his.length === 0) throw refused('claim clinic');
  if (speaksFor !== undefined && !his.every((one) => speaksFor.includes(one)))
    throw refused('a clinic for which its issuer does not speak');
  const signedIn = authTime === undefined ? {} : { authTime: new Date(authTime * 1000).toISOString() };
  return { clinics: his, ...(staff === undefined ? {} : { staff }), session: { iss, jti, ...signedIn } };
}

const refused = (what: string, cause?: unknown): OkaError => new OkaError('unauthenticated', what, { cause });
