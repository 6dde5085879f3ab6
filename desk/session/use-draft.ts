import { useCallback, useState } from 'preact/hooks';
import { makeDrafts } from './drafts.ts';
import { usePerson } from './use-session.ts';

const drafts = () => makeDrafts(sessionStorage);

/**
 * As `useState`, for what a person types: `name` says of what it is (a form and its subject). It is there again after an
 * expired sign-in, for the same person only. `done` after it was sent.
 */
export function useDraft<Value>(name: string, empty: Value): readonly [Value, (next: Value) => void, () => void] {
  const { id } = usePerson();
  const [held, setHeld] = useState(() => ({ of: `${id} ${name}`, value: drafts().read<Value>(id, name) ?? empty }));
  const of = `${id} ${name}`;
  // Another form or another person: his own draft, never that of the one before.
  const current = held.of === of ? held : { of, value: drafts().read<Value>(id, name) ?? empty };
  if (current !== held) setHeld(current);
  const change = useCallback(
    (value: Value) => {
      drafts().write(id, name, value);
      setHeld({ of: `${id} ${name}`, value });
    },
    [id, name],
  );
  const done = useCallback(() => {
    drafts().drop(id, name);
    setHeld({ of: `${id} ${name}`, value: empty });
  }, [id, name, empty]);
  return [current.value, change, done];
}
