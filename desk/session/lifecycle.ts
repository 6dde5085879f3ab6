import { regionClock, regionNow } from '../api/clock.ts';
import { forgetAnswers } from '../api/use-get.ts';
import { config } from '../config.ts';
import { dropContext } from '../launch/context.ts';
import { forgetImages } from '../study/bytes/kept.ts';
import { authorizeUrl, exchange, type Returned } from './code-flow.ts';
import { become, onSession, personNow, type Session, sessionNow } from './current.ts';
import { makeDrafts } from './drafts.ts';
import { dropSession, keepSession, keptSession } from './kept.ts';
import { redirectUri, renewed } from './renew.ts';
import { discover, issuedAt, sessionFrom } from './sign-in.ts';

/** So long before the end a renewal is tried; without one the person is told. */
export const WARN_BEFORE_MS = 3 * 60_000;

let timer: ReturnType<typeof setTimeout> | undefined;
const warnings = new Set<(endsAt: number | undefined) => void>();

/** Told when a session is about to end and cannot be renewed by itself; `undefined` when that is over. */
export function onEnding(listener: (endsAt: number | undefined) => void): () => void {
  warnings.add(listener);
  return () => void warnings.delete(listener);
}
const warn = (endsAt: number | undefined): void => {
  for (const listener of warnings) listener(endsAt);
};

/** A session has begun, or goes on with a new token. */
export function begin(session: Session): void {
  const before = personNow()?.id;
  if (before !== session.person.id) forgetAnswers();
  if (before !== undefined && before !== session.person.id) void forgetImages();
  keepSession(sessionStorage, session);
  become({ state: 'signed-in', session });
  warn(undefined);
  watch(session);
}

/** Takes up the tab's session after a reload. One that has ended asks its person to sign in again. */
export function takeUp(): void {
  listen();
  makeDrafts(sessionStorage).dropOld();
  const session = keptSession(sessionStorage);
  if (session === undefined) return;
  if (session.skewMs !== undefined) regionClock.believe(session.skewMs);
  if (session.expiresAt > regionNow().getTime()) begin(session);
  else become({ state: 'expired', person: session.person });
}

function watch(session: Session): void {
  clearTimeout(timer);
  const left = session.expiresAt - regionNow().getTime();
  // Some providers give tokens of a minute: renewed three minutes before their end they would be so without a pause.
  const ahead = Math.min(WARN_BEFORE_MS, left / 2);
  // A timer of more than 24 days would fire at once; no session lasts that long.
  timer = setTimeout(() => void renewOrWarn(session), Math.max(0, left - ahead));
}

async function renewOrWarn(session: Session): Promise<void> {
  try {
    const next = await renewed(session);
    const now = sessionNow();
    if (now.state === 'none' || personNow()?.id !== session.person.id) return;
    begin({ ...next, ...(session.skewMs === undefined ? {} : { skewMs: regionClock.skew() ?? session.skewMs }) });
  } catch {
    if (sessionNow().state !== 'signed-in' || personNow()?.id !== session.person.id) return;
    warn(session.expiresAt);
    const left = session.expiresAt - regionNow().getTime();
    timer = setTimeout(
      () => {
        warn(undefined);
        become({ state: 'expired', person: session.person });
      },
      Math.max(0, left),
    );
  }
}

/** Leaves for the region's sign-in and comes back to the page that is open. Errors: as `discover`. */
export async function leaveToSignIn(more: Readonly<Record<string, string>> = {}): Promise<void> {
  const { signIn } = config();
  if (signIn === undefined) throw new Error('this region has set up no sign-in');
  const endpoints = await discover(signIn);
  const address = await authorizeUrl(
    {
      kind: 'sign-in',
      endpoints,
      clientId: signIn.clientId,
      redirectUri: redirectUri(),
      scope: signIn.scope,
      hash: location.hash,
      more,
    },
    sessionStorage,
    Date.now(),
  );
  location.assign(address);
}

/** Comes back from the sign-in. Errors: an Error with what the provider refused. */
export async function comeBack(back: Returned): Promise<void> {
  const { signIn } = config();
  if (signIn === undefined || back.code === undefined) throw new Error(back.error ?? 'no code');
  const tokens = await exchange(back);
  // The tokens have just been made: a device two hours off would find them over or not begun.
  regionClock.believe(issuedAt(tokens) - Date.now());
  const session = sessionFrom(tokens, { signIn, nonce: back.leaving.nonce, now: regionNow().getTime() });
  begin({ ...session, skewMs: regionClock.skew() ?? 0 });
}

/** Tabs of one browser tell each other who has signed out: his id, nothing else. */
type SignedOut = { readonly person: string };
const CHANNEL = 'oka.signed-out';
let heard: BroadcastChannel | undefined;

function listen(): void {
  heard ??= new BroadcastChannel(CHANNEL);
  heard.onmessage = ({ data }: MessageEvent<SignedOut>) => {
    if (personNow()?.id === data.person) leave();
  };
}
export function stopListening(): void {
  heard?.close();
  heard = undefined;
}

/** Nothing of the person stays in this tab. */
function leave(): void {
  const person = personNow();
  clearTimeout(timer);
  warn(undefined);
  dropSession(sessionStorage);
  dropContext(sessionStorage);
  if (person) makeDrafts(sessionStorage).dropAllOf(person.id);
  forgetAnswers();
  void forgetImages();
  become({ state: 'none' });
}

/** Signs out here, in his other tabs of this browser and at the provider: on a ward computer others sit down after him. */
export async function signOut(): Promise<void> {
  const state = sessionNow();
  const person = personNow();
  leave();
  if (person) {
    const out = new BroadcastChannel(CHANNEL);
    out.postMessage({ person: person.id } satisfies SignedOut);
    out.close();
  }
  const { signIn } = config();
  if (signIn === undefined) return;
  const endSession = await discover(signIn)
    .then((endpoints) => endpoints.endSession)
    .catch(() => undefined);
  if (endSession === undefined) return;
  const url = new URL(endSession);
  url.searchParams.set('client_id', signIn.clientId);
  url.searchParams.set('post_logout_redirect_uri', redirectUri());
  if (state.state === 'signed-in' && state.session.idToken)
    url.searchParams.set('id_token_hint', state.session.idToken);
  location.assign(url.href);
}

/** Whenever the token is refused, the kept one goes too: a reload must not bring it back. */
onSession(() => {
  if (sessionNow().state === 'expired') {
    const kept = keptSession(sessionStorage);
    if (kept) keepSession(sessionStorage, { ...kept, expiresAt: 0 });
  }
});
