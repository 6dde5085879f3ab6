import { challengeOf, randomText } from './pkce.ts';

/** Addresses of an authorization server. */
export type Endpoints = { readonly authorize: string; readonly token: string; readonly endSession?: string };

/** What must be remembered between leaving the desk and coming back: under `state`, in the tab's own storage, used once. */
export type Leaving = {
  readonly kind: 'sign-in' | 'launch';
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly clientId: string;
  readonly token: string;
  readonly at: number;
  /** Which page was open. */
  readonly hash: string;
  /** Base address of the record system's FHIR server, of a launch. */
  readonly iss?: string;
};

const PREFIX = 'oka.leaving.';
const LEFT_AT_MOST_MS = 15 * 60_000;
type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export type Request = {
  readonly kind: Leaving['kind'];
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly hash: string;
  readonly iss?: string;
  /** `prompt`, `aud`, `launch`, `login_hint`, … */
  readonly more?: Readonly<Record<string, string>>;
};

/** The address to go to for a code (RFC 6749 §4.1.1 with PKCE, RFC 7636), remembered under its state. */
export async function authorizeUrl(request: Request, shelf: Shelf, now: number): Promise<string> {
  const { kind, endpoints, clientId, redirectUri, scope, hash, iss, more = {} } = request;
  const [state, nonce, verifier] = [randomText(), randomText(), randomText()];
  const leaving: Leaving = {
    kind,
    state,
    nonce,
    verifier,
    redirectUri,
    clientId,
    token: endpoints.token,
    at: now,
    hash,
    ...(iss === undefined ? {} : { iss }),
  };
  shelf.setItem(`${PREFIX}${state}`, JSON.stringify(leaving));
  const url = new URL(endpoints.authorize);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: 'S256',
    ...more,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** What an authorization server sends the browser back with. */
export type Returned = { readonly code?: string; readonly error?: string; readonly leaving: Leaving };

/** A return that we asked for, once and in time; undefined for any other: a code of somebody else opens nothing here. */
export function returned(search: string, shelf: Shelf, now: number): Returned | undefined {
  const query = new URLSearchParams(search);
  const state = query.get('state');
  const [code, error] = [query.get('code'), query.get('error')];
  if (state === null || (code === null && error === null)) return undefined;
  const text = shelf.getItem(`${PREFIX}${state}`);
  shelf.removeItem(`${PREFIX}${state}`);
  if (text === null) return undefined;
  const leaving = JSON.parse(text) as Leaving;
  if (now - leaving.at > LEFT_AT_MOST_MS) return undefined;
  return { leaving, ...(code === null ? {} : { code }), ...(error === null ? {} : { error }) };
}

/** What a token endpoint answers (RFC 6749 §5.1; `patient` of SMART App Launch 2.2). */
export type Tokens = {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in?: number;
  readonly id_token?: string;
  readonly refresh_token?: string;
  readonly scope?: string;
  readonly patient?: string;
};

/** Exchanges the code. Errors: an Error with the server's code of refusal; as `fetch` without an answer. */
export async function exchange({ code = '', leaving }: Returned, fetcher: typeof fetch = fetch): Promise<Tokens> {
  return tokensFrom(
    leaving.token,
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: leaving.redirectUri,
      client_id: leaving.clientId,
      code_verifier: leaving.verifier,
    },
    fetcher,
  );
}

export async function tokensFrom(
  endpoint: string,
  form: Readonly<Record<string, string>>,
  fetcher: typeof fetch = fetch,
): Promise<Tokens> {
  const response = await fetcher(endpoint, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(form),
  });
  const answer = (await response.json()) as Tokens & { error?: string };
  if (!response.ok || typeof answer.access_token !== 'string')
    throw new Error(answer.error ?? `token endpoint: ${response.status}`);
  return answer;
}
