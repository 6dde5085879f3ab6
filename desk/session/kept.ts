import type { Session } from './current.ts';

const NAME = 'oka.session';
type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * The session in the tab's own storage: a reload over a thin line must not cost a sign-in. It dies with the tab and at
 * sign-out; no other tab sees it (docs/decisions/desk-sign-in.md).
 */
export const keepSession = (shelf: Shelf, session: Session): void => shelf.setItem(NAME, JSON.stringify(session));

export const dropSession = (shelf: Shelf): void => shelf.removeItem(NAME);

/** The kept session; one whose time has passed is given too, so that its person is asked for again. */
export function keptSession(shelf: Shelf): Session | undefined {
  const text = shelf.getItem(NAME);
  return text === null ? undefined : (JSON.parse(text) as Session);
}
