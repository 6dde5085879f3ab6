import type { DeskConfig } from '../config.ts';
import type { Endpoints, Leaving, Tokens } from './code-flow.ts';
import type { Person, Session } from './current.ts';
import { claimsOf } from './pkce.ts';

export type SignIn = NonNullable<DeskConfig['signIn']>;

/**
 * The provider's addresses (OpenID Connect Discovery 1.0 §4).
 * Errors: an Error where the document names another issuer (§4.3), or does not come.
 */
export async function discover(signIn: SignIn, fetcher: typeof fetch = fetch): Promise<Endpoints> {
  const response = await fetcher(signIn.discovery, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`discovery: ${response.status}`);
  const document = (await response.json()) as Readonly<Record<string, unknown>>;
  if (document.issuer !== signIn.issuer) throw new Error('discovery: another issuer');
  const at = (name: string): string | undefined => {
    const value = document[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [authorize, token, endSession] = [
    at('authorization_endpoint'),
    at('token_endpoint'),
    at('end_session_endpoint'),
  ];
  if (authorize === undefined || token === undefined) throw new Error('discovery: an endpoint is missing');
  return { authorize, token, ...(endSession === undefined ? {} : { endSession }) };
}

/** When the tokens were made, in ms of the provider's clock (`iat`, RFC 7519 §4.1.6); now, where neither says so. */
export function issuedAt({ id_token, access_token }: Tokens): number {
  const { iat } = id_token === undefined ? accessClaims(access_token) : claimsOf(id_token);
  return typeof iat === 'number' ? iat * 1000 : Date.now();
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');

/**
 * The session of a token answer. The id token came straight from the token endpoint over TLS, so its claims are checked and
 * its signature need not be (OpenID Connect Core 1.0 §3.1.3.7, 6); the access token is checked by the region on every call.
 * Errors: an Error for another issuer, audience, nonce or a time that has passed.
 */
export function sessionFrom(
  tokens: Tokens,
  { signIn, nonce, now }: { signIn: SignIn; nonce: Leaving['nonce'] | undefined; now: number },
): Session {
  const id = tokens.id_token === undefined ? undefined : claimsOf(tokens.id_token);
  if (id === undefined && nonce !== undefined) throw new Error('no id token');
  if (id !== undefined) {
    if (id.iss !== signIn.issuer) throw new Error('id token: another issuer');
    if (!texts(id.aud).includes(signIn.clientId)) throw new Error('id token: for somebody else');
    if (id.azp !== undefined && id.azp !== signIn.clientId) throw new Error('id token: for somebody else');
    if (nonce !== undefined && id.nonce !== nonce) throw new Error('id token: another nonce');
    if (typeof id.exp !== 'number' || id.exp * 1000 < now - 120_000) throw new Error('id token: its time has passed');
  }
  const access = accessClaims(tokens.access_token);
  const sub = id?.sub ?? access.sub;
  if (typeof sub !== 'string') throw new Error('no subject');
  const lifeMs = (tokens.expires_in ?? 300) * 1000;
  return {
    accessToken: tokens.access_token,
    ...(tokens.id_token === undefined ? {} : { idToken: tokens.id_token }),
    ...(tokens.refresh_token === undefined ? {} : { refreshToken: tokens.refresh_token }),
    person: personOf(sub, { ...access, ...id }),
    expiresAt: typeof access.exp === 'number' ? access.exp * 1000 : now + lifeMs,
  };
}

/** An access token need not be a JWT for us; where it is one, it says more of the person. */
function accessClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    return claimsOf(token);
  } catch {
    return {};
  }
}

const personOf = (id: string, claims: Readonly<Record<string, unknown>>): Person => ({
  id,
  ...(typeof claims.name === 'string' ? { name: claims.name } : {}),
  roles: texts(claims.roles),
  clinics: [...new Set([...texts(claims.clinic), ...texts(claims.clinics)])],
  staff: texts(claims.staff),
});
