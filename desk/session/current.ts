/** Who is signed in at this tab. `expiresAt` in ms of the region's clock. */
export type Session = {
  readonly accessToken: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
  readonly person: Person;
  readonly expiresAt: number;
  /** Region minus device in ms, as it was at the sign-in: a reload must not take a wrong clock for an ended session. */
  readonly skewMs?: number;
};

/** What the token says of the person: for display and for whose drafts these are; rights are decided by the region. */
export type Person = {
  /** `sub` of the token. */
  readonly id: string;
  readonly name?: string;
  readonly roles: readonly string[];
  readonly clinics: readonly string[];
  readonly staff: readonly string[];
};

/** `expired`: he was signed in and must sign in again; what he typed waits. */
export type SessionState =
  | { readonly state: 'none' }
  | { readonly state: 'signed-in'; readonly session: Session }
  | { readonly state: 'expired'; readonly person: Person };

let current: SessionState = { state: 'none' };
const listeners = new Set<() => void>();

export const sessionNow = (): SessionState => current;

export function become(next: SessionState): void {
  current = next;
  for (const listener of listeners) listener();
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const accessToken = (): string | undefined =>
  current.state === 'signed-in' ? current.session.accessToken : undefined;

/** The region no longer takes the token: asked for again, over what is on the screen, so that nothing typed is lost. */
export function signInExpired(): void {
  if (current.state === 'signed-in') become({ state: 'expired', person: current.session.person });
}

export const personNow = (): Person | undefined =>
  current.state === 'signed-in' ? current.session.person : current.state === 'expired' ? current.person : undefined;
