import { z } from 'zod';

/** CDS Hooks 2.0.1, "Trusting CDS Clients": public-key algorithms only, of those Oka takes the two recommended. */
const ALGORITHMS = ['ES384', 'RS384'] as const;
/** How far the client's clock may run ahead. A token that has ended has ended: `exp` has no such mercy. */
const AHEAD_SECONDS = 60;

/** A record system that may call: its issuer, and the addresses of keys that it may name (`jku`). */
export type TrustedClient = { readonly iss: string; readonly jku: readonly string[] };

export type TrustPolicy = {
  readonly clients: readonly TrustedClient[];
  /** The longest that a token may live, from `iat` to `exp`: so long must be remembered that it was used. */
  readonly longestSeconds?: number;
  /** The address that was called, as clients know it. */
  readonly endpoint: string;
  readonly now: Date;
  /** Whether this token of this issuer has been used before; the platform remembers it until `until`. */
  readonly wasSeen: (iss: string, jti: string) => boolean;
};

/** Why a token is not accepted: stable, for the log; the client is told only that it is not. */
export type Distrust =
  | 'header'
  | 'algorithm'
  | 'claims'
  | 'issuer'
  | 'jku'
  | 'aud mismatch'
  | 'expired'
  | 'iat'
  | 'life'
  | 'replay';

export type Trust =
  | { readonly client: TrustedClient; readonly kid: string; readonly jti: string; readonly until: Date }
  | { readonly distrusted: Distrust };

const Header = z.object({
  alg: z.string(),
  kid: z.string().min(1),
  typ: z.string().regex(/^jwt$/i),
  jku: z.string().optional(),
  /** RFC 7515 §4.1.11: extensions that must be understood, and none is. */
  crit: z.undefined().optional(),
});
const Claims = z.object({
  iss: z.string().min(1),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number(),
  jti: z.string().min(1).max(256),
});

/**
 * The part of trusting a client's JWT that needs no key (CDS Hooks 2.0.1, "Trusting CDS Clients"): algorithm, issuer and jku
 * of the list, `aud` exactly the address called, times, and that it is used once. The signature is checked beside it, with
 * a key of the named client; neither is enough alone.
 */
export function checkTrust(token: { readonly header: unknown; readonly claims: unknown }, policy: TrustPolicy): Trust {
  const header = Header.safeParse(token.header);
  if (!header.success) return { distrusted: 'header' };
  const { alg, kid, jku } = header.data;
  if (!(ALGORITHMS as readonly string[]).includes(alg)) return { distrusted: 'algorithm' };
  const claims = Claims.safeParse(token.claims);
  if (!claims.success) return { distrusted: 'claims' };
  const { iss, aud, exp, iat, jti } = claims.data;
  const client = policy.clients.find((one) => one.iss === iss);
  if (!client) return { distrusted: 'issuer' };
  if (jku !== undefined && !client.jku.includes(jku)) return { distrusted: 'jku' };
  if (![aud].flat().includes(policy.endpoint)) return { distrusted: 'aud mismatch' };
  const now = policy.now.getTime() / 1000;
  if (exp <= now) return { distrusted: 'expired' };
  if (iat > now + AHEAD_SECONDS || iat >= exp) return { distrusted: 'iat' };
  if (exp - iat > (policy.longestSeconds ?? Number.POSITIVE_INFINITY)) return { distrusted: 'life' };
  if (policy.wasSeen(iss, jti)) return { distrusted: 'replay' };
  return { client, kid, jti, until: new Date(exp * 1000) };
}
