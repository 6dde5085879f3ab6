import { useCallback, useState } from 'preact/hooks';
import { contextNow } from '../launch/context.ts';
import type { Start } from '../session/start.ts';
import { useSession } from '../session/use-session.ts';
import { WordsProvider } from '../words/use-words.tsx';
import { App } from './app.tsx';
import { Later } from './later.tsx';
import { SignInPage } from './sign-in-page.tsx';

/** The whole page. */
export const Root = ({ start }: { start: Start }) => (
  <WordsProvider>
    <Doors start={start} />
  </WordsProvider>
);

/** What only a launch by a record system needs. */
const launch = () => import('../launch/launch.tsx');

/** Who has not signed in sees the door; who was sent by a record system its launch; who has signed in his pages. */
function Doors({ start }: { start: Start }) {
  const { state } = useSession();
  const [launched, setLaunched] = useState(false);
  const onSame = useCallback(() => setLaunched(true), []);
  const context = contextNow();
  if (start.kind === 'sign-in-failed' && state === 'none') return <SignInPage failed={start.why} />;
  if ((start.kind === 'launch' || start.kind === 'launched') && !launched)
    return <Later load={launch}>{({ Launching }) => <Launching start={start} onSame={onSame} />}</Later>;
  // Signed in on the way: the comparison that waited for it.
  if (context !== undefined && context.records.length === 0)
    return <Later load={launch}>{({ Comparing }) => <Comparing context={context} onSame={onSame} />}</Later>;
  return state === 'none' ? <SignInPage /> : <App />;
}
