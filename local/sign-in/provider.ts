import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { log } from '../../platform/log.ts';
import type { DirectoryPerson } from '../../schemas/duty.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { RegionFile } from '../../schemas/region.ts';
import { type LocalKeys, PEOPLE_ISSUER, peopleJwks } from '../keys.ts';
import { type Answer, cookieOf, formOf, html, json, redirect, send } from './answers.ts';
import { makeCodes } from './codes.ts';
import { gonePage, peoplePage, refusedPage } from './page.ts';
import { tokensOf } from './tokens.ts';

export const CLIENT_ID = 'oka-desk';
const COOKIE = 'oka-demo-person';

const cookie = (value: string): string => `${COOKIE}=${value}; HttpOnly; SameSite=Lax; Path=/`;

type Signed = { readonly person: DirectoryPerson; readonly nonce: string | null; readonly at: Date };
export type SignInOptions = {
  readonly keys: LocalKeys;
  readonly region: RegionFile;
  /** Life of an access token in seconds. */
  readonly lifeSeconds?: number;
};
export type SignInProvider = Awaited<ReturnType<typeof takeSignInPort>>;

/**
 * Takes the port of the development sign-in. Two steps, for the region file names the address and the region's own is known
 * later: `open` serves it. Development only: its people have no passwords, and a deployed stack refuses their issuer.
 * Errors: `configuration` when the port is taken.
 */
export async function takeSignInPort(port: number) {
  const state: { answer?: (request: IncomingMessage) => Promise<Answer> } = {};
  const server = createServer((request, response) => {
    const answered = state.answer?.(request) ?? Promise.reject(new Error('not open yet'));
    answered
      .catch((cause: unknown) => {
        log.error('the local sign-in failed', {}, cause);
        return html(refusedPage('server'), 500);
      })
      .then((answer) => send(response, answer));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new OkaError('configuration', `OKA_SIGN_IN_PORT=${port}: ${cause.message}`, { cause })),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    /** What the region file says of it. */
    settings: {
      issuer: PEOPLE_ISSUER,
      discovery: `${url}/.well-known/openid-configuration`,
      clientId: CLIENT_ID,
      scope: 'openid profile',
      origins: [],
    },
    /** `desks`: addresses of the desk that people may come from and go back to, word for word. */
    open(options: SignInOptions, desks: readonly string[]): void {
      state.answer = answers({ ...options, url, desks });
    },
    async stop(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answers({ keys, region, lifeSeconds, url, desks }: SignInOptions & { url: string; desks: readonly string[] }) {
  const codes = makeCodes<Signed>();
  const origins = new Set(desks.map((desk) => new URL(desk).origin));
  const personOf = (id: string | null | undefined) => region.people.find((person) => person.id === id);

  /** What is wrong with a request to sign in; what cannot be told to the client is told to the person (RFC 6749 §4.1.2.1). */
  const wrong = (query: URLSearchParams): string | undefined =>
    query.get('client_id') !== CLIENT_ID
      ? 'client_id'
      : desks.includes(query.get('redirect_uri') ?? '')
        ? undefined
        : 'redirect_uri';

  function back(query: URLSearchParams, more: Record<string, string>): string {
    const to = new URL(query.get('redirect_uri') ?? '');
    for (const [name, value] of Object.entries({ ...more, state: query.get('state') ?? '' }))
      to.searchParams.set(name, value);
    return to.href;
  }

  function sendCode(query: URLSearchParams, person: DirectoryPerson): Answer {
    const code = codes.grant({
      clientId: CLIENT_ID,
      redirectUri: query.get('redirect_uri') ?? '',
      challenge: query.get('code_challenge') ?? '',
      about: { person, nonce: query.get('nonce'), at: new Date() },
    });
    // One sign-in for all tabs until signing out, as a hospital's provider does.
    return redirect(back(query, { code }), { 'set-cookie': cookie(encodeURIComponent(person.id)) });
  }

  function authorize(request: IncomingMessage, query: URLSearchParams, chosen?: string | null): Answer {
    const fault = wrong(query);
    if (fault !== undefined) return html(refusedPage(fault), 400);
    const isCode = query.get('response_type') === 'code' && query.get('code_challenge_method') === 'S256';
    if (!isCode || !query.get('code_challenge')) return redirect(back(query, { error: 'invalid_request' }));
    const known = personOf(chosen ?? decodeURIComponent(cookieOf(request, COOKIE) ?? ''));
    const prompt = query.get('prompt');
    const hinted = query.get('login_hint');
    const fits = known !== undefined && (chosen !== undefined || hinted === null || hinted === known.id);
    if (fits && (chosen !== undefined || prompt !== 'login')) return sendCode(query, known);
    if (prompt === 'none') return redirect(back(query, { error: 'login_required' }));
    return html(peoplePage(region, region.people, query));
  }

  async function token(request: IncomingMessage, cors: Record<string, string>): Promise<Answer> {
    const form = await formOf(request);
    const signed =
      form.get('grant_type') === 'authorization_code'
        ? codes.redeem(form.get('code'), {
            clientId: form.get('client_id'),
            redirectUri: form.get('redirect_uri'),
            verifier: form.get('code_verifier'),
          })
        : undefined;
    if (signed === undefined) return json(400, { error: 'invalid_grant' }, cors);
    return json(
      200,
      await tokensOf(keys, signed, { clientId: CLIENT_ID, ...(lifeSeconds ? { lifeSeconds } : {}) }),
      cors,
    );
  }

  function signOut(query: URLSearchParams): Answer {
    const to = query.get('post_logout_redirect_uri') ?? '';
    const forget = { 'set-cookie': `${cookie('')}; Max-Age=0` };
    return desks.includes(to) ? redirect(to, forget) : html(gonePage(), 200, forget);
  }

  return async (request: IncomingMessage): Promise<Answer> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const origin = request.headers.origin ?? '';
    const cors: Record<string, string> = origins.has(origin)
      ? { 'access-control-allow-origin': origin, vary: 'origin' }
      : {};
    switch (`${request.method} ${pathname}`) {
      case 'GET /.well-known/openid-configuration':
        return json(200, discovery(url), cors);
      case 'GET /jwks':
        return json(200, peopleJwks(keys), cors);
      case 'GET /authorize':
        return authorize(request, searchParams);
      case 'POST /authorize': {
        const form = await formOf(request);
        const chosen = form.get('person');
        form.delete('person');
        return authorize(request, form, chosen);
      }
      case 'POST /token':
        return token(request, cors);
      case 'GET /end-session':
        return signOut(searchParams);
      default:
        return html(refusedPage('path'), 404);
    }
  };
}

/** OpenID Connect Discovery 1.0 §3. The issuer is a name, not this address: tokens of it are those of `local/keys.ts`. */
const discovery = (url: string) => ({
  issuer: PEOPLE_ISSUER,
  authorization_endpoint: `${url}/authorize`,
  token_endpoint: `${url}/token`,
  end_session_endpoint: `${url}/end-session`,
  jwks_uri: `${url}/jwks`,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code'],
  code_challenge_methods_supported: ['S256'],
  prompt_values_supported: ['none', 'login'],
  scopes_supported: ['openid', 'profile'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
  token_endpoint_auth_methods_supported: ['none'],
});
