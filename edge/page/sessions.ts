import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PageRole, PageUser } from '../../schemas/edge/page.ts';

export type Session = {
  readonly user: string;
  readonly shownName: string;
  readonly role: PageRole;
  /** Stands in each form: another site may send one here, but does not know it. */
  readonly formKey: string;
};

/** However busy somebody is, after a shift he signs in again. */
const LONGEST_MS = 12 * 60 * 60_000;
const MOST_SESSIONS = 500;

/**
 * Who is signed in, in memory alone: a restart signs everybody out. The cookie's value is kept as its digest. Time is a
 * watch's, so no clock that is set back makes an old session young.
 */
export function makeSessions(idleMs: number, watch: () => number = () => performance.now()) {
  const sessions = new Map<string, Session & { readonly since: number; lastAt: number }>();
  const nameOf = (token: string): string => createHash('sha256').update(token).digest('hex');
  const isOver = ({ since, lastAt }: { since: number; lastAt: number }): boolean =>
    watch() - lastAt > idleMs || watch() - since > LONGEST_MS;

  return {
    begin({ name, fullName, role }: PageUser): { readonly token: string; readonly session: Session } {
      for (const [key, one] of sessions) if (isOver(one) || sessions.size >= MOST_SESSIONS) sessions.delete(key);
      const token = randomBytes(32).toString('base64url');
      const session = { user: name, shownName: fullName ?? name, role, formKey: randomBytes(24).toString('base64url') };
      sessions.set(nameOf(token), { ...session, since: watch(), lastAt: watch() });
      return { token, session };
    },
    of(token: string | undefined): Session | undefined {
      const found = token === undefined ? undefined : sessions.get(nameOf(token));
      if (found === undefined || token === undefined) return undefined;
      if (isOver(found)) {
        sessions.delete(nameOf(token));
        return undefined;
      }
      found.lastAt = watch();
      return found;
    },
    end: (token: string | undefined): void => void (token && sessions.delete(nameOf(token))),
  };
}

export const isFormKey = ({ formKey }: Session, given: string | undefined): boolean => {
  const [wanted, got] = [Buffer.from(formKey), Buffer.from(given ?? '')];
  return wanted.length === got.length && timingSafeEqual(wanted, got);
};
