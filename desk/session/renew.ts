import { regionNow } from '../api/clock.ts';
import { config } from '../config.ts';
import { authorizeUrl, exchange, returned, type Tokens, tokensFrom } from './code-flow.ts';
import type { Session } from './current.ts';
import { discover, type SignIn, sessionFrom } from './sign-in.ts';

const SILENT_WAIT_MS = 10_000;
/** What the page inside the frame tells the page around it: the query it was sent back with. */
type Told = { readonly okaSignIn?: string };

export const redirectUri = (): string => `${location.origin}${location.pathname}`;

/** In the hidden frame of a silent renewal: hands the answer to the desk around it. True: there is nothing else to do here. */
export function handUp(): boolean {
  if (window.parent === window || !new URLSearchParams(location.search).has('state')) return false;
  try {
    // The desk itself may stand in a frame of a record system: only a desk of our own origin is around a silent renewal.
    if (window.parent.location.origin !== location.origin) return false;
  } catch {
    return false;
  }
  window.parent.postMessage({ okaSignIn: location.search } satisfies Told, location.origin);
  return true;
}

/**
 * A new session for the same person without a word to him: by refresh token, else by `prompt=none` in a hidden frame
 * (OpenID Connect Core 1.0 §3.1.2.1). Errors: any Error: he has to sign in himself.
 */
export async function renewed(session: Session): Promise<Session> {
  const { signIn } = config();
  if (signIn === undefined) throw new Error('no sign-in');
  const endpoints = await discover(signIn);
  const next =
    session.refreshToken === undefined
      ? await silently(signIn, endpoints)
      : await tokensFrom(endpoints.token, {
          grant_type: 'refresh_token',
          refresh_token: session.refreshToken,
          client_id: signIn.clientId,
        }).then((tokens) => withOld(session, sessionOf(tokens, signIn, undefined)));
  // Somebody else may have signed in at the provider meanwhile: his session is not ours to take.
  if (next.person.id !== session.person.id) throw new Error('another person');
  return next;
}

const sessionOf = (tokens: Tokens, signIn: SignIn, nonce: string | undefined): Session =>
  sessionFrom(tokens, { signIn, nonce, now: regionNow().getTime() });

/** A refreshed answer may leave out what has not changed (RFC 6749 §6). */
const withOld = ({ refreshToken, idToken, person }: Session, next: Session): Session => ({
  ...(refreshToken === undefined ? {} : { refreshToken }),
  ...(idToken === undefined ? {} : { idToken }),
  ...next,
  person: { ...person, ...next.person },
});

async function silently(signIn: SignIn, endpoints: Awaited<ReturnType<typeof discover>>): Promise<Session> {
  const address = await authorizeUrl(
    {
      kind: 'sign-in',
      endpoints,
      clientId: signIn.clientId,
      redirectUri: redirectUri(),
      scope: signIn.scope,
      hash: location.hash,
      more: { prompt: 'none' },
    },
    sessionStorage,
    Date.now(),
  );
  const back = returned(await searchFromFrame(address), sessionStorage, Date.now());
  if (back?.code === undefined) throw new Error(back?.error ?? 'no answer');
  return sessionOf(await exchange(back), signIn, back.leaving.nonce);
}

function searchFromFrame(address: string): Promise<string> {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = address;
  frame.title = '';
  return new Promise<string>((resolve, reject) => {
    const end = (done: () => void): void => {
      removeEventListener('message', told);
      clearTimeout(timer);
      frame.remove();
      done();
    };
    const told = ({ origin, source, data }: MessageEvent<Told>): void => {
      if (origin !== location.origin || source !== frame.contentWindow || typeof data?.okaSignIn !== 'string') return;
      const search = data.okaSignIn;
      end(() => resolve(search));
    };
    const timer = setTimeout(() => end(() => reject(new Error('no answer'))), SILENT_WAIT_MS);
    addEventListener('message', told);
    document.body.append(frame);
  });
}
