import { useEffect, useState } from 'preact/hooks';
import { onSession, type Person, type SessionState, sessionNow } from './current.ts';

/** The state of the sign-in; the page is drawn again when it changes. */
export function useSession(): SessionState {
  const [state, setState] = useState(sessionNow);
  useEffect(() => onSession(() => setState(sessionNow())), []);
  return state;
}

/** Who works here; pages are drawn only for somebody who has signed in. */
export function usePerson(): Person {
  const state = useSession();
  if (state.state === 'none') throw new Error('nobody is signed in');
  return state.state === 'signed-in' ? state.session.person : state.person;
}
