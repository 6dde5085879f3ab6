import type { Start } from '../session/start.ts';
import { useSession } from '../session/use-session.ts';
import { WordsProvider } from '../words/use-words.tsx';
import { App } from './app.tsx';
import { SignInPage } from './sign-in-page.tsx';

/** The whole page. */
export const Root = ({ start }: { start: Start }) => (
  <WordsProvider>
    <Doors start={start} />
  </WordsProvider>
);

/** Who has not signed in sees the door; who has, or had a moment ago, his pages. */
function Doors({ start }: { start: Start }) {
  const { state } = useSession();
  if (state === 'none') return <SignInPage failed={start.kind === 'sign-in-failed' ? start.why : undefined} />;
  return <App />;
}
