import { randomBytes, randomUUID } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';

export type TokenOptions = {
  /** Private JSON Web Key (RFC 7517) with `kid` and `alg`; its public half is registered with the region. */
  readonly key: JWK;
  /** Edge: `edge:<clinic>`, as issuer and as subject. */
  readonly iss: string;
  readonly sub: string;
  /** `audience` of the region file. */
  readonly audience: string;
  /** Claims beside the registered ones. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly clock?: () => Date;
};

/** The region takes ten minutes at most; clocks may differ by one. */
const LIFE_SECONDS = 8 * 60;
const RENEW_BEFORE_SECONDS = 60;

/** Signs a machine's own short tokens; one is used again until shortly before its end. */
export function tokenSource({
  key,
  iss,
  sub,
  audience,
  claims = {},
  clock = () => new Date(),
}: TokenOptions): () => Promise<string> {
  let kept: { token: string; exp: number } | undefined;
  return async () => {
    const now = Math.floor(clock().getTime() / 1000);
    if (kept && kept.exp - RENEW_BEFORE_SECONDS > now) return kept.token;
    const exp = now + LIFE_SECONDS;
    const token = await signToken({ key, iss, sub, audience, issuedAt: now, lifeSeconds: LIFE_SECONDS, claims });
    kept = { token, exp };
    return token;
  };
}

type Signing = Omit<TokenOptions, 'clock'> & {
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly lifeSeconds: number;
};

/**
 * One token as the region takes it (RFC 7519), with a name of its own (`jti`). That of an edge goes with every segment over
 * what may be a thin line: it says once who speaks, needs no random name beyond its second, and no `typ`.
 */
export async function signToken({ key, iss, sub, audience, issuedAt, lifeSeconds, claims }: Signing): Promise<string> {
  const isEdge = iss === sub && iss.startsWith('edge:');
  const header = { alg: key.alg ?? 'ES256', ...(isEdge ? {} : { typ: 'JWT' }), ...(key.kid ? { kid: key.kid } : {}) };
  const token = new SignJWT({ ...claims, iss, ...(isEdge ? {} : { sub }) })
    .setProtectedHeader(header)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifeSeconds)
    .setJti(isEdge ? randomBytes(3).toString('base64url') : randomUUID());
  return token.sign(await importJWK(key));
}
